"""Noticing every change of state, whoever makes it, so that no entry has to be told of it."""

from typing import Any

from sqlalchemy import event, inspect
from sqlalchemy.orm import Session, UOWTransaction

from app.enquiries.models import Enquiry, Referral
from app.journal.models import Move

#: The columns whose history is kept, and what a move in them is called.
_WATCHED = {
    Enquiry: {"state": "enquiry", "waiting_on": "waiting_on"},
    Referral: {"state": "referral"},
}
_PENDING = "journal: moves"
#: Nothing moved.
_SAME = object()


def _notice(session: Session, _context: UOWTransaction) -> None:
    """After each flush, while the rows still know what they were before and already have ids."""
    for row in (*session.new, *session.dirty):
        enquiry_id = row.id if isinstance(row, Enquiry) else getattr(row, "enquiry_id", None)
        for name, what in _WATCHED.get(type(row), {}).items():
            before = _before(row, name)
            if enquiry_id and before is not _SAME:
                after = getattr(row, name).value
                pending(session).append((enquiry_id, (what, row.id, before, after)))


def _before(row: Any, name: str) -> Any:
    """The value's name before the flush, None for a new row; ``_SAME`` where nothing changed."""
    state = inspect(row)
    if state.pending or name in state.unloaded:
        return None if state.pending else _SAME
    history = state.attrs[name].history
    # A column that was only flagged as modified has nothing deleted.
    if not history.added or not history.deleted or history.added == history.deleted:
        return _SAME
    return history.deleted[0].value


def pending(session: Session) -> list[tuple[int, Move]]:
    """The moves that no entry holds yet, each with the enquiry it belongs to, in order."""
    kept: list[tuple[int, Move]] = session.info.setdefault(_PENDING, [])
    return kept


def taken(session: Session, enquiry_id: int) -> list[Move]:
    """The enquiry's moves so far, which are now the caller's to keep."""
    session.flush()
    kept = pending(session)
    mine = [move for id_, move in kept if id_ == enquiry_id]
    kept[:] = [each for each in kept if each[0] != enquiry_id]
    return mine


def _forget(session: Session, *_args: Any) -> None:
    session.info.pop(_PENDING, None)


event.listen(Session, "after_flush", _notice)
event.listen(Session, "after_rollback", _forget)
event.listen(Session, "after_commit", _forget)
