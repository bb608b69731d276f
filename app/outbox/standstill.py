"""Noticing that letters stand still, and that they move again."""

from datetime import datetime, timedelta

from sqlalchemy import select

from app.kernel.db import db
from app.outbox.models import Standstill
from app.outbox.queries import oldest_unsent

#: A letter that has waited longer than this means that nobody carries letters.
STUCK_AFTER = timedelta(minutes=15)


def stuck_since(*, at: datetime) -> datetime | None:
    """When the longest waiting letter was due, if that is too long ago; None while letters move."""
    oldest = oldest_unsent()
    return oldest if oldest and at - oldest > STUCK_AFTER else None


def current() -> Standstill | None:
    """The standstill that was noticed and has not ended."""
    return db.session.scalar(select(Standstill).where(Standstill.ended_at.is_(None)))


def last() -> Standstill | None:
    """The latest that was noticed, over or not."""
    return db.session.scalar(select(Standstill).order_by(Standstill.id.desc()).limit(1))


def look(*, at: datetime) -> Standstill | None:
    """Note that letters stand still, or move again; the caller holds the transaction.

    Returns the standstill that began or ended with this look; None if nothing has changed.
    """
    since, known = stuck_since(at=at), current()
    if since and known is None:
        began = Standstill(began_at=since, noticed_at=at, ended_at=None)
        db.session.add(began)
        return began
    if known and since is None:
        known.ended_at = at
        return known
    return None
