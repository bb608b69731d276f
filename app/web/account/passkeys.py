"""Adding and removing passkeys."""

from flask import flash, redirect, render_template, request, session
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.factors import MOST_PASSKEYS, add_passkey, passkey_of, passkeys_of, remove_passkey
from app.accounts.models import Account
from app.accounts.sessions import drop_others
from app.i18n.addresses import Addresses
from app.kernel.clock import now
from app.kernel.db import transaction
from app.web import passkeys as browsers
from app.web.account.blueprint import account, freshly
from app.web.account.codes import recovery_page_or_account
from app.web.account.forms import NewPasskeyForm, RemoveForm
from app.web.languages import current_language
from app.web.people import session_token


@account.route("/passkeys", methods=["GET", "POST"])
@freshly
def passkeys(person: Account) -> ResponseReturnValue:
    remove = RemoveForm.of_request()
    if remove.submitted():
        return _removed(person, int(remove.remove.data))
    form = NewPasskeyForm.of_request()
    if form.submitted() and _added(person, form):
        flash(_("The passkey is added. Every other session has ended."))
        return recovery_page_or_account(person)
    status = 422 if request.method == "POST" else 200
    kept = passkeys_of(person)
    full = len(kept) >= MOST_PASSKEYS
    options = ""
    if browsers.possible() and not full:
        handle = person.passkey_handle or browsers.new_handle()
        options = browsers.ask_for_new(person, handle=handle, at=now())
    page = render_template(
        "security/passkeys.html", form=form, person=person, options=options, passkeys=kept, full=full
    )
    return page, status


def _added(person: Account, form: NewPasskeyForm) -> bool:
    handle = session.pop("passkey_handle", "")
    made = browsers.made(form.credential.data, name=form.name.data, at=now())
    full = len(passkeys_of(person)) >= MOST_PASSKEYS
    if made is None or full or not handle or passkey_of(made.credential):
        form.name.errors = [_("Your device made no passkey that could be used. Please try again.")]
        return False
    with transaction():
        person.passkey_handle = person.passkey_handle or handle
        add_passkey(person, made, at=now())
        drop_others(person, session_token())
    return True


def _removed(person: Account, passkey_id: int) -> ResponseReturnValue:
    with transaction():
        gone = remove_passkey(person, passkey_id, at=now())
    if gone:
        flash(_("The passkey is removed. You can delete it on your device as well."))
    return redirect(Addresses(current_language()).account, 303)
