"""Where somebody is signed in: kept here, not in the cookie alone, so that it can be ended from elsewhere."""

import hashlib
import secrets
import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete, select

from app.accounts.events import SessionsEnded, SignedIn, SignedOut
from app.accounts.models import Account
from app.accounts.proofs import AccountSession, Proof
from app.kernel.db import db, rows_of
from app.kernel.events import publish

#: A session ends after this, however busy it is.
LONGEST_SESSION = timedelta(hours=12)
_LONGEST_BROWSER = 60


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def begin(account: Account, *, browser: str, proof: Proof, at: datetime) -> str:
    """Sign the person in; publishes SignedIn. Returns what the browser keeps: 256 random bits.

    The person's sessions that are too old to be good go with it.
    """
    token = secrets.token_urlsafe(32)
    db.session.execute(
        delete(AccountSession).where(
            AccountSession.account_id == account.id, AccountSession.begun_at < at - LONGEST_SESSION
        )
    )
    db.session.add(
        AccountSession(
            account_id=account.id,
            digest=_digest(token),
            begun_at=at,
            browser=browser[:_LONGEST_BROWSER],
            proof=proof,
        )
    )
    db.session.flush()
    publish(SignedIn(at=at, account_id=account.id, proof=proof))
    return token


def with_token(account: Account, token: str, *, at: datetime) -> AccountSession | None:
    """The session that the browser's token is of; None for one that has ended."""
    return db.session.scalar(
        select(AccountSession).where(
            AccountSession.digest == _digest(token),
            AccountSession.account_id == account.id,
            AccountSession.begun_at >= at - LONGEST_SESSION,
        )
    )


def all_of(account: Account, *, at: datetime) -> Sequence[AccountSession]:
    """Where the person is signed in, the newest first."""
    return db.session.scalars(
        select(AccountSession)
        .where(AccountSession.account_id == account.id, AccountSession.begun_at >= at - LONGEST_SESSION)
        .order_by(AccountSession.id.desc())
    ).all()


def sign_out(account: Account, token: str, *, at: datetime) -> None:
    """End the one session the token is of; publishes SignedOut."""
    found = with_token(account, token, at=at)
    if found:
        db.session.delete(found)
        publish(SignedOut(at=at, account_id=account.id))


def end_one(account: Account, session_id: int, *, at: datetime) -> bool:
    """End a session of the person's; publishes SessionsEnded. False if there is no such session of theirs."""
    gone = delete(AccountSession).where(
        AccountSession.id == session_id, AccountSession.account_id == account.id
    )
    if not rows_of(db.session.execute(gone)):
        return False
    publish(SessionsEnded(at=at, account_id=account.id))
    return True


def end_others(account: Account, token: str, *, at: datetime) -> None:
    """End every session but the one the token is of; publishes SessionsEnded."""
    drop_others(account, token)
    publish(SessionsEnded(at=at, account_id=account.id))


def drop_others(account: Account, token: str) -> None:
    """The same, told by what it follows from."""
    db.session.execute(
        delete(AccountSession).where(
            AccountSession.account_id == account.id, AccountSession.digest != _digest(token)
        )
    )


def end_sessions(account: Account) -> None:
    """Sign the person out everywhere, and make every link handed out before worthless."""
    account.fs_uniquifier = uuid.uuid4().hex
    db.session.execute(delete(AccountSession).where(AccountSession.account_id == account.id))
    db.session.flush()
