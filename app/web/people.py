"""Who makes this request, and whether a password is theirs. Flask-Security keeps sessions and hashes."""

import unicodedata
from datetime import datetime, timedelta

from flask import abort, g, redirect, request, session
from flask_login import current_user
from flask_security import hash_password, login_user, logout_user, verify_password
from werkzeug.wrappers import Response

from app.accounts.models import Account
from app.i18n.addresses import Addresses
from app.kernel.clock import now
from app.web.languages import current_language

#: A session ends after this, however busy it is.
LONGEST_SESSION = timedelta(hours=12)
#: A session at the desk ends after this without a request.
LONGEST_PAUSE_AT_DESK = timedelta(minutes=30)
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


def begin_session(account: Account, *, at: datetime) -> None:
    """Sign the person in. Nothing of the session before is kept, so that nobody can have planted it."""
    session.clear()
    login_user(account)
    session.permanent = True
    session["signed_in_at"] = session["seen_at"] = int(at.timestamp())


def end_session() -> None:
    logout_user()
    session.clear()


def signed_in() -> Account | None:
    """The person who makes this request; None for a stranger and for a session that is too old."""
    if "account" not in g:
        g.account = _person()
    account: Account | None = g.account
    return account


def _person() -> Account | None:
    if not current_user.is_authenticated:
        return None
    at = int(now().timestamp())
    seen = session.get("seen_at", 0)
    too_long = at - session.get("signed_in_at", 0) > LONGEST_SESSION.total_seconds()
    paused = current_user.is_staff and at - seen > LONGEST_PAUSE_AT_DESK.total_seconds()
    if too_long or paused:
        end_session()
        return None
    if at - seen > _COARSENESS.total_seconds():
        session["seen_at"] = at
    account: Account = current_user._get_current_object()
    return account


def ask_to_sign_in() -> Response:
    """What a stranger gets at a door: the sign-in page, which leads back; a change is refused."""
    if request.method not in {"GET", "HEAD"}:
        abort(403)
    # Dropping an empty query keeps the address as people know it.
    wanted = request.full_path if request.query_string else request.path
    return redirect(Addresses(current_language()).sign_in_to(wanted), 303)
