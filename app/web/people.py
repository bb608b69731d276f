"""Who makes this request, and whether a password is theirs. Flask-Security keeps sessions and hashes."""

import unicodedata
from datetime import datetime, timedelta

from flask import abort, current_app, flash, g, redirect, request, session
from flask_babel import gettext as _
from flask_login import current_user
from flask_security import hash_password, login_user, logout_user, verify_password
from werkzeug.wrappers import Response

from app.accounts import sessions
from app.accounts.factors import has_second_factor, needs_second_factor
from app.accounts.models import Account
from app.accounts.proofs import Proof
from app.i18n.addresses import Addresses
from app.kernel.clock import now
from app.web.browsers import browser_of
from app.web.languages import current_language

#: A session at the desk ends after this without a request.
LONGEST_PAUSE_AT_DESK = timedelta(minutes=30)
#: How people sign in is changed by whoever has signed in this recently.
FRESH_FOR = timedelta(minutes=30)
#: How old the note of the last request may grow before the cookie is written anew.
_COARSENESS = timedelta(minutes=1)


def _normal(password: str) -> str:
    """The same password from any keyboard: composed and decomposed letters are one."""
    return unicodedata.normalize("NFKC", password)


def hashed(password: str) -> str:
    return str(hash_password(_normal(password)))


def matches(account: Account | None, password: str) -> bool:
    """Whether this is the person's password. Takes as long where there is no such person."""
    if account is None or not account.password or not account.active:
        hash_password(_normal(password))
        return False
    return bool(verify_password(_normal(password), account.password))


def begin_session(account: Account, *, proof: Proof, at: datetime) -> None:
    """Sign the person in; the caller holds the transaction.

    Nothing of the session before is kept, so that nobody can have planted it.
    """
    session.clear()
    login_user(account)
    session.permanent = True
    browser = browser_of(request.user_agent.string)
    session["token"] = sessions.begin(account, browser=browser, proof=proof, at=at)
    session["signed_in_at"] = session["seen_at"] = int(at.timestamp())


def session_token() -> str:
    """What this browser's session is known by; empty without one."""
    return str(session.get("token", ""))


def end_session() -> None:
    """Forget who it was, in this browser; the person's row is the caller's business."""
    logout_user()
    session.clear()


def signed_in() -> Account | None:
    """The person who makes this request; None for a stranger and for a session that is over."""
    if "account" not in g:
        g.account = _person()
    account: Account | None = g.account
    return account


def _person() -> Account | None:
    if not current_user.is_authenticated:
        return None
    moment = now()
    at = int(moment.timestamp())
    seen = session.get("seen_at", 0)
    account: Account = current_user._get_current_object()
    paused = account.is_staff and at - seen > LONGEST_PAUSE_AT_DESK.total_seconds()
    if paused or sessions.with_token(account, session_token(), at=moment) is None:
        end_session()
        return None
    if at - seen > _COARSENESS.total_seconds():
        session["seen_at"] = at
    return account


def is_fresh() -> bool:
    """Whether the person has proved who they are only lately."""
    age = now().timestamp() - session.get("signed_in_at", 0)
    return bool(age < FRESH_FOR.total_seconds())


def lacks_second_factor(account: Account) -> bool:
    """Whether the person must set one up before anything else opens.

    Nobody must in a demonstration: everybody knows its accounts, and its mail never leaves the machine.
    """
    if current_app.config["SETTINGS"].demo or not needs_second_factor(account):
        return False
    return not has_second_factor(account)


def ask_for_second_factor() -> Response:
    """What a person without one gets at a door that asks for it: the page where it is set up."""
    if request.method not in {"GET", "HEAD"}:
        abort(403)
    flash(_("Your work here needs a second factor. Please set one up; the rest opens with it."))
    return redirect(Addresses(current_language()).account, 303)


def ask_to_sign_in() -> Response:
    """What a stranger gets at a door: the sign-in page, which leads back; a change is refused."""
    if request.method not in {"GET", "HEAD"}:
        abort(403)
    # Dropping an empty query keeps the address as people know it.
    wanted = request.full_path if request.query_string else request.path
    return redirect(Addresses(current_language()).sign_in_to(wanted), 303)
