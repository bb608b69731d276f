"""Keeping the files that come with a message, as far as they are taken."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from app.enquiries.enclosures import Attachment
from app.kernel.db import db
from app.kernel.file_kinds import LARGEST_TOGETHER, Blocked, FileKind, Given, NotTaken, clean_name, kind_of
from app.kernel.files import files

MOST = 10


def refused(given: Sequence[Given], *, most: int = MOST) -> list[tuple[Given, Blocked]]:
    """Those of the files that would not be kept with a message, each with the reason."""
    found = []
    taken = 0
    for number, file in enumerate(given):
        kind, why = _judged(file, number, taken, most)
        taken += len(file.data) if kind is not None else 0
        if why is not None:
            found.append((file, why))
    return found


def attach(message_id: int, given: Iterable[Given], *, at: datetime) -> Sequence[Attachment]:
    """Keep what may be kept with the message, and the names of the rest with the reason.

    The caller holds the transaction; a file put into the store for one that fails is nobody's and harmless.
    Raises OSError if the store fails.
    """
    rows = []
    taken = 0
    for number, file in enumerate(given):
        kind, why = _judged(file, number, taken, MOST)
        if kind is not None:
            taken += len(file.data)
        row = Attachment(
            message_id=message_id,
            name=clean_name(file.name, kind),
            size=len(file.data),
            kind=kind,
            file=files().put(file.data) if kind is not None else None,
            blocked=why,
            at=at,
        )
        db.session.add(row)
        rows.append(row)
    db.session.flush()
    return rows


def _judged(file: Given, number: int, taken: int, most: int) -> tuple[FileKind | None, Blocked | None]:
    if number >= most:
        return None, Blocked.MANY
    if taken + len(file.data) > LARGEST_TOGETHER:
        return None, Blocked.SIZE
    try:
        return kind_of(file.name, file.data), None
    except NotTaken as error:
        return None, error.why
