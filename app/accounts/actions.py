"""What can be done with accounts."""

import uuid
from datetime import datetime

from sqlalchemy import select

from app.accounts.events import PasswordChanged, ResetAsked, SignUpAsked
from app.accounts.models import STAFF, Account, MemberRole, Membership, Role
from app.accounts.sessions import end_sessions
from app.kernel.db import db
from app.kernel.events import publish


def create_account(email: str, *, name: str, password_hash: str, language: str) -> Account:
    """Let a person sign in.

    password_hash: as Flask-Security makes it; no password comes this far.
    language: a language slug.
    The database refuses a second account of one address.
    """
    account = Account(
        email=email.lower(),
        name=name,
        password=password_hash,
        language=language,
        fs_uniquifier=uuid.uuid4().hex,
        active=True,
    )
    db.session.add(account)
    db.session.flush()
    return account


def ask_to_sign_up(email: str, *, language: str, wanted: str, at: datetime) -> None:
    """Somebody wants an account; publishes SignUpAsked. Nothing is kept before the letter's link is opened.

    Whether the address has an account makes no difference to whoever asks: only its letter does.
    """
    publish(SignUpAsked(at=at, email=email.strip().lower(), language=language, wanted=wanted))


def make_staff(account: Account) -> None:
    """Let a person work at the desk; nothing happens if they may already."""
    if account.is_staff:
        return
    role = db.session.scalar(select(Role).where(Role.name == STAFF))
    if role is None:
        role = Role(name=STAFF, description="Works at the desk")
    account.roles.append(role)
    db.session.flush()


def join(account: Account, *, firm_id: int, role: MemberRole, at: datetime | None = None) -> None:
    """Make a person one of a firm's; nothing happens if they are already, whatever their role."""
    if any(membership.firm_id == firm_id for membership in account.memberships):
        return
    account.memberships.append(Membership(firm_id=firm_id, role=role, since=at))
    db.session.flush()


def ask_for_reset(account: Account, *, at: datetime) -> None:
    """Somebody who knows the address wants a new password; publishes ResetAsked."""
    publish(ResetAsked(at=at, account_id=account.id))


def set_password(account: Account, *, password_hash: str, at: datetime) -> None:
    """Give the person a new password; every session and every link made before it ends.

    Publishes PasswordChanged.
    """
    account.password = password_hash
    end_sessions(account)
    publish(PasswordChanged(at=at, account_id=account.id))
