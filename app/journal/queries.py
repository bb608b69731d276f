"""Reading the journal."""

from collections.abc import Sequence

from sqlalchemy import select

from app.journal.models import Entry
from app.kernel.db import db


def entries_of(enquiry_id: int) -> Sequence[Entry]:
    """What happened to an enquiry, in order."""
    return db.session.scalars(
        select(Entry).where(Entry.enquiry_id == enquiry_id).order_by(Entry.ordinal)
    ).all()


def chains(*, after: int = 0, limit: int = 500) -> Sequence[int]:
    """The next enquiries that have a journal, by id."""
    found = (
        select(Entry.enquiry_id)
        .where(Entry.enquiry_id > after)
        .distinct()
        .order_by(Entry.enquiry_id)
        .limit(limit)
    )
    return [id_ for id_ in db.session.scalars(found) if id_ is not None]
