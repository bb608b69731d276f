"""Writing the journal: one entry for each event, in the event's own transaction."""

from dataclasses import fields
from enum import Enum
from typing import Any

from app.enquiries.events import EnquiryEvent
from app.journal.models import Entry
from app.kernel.db import db

_OWN_COLUMNS = frozenset({"at", "actor", "by_id", "enquiry_id"})


def _plain(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    return list(value) if isinstance(value, tuple) else value


def record(event: EnquiryEvent) -> None:
    """Keep what happened: ids and codes only, so that the journal holds no personal data."""
    db.session.add(
        Entry(
            at=event.at,
            kind=type(event).__name__,
            actor=event.actor.value,
            account_id=event.by_id,
            enquiry_id=event.enquiry_id,
            facts={
                each.name: _plain(getattr(event, each.name))
                for each in fields(event)
                if each.name not in _OWN_COLUMNS
            },
        )
    )
