"""The chain that shows whether a journal is whole: each entry's digest covers the one before it."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from app.journal.models import Entry

#: What the first entry of an enquiry follows.
BEGINNING = ""


def digest_of(before: str, *, ordinal: int, at: datetime, kind: str, facts: dict[str, Any]) -> str:
    """The digest of an entry that follows the one with the digest ``before``.

    facts: everything else the entry says, in values that JSON keeps as they are.
    """
    said = [before, ordinal, at.astimezone(UTC).isoformat(timespec="microseconds"), kind, facts]
    canonical = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def facts_of(entry: Entry) -> dict[str, Any]:
    """What the digest covers beside the moment, the kind and the place in the chain."""
    return {
        "actor": entry.actor,
        "account": entry.account_id,
        "enquiry": entry.enquiry_id,
        "facts": entry.facts,
        "moves": entry.moves,
    }


@dataclass(frozen=True, slots=True)
class Break:
    """Where a chain does not hold: an entry is missing, was added, or says something else than it did."""

    ordinal: int


def first_break(entries: Iterable[Entry]) -> Break | None:
    """Where one enquiry's chain does not hold; None if it does.

    entries: all of them, by ordinal. That the last ones were cut off shows only where the states of the
    enquiry differ from what the rest says; see ``rebuilding``.
    """
    before = BEGINNING
    for expected, entry in enumerate(entries, start=1):
        made = digest_of(before, ordinal=expected, at=entry.at, kind=entry.kind, facts=facts_of(entry))
        if entry.ordinal != expected or entry.digest != made:
            return Break(expected)
        before = entry.digest
    return None
