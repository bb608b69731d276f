"""Writing the journal: one entry for each event, in the event's own transaction."""

from dataclasses import fields
from datetime import datetime
from enum import Enum
from typing import Any

from sqlalchemy import event as on
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.enquiries.events import EnquiryEvent
from app.enquiries.models import Party
from app.journal.chain import BEGINNING, digest_of, facts_of
from app.journal.models import Entry
from app.journal.moves import pending, taken
from app.kernel.clock import now
from app.kernel.db import db

_OWN_COLUMNS = frozenset({"at", "actor", "by_id", "enquiry_id"})
#: A state that changed and nobody told of it. The portal itself never leaves one: the tests look for it.
UNTOLD = "Moved"


def _plain(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    return list(value) if isinstance(value, tuple) else value


def record(event: EnquiryEvent) -> None:
    """Keep what happened: ids and codes only, so that the journal holds no personal data."""
    facts = {
        each.name: _plain(getattr(event, each.name))
        for each in fields(event)
        if each.name not in _OWN_COLUMNS
    }
    _keep(
        event.enquiry_id,
        kind=type(event).__name__,
        at=event.at,
        actor=event.actor,
        account_id=event.by_id,
        facts=facts,
    )


def _keep(enquiry_id: int, *, kind: str, at: datetime, actor: Party, **rest: Any) -> None:
    """Add the entry to the enquiry's chain. Two at once for one enquiry: the second is refused."""
    moves = [list(move) for move in taken(db.session(), enquiry_id)]
    ordinal, before = _end_of(enquiry_id)
    entry = Entry(
        at=at,
        kind=kind,
        actor=actor.value,
        enquiry_id=enquiry_id,
        moves=moves,
        ordinal=ordinal + 1,
        **{"account_id": None, "facts": {}} | rest,
    )
    entry.digest = digest_of(before, ordinal=entry.ordinal, at=at, kind=kind, facts=facts_of(entry))
    db.session.add(entry)
    db.session.flush()


def _end_of(enquiry_id: int) -> tuple[int, str]:
    """The ordinal and the digest of the newest entry."""
    newest = (
        select(Entry.ordinal, Entry.digest)
        .where(Entry.enquiry_id == enquiry_id)
        .order_by(Entry.ordinal.desc())
        .limit(1)
    )
    found = db.session.execute(newest).first()
    return (found.ordinal, found.digest) if found else (0, BEGINNING)


@on.listens_for(Session, "before_commit")
def _keep_the_untold(session: Session) -> None:
    """Let no state change past the journal, also where whoever changed it forgot to say so."""
    session.flush()
    for enquiry_id in {id_ for id_, move in pending(session) if move[2] is not None}:
        _keep(enquiry_id, kind=UNTOLD, at=now(), actor=Party.NOBODY)
