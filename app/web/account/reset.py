"""A new password for whoever reads the account's mail. No answer tells whether there is an account."""

from flask import abort, current_app, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.actions import ask_for_reset, set_password
from app.accounts.queries import by_email, by_id
from app.accounts.tokens import account_to_reset
from app.i18n.addresses import Addresses
from app.kernel.clock import now
from app.kernel.db import db, may_write, transaction
from app.web.account.arriving import writes
from app.web.account.blueprint import account
from app.web.account.forms import FirstPasswordForm, ResetForm
from app.web.account.limited import typed_address
from app.web.evenly import evenly
from app.web.languages import current_language
from app.web.limits import limiter
from app.web.people import hashed


@account.route("/reset", methods=["GET", "POST"])
@limiter.limit("20 per hour", methods=["POST"])
@limiter.limit("5 per hour", methods=["POST"], key_func=typed_address)
def reset() -> ResponseReturnValue:
    form = ResetForm.of_request()
    if not form.submitted():
        status = 422 if request.method == "POST" else 200
        return render_template("security/reset.html", form=form, sent=False), status
    with evenly():
        _send(form.email.data)
    return render_template("security/reset.html", form=form, sent=True)


def _send(address: str) -> None:
    """Write to the person with that address, if there is one. Leaves no transaction open."""
    may_write.set(False)
    person = by_email(address)
    person_id = person.id if person and person.active else None
    writes()
    if person_id is None:
        return
    with transaction():
        person = by_id(person_id)
        if person:
            ask_for_reset(person, at=now())
    db.session.remove()


@account.route("/reset/password", methods=["GET", "POST"])
def reset_password() -> ResponseReturnValue:
    token = request.args.get("token", "")
    person = account_to_reset(token, secret=current_app.config["SECRET_KEY"])
    if person is None:
        abort(410)
    form = FirstPasswordForm.of_request()
    if form.submitted():
        with transaction():
            set_password(person, password_hash=hashed(form.password.data), at=now())
        flash(_("Your password is set. Please sign in with it."))
        return redirect(Addresses(current_language()).sign_in, 303)
    status = 422 if request.method == "POST" else 200
    action = Addresses(current_language()).reset_password(token)
    return render_template("security/password.html", form=form, person=person, action=action), status
