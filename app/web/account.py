"""Signing in, signing out, and the first password of an invited person."""

import hashlib
import re

from flask import Blueprint, Response, abort, current_app, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from itsdangerous import BadSignature, URLSafeTimedSerializer

from app.accounts.actions import end_sessions, set_password
from app.accounts.models import Account
from app.accounts.queries import by_email, by_id
from app.i18n.addresses import Addresses
from app.kernel.clock import now
from app.kernel.db import may_write, transaction
from app.web.account_forms import FirstPasswordForm, SignInForm
from app.web.languages import LANGUAGE_RULE, current_language
from app.web.limits import limiter
from app.web.people import begin_session, end_session, hashed, matches, signed_in

account = Blueprint("account", __name__, url_prefix=LANGUAGE_RULE + "/account")

#: Wrong passwords, from one network and for one address.
_TRIES = "10 per 5 minutes"
INVITATION_DAYS = 3
#: The only addresses a sign-in leads to: pages behind one of our own doors.
_BEHIND_A_DOOR = re.compile(r"/[a-z-]+/(desk|workspace)/[\w./-]*(\?[\w.&=%+-]*)?", re.ASCII)


def _typed_address() -> str:
    """Who is being tried, without keeping the address in the counters."""
    return hashlib.sha256(request.form.get("email", "").strip().lower().encode()).hexdigest()


def _was_wrong(response: Response) -> bool:
    return response.status_code == 422


def _landing(person: Account, wanted: str = "") -> str | None:
    """Where the person goes: the page they wanted if it is theirs, else their door; None without any."""
    at = Addresses(current_language())
    doors = {}
    if person.is_staff:
        doors["desk"] = at.desk
    if person.memberships:
        doors["workspace"] = at.workspace
    found = _BEHIND_A_DOOR.fullmatch(wanted)
    if found and found[1] in doors:
        return wanted
    return next(iter(doors.values()), None)


@account.route("/sign-in", methods=["GET", "POST"])
@limiter.limit(_TRIES, methods=["POST"], deduct_when=_was_wrong)
@limiter.limit(_TRIES, methods=["POST"], deduct_when=_was_wrong, key_func=_typed_address)
def sign_in() -> ResponseReturnValue:
    # Hashing takes its time; nobody else should wait for SQLite's one write lock meanwhile.
    may_write.set(False)
    form = SignInForm.of_request()
    if request.method != "POST":
        person = signed_in()
        landing = _landing(person, request.args.get("next", "")) if person else None
        if landing:
            return redirect(landing, 303)
        form.next.data = request.args.get("next", "")[:500]
        return render_template("security/sign_in.html", form=form)
    if form.submitted():
        person = by_email(form.email.data)
        landing = None
        if not matches(person, form.password.data):
            form.email.errors = [_("This address and this password do not belong together. Check both.")]
        elif person is None or not (landing := _landing(person, form.next.data or "")):
            form.email.errors = [_("This account does not belong to any firm at present. Write to us.")]
        if person and landing:
            begin_session(person, at=now())
            return redirect(landing, 303)
    return render_template("security/sign_in.html", form=form), 422


@account.route("/sign-out", methods=["POST"])
def sign_out() -> ResponseReturnValue:
    person = signed_in()
    if person:
        with transaction():
            end_sessions(person)
    end_session()
    flash(_("You have signed out."))
    return redirect(Addresses(current_language()).sign_in, 303)


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
            set_password(person, password_hash=hashed(form.password.data))
        flash(_("Your password is set. Please sign in with it."))
        return redirect(Addresses(current_language()).sign_in, 303)
    status = 422 if request.method == "POST" else 200
    return render_template("security/password.html", form=form, person=person, token=token), status
