"""Reading the journal."""

from collections.abc import Sequence

from sqlalchemy import select

from app.journal.models import Entry
from app.kernel.db import db


def entries_of(enquiry_id: int) -> Sequence[Entry]:
    """What happened to an enquiry, in order."""
    return db.session.scalars(select(Entry).where(Entry.enquiry_id == enquiry_id).order_by(Entry.id)).all()
