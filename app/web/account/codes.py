"""Codes from an app, and the recovery codes that stand in for whatever is lost."""

from flask import current_app, flash, redirect, render_template, request, session
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.factors import (
    has_second_factor,
    make_recovery_codes,
    recovery_codes_left,
    remove_codes,
    set_up_codes,
)
from app.accounts.models import Account
from app.accounts.sessions import drop_others
from app.i18n.addresses import Addresses
from app.kernel.clock import now
from app.kernel.db import transaction
from app.web.account.blueprint import account, freshly
from app.web.account.forms import CodeForm, RemoveForm
from app.web.account.limited import CODE_TRIES, was_wrong, whose_account
from app.web.codes import codes as app_codes
from app.web.codes import drawn
from app.web.languages import current_language
from app.web.limits import limiter
from app.web.people import session_token

#: Encrypted, so that the cookie it waits in until the first code shows that the app has it tells nothing.
_OFFERED = "offered_secret"


@account.route("/codes", methods=["GET", "POST"])
@limiter.limit(CODE_TRIES, methods=["POST"], deduct_when=was_wrong, key_func=whose_account)
@freshly
def codes(person: Account) -> ResponseReturnValue:
    if RemoveForm.of_request().submitted():
        return _removed(person)
    if person.code_secret:
        return render_template("security/codes_kept.html", person=person)
    form = CodeForm.of_request()
    secret = session.get(_OFFERED) or app_codes().generate_totp_secret()
    session[_OFFERED] = secret
    if form.submitted():
        counter = app_codes().counter_of(form.code.data, secret, at=now(), after=None)
        if counter:
            return _set_up(person, secret, counter)
        form.code.errors = [
            _("This code is wrong. Check the clock of your device, and type the newest code.")
        ]
    width, path = drawn(app_codes().get_totp_uri(person.email, secret))
    status = 422 if request.method == "POST" else 200
    key = app_codes().get_totp_pretty_key(secret)
    page = render_template("security/codes.html", form=form, person=person, key=key, width=width, path=path)
    return page, status


def _set_up(person: Account, secret: str, counter: int) -> ResponseReturnValue:
    with transaction():
        set_up_codes(person, secret=secret, counter=counter, at=now())
        drop_others(person, session_token())
    session.pop(_OFFERED, None)
    flash(_("Signing in asks for a code from now on. Every other session has ended."))
    return recovery_page_or_account(person)


def _removed(person: Account) -> ResponseReturnValue:
    with transaction():
        remove_codes(person, at=now())
    flash(_("No code is asked any more."))
    return redirect(Addresses(current_language()).account, 303)


def recovery_page_or_account(person: Account) -> ResponseReturnValue:
    """After a second factor was set up: recovery codes, unless the person has some."""
    if recovery_codes_left(person):
        return redirect(Addresses(current_language()).account, 303)
    return _new_codes(person)


def _new_codes(person: Account) -> ResponseReturnValue:
    """Make them and show them, in this one answer: they are kept nowhere as they are."""
    with transaction():
        made = make_recovery_codes(person, secret=current_app.config["SECRET_KEY"], at=now())
    return render_template("security/recovery_codes.html", person=person, made=made)


@account.route("/recovery-codes", methods=["GET", "POST"])
@freshly
def recovery_codes(person: Account) -> ResponseReturnValue:
    if not has_second_factor(person):
        return redirect(Addresses(current_language()).account, 303)
    if request.method == "POST":
        return _new_codes(person)
    left = recovery_codes_left(person)
    return render_template("security/recovery_codes.html", person=person, made=(), left=left)
