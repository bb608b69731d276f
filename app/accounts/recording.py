"""Keeping what happened to an account, in the event's own transaction."""

from collections.abc import Sequence

from sqlalchemy import select

from app.accounts.events import AccountEvent
from app.accounts.proofs import AccountEntry
from app.kernel.db import db


def note(event: AccountEvent) -> None:
    """Add it to the person's list: what and when, nothing else."""
    db.session.add(AccountEntry(account_id=event.account_id, at=event.at, kind=type(event).__name__))


def newest(account_id: int, *, most: int) -> Sequence[AccountEntry]:
    """What happened last, the newest first."""
    rows = select(AccountEntry).where(AccountEntry.account_id == account_id)
    return db.session.scalars(rows.order_by(AccountEntry.id.desc()).limit(most)).all()
