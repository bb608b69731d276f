"""The first password of an invited person."""

from flask import abort, current_app, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from itsdangerous import BadSignature, URLSafeTimedSerializer

from app.accounts.actions import set_password
from app.accounts.models import Account
from app.accounts.queries import by_id
from app.i18n.addresses import Addresses
from app.kernel.clock import now
from app.kernel.db import transaction
from app.web.account.blueprint import account
from app.web.account.forms import FirstPasswordForm
from app.web.languages import current_language
from app.web.people import hashed

INVITATION_DAYS = 3


def _invitations() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt="first-password")


def invitation(person: Account) -> str:
    """The signed part of a link that sets the person's first password; good once, for some days."""
    return _invitations().dumps([person.id, person.fs_uniquifier])


def _invited(token: str) -> Account | None:
    """The person the link was made for; None for a link that is old, altered or used."""
    try:
        person_id, uniquifier = _invitations().loads(token, max_age=INVITATION_DAYS * 86_400)
    except (BadSignature, UnicodeError, ValueError, TypeError):
        return None
    person = by_id(person_id)
    return person if person and person.fs_uniquifier == uniquifier and not person.password else None


@account.route("/password", methods=["GET", "POST"])
def first_password() -> ResponseReturnValue:
    token = request.args.get("token", "")
    person = _invited(token)
    if person is None:
        abort(410)
    form = FirstPasswordForm.of_request()
    if form.submitted():
        with transaction():
            set_password(person, password_hash=hashed(form.password.data), at=now())
        flash(_("Your password is set. Please sign in with it."))
        return redirect(Addresses(current_language()).sign_in, 303)
    status = 422 if request.method == "POST" else 200
    action = Addresses(current_language()).first_password(token)
    return render_template("security/password.html", form=form, person=person, action=action), status
