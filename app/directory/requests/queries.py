"""Finding requests about listings."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, select, tuple_
from sqlalchemy.orm import joinedload

from app.directory.models import Firm
from app.directory.requests.models import ListingRequest
from app.directory.shelf import published
from app.kernel.db import db
from app.outbox.contacts import folded

PAGE = 50
#: Where a page begins: the day the last one before it is due, and its id.
Place = tuple[datetime, int]


def firm_asked_about(slug: str, *, demo: bool) -> Firm | None:
    return db.session.scalar(select(Firm).where(Firm.slug == slug, *published(demo)))


def open_requests(*, after: Place | None, limit: int) -> Sequence[ListingRequest]:
    """What is late first, then by the day it is due; each with its firm."""
    rows = select(ListingRequest).where(ListingRequest.settled_at.is_(None))
    if after is not None:
        rows = rows.where(tuple_(ListingRequest.due_at, ListingRequest.id) > after)
    ordered = rows.order_by(ListingRequest.due_at, ListingRequest.id).limit(limit)
    return db.session.scalars(ordered.options(joinedload(ListingRequest.firm))).all()


def settled_requests(*, limit: int) -> Sequence[ListingRequest]:
    """Those answered last, each with its firm."""
    rows = select(ListingRequest).where(ListingRequest.settled_at.is_not(None))
    newest = rows.order_by(ListingRequest.settled_at.desc(), ListingRequest.id.desc()).limit(limit)
    return db.session.scalars(newest.options(joinedload(ListingRequest.firm))).all()


def request_by_id(number: int) -> ListingRequest | None:
    rows = select(ListingRequest).where(ListingRequest.id == number)
    return db.session.scalar(rows.options(joinedload(ListingRequest.firm)))


def forget_settled_before(moment: datetime) -> int:
    """Remove requests answered before; returns how many."""
    old = delete(ListingRequest).where(ListingRequest.settled_at < moment)
    return len(db.session.scalars(old.returning(ListingRequest.id)).all())


def forget_requests_of(address: str) -> int:
    """Remove what was asked from that address, answered or not; returns how many."""
    wanted = folded(address)
    rows = db.session.execute(select(ListingRequest.id, ListingRequest.email))
    ids = [row.id for row in rows if folded(row.email) == wanted]
    if ids:
        db.session.execute(delete(ListingRequest).where(ListingRequest.id.in_(ids)))
    return len(ids)
