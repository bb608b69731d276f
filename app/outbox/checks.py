"""Whether a letter still says what is so, asked right before it is handed over.

A letter may wait for hours, and what it announces may be over by then: it is dropped, with the reason.
"""

from collections.abc import Callable, Mapping
from datetime import datetime

from app.outbox import contacts, topics
from app.outbox.claims import Fate, Parcel
from app.outbox.models import LetterState

#: Given what a letter is about (``referral:7``): why it no longer holds, as a code; None if it does.
Check = Callable[[str], str | None]

#: Why a letter is not sent, beside what the checks say.
UNWANTED = "unwanted"
BOUNCING = "bouncing"

_checks: dict[str, Check] = {}


def wire(checks: Mapping[str, Check]) -> None:
    """Say once, at start, how each letter is asked whether it is still true, by template."""
    _checks.clear()
    _checks.update(checks)


def hindrance(parcel: Parcel, *, at: datetime) -> Fate | None:
    """What becomes of a letter that should not be handed over; None for one that should.

    Raises KeyError for a letter about something that nobody has said how to check.
    """
    why = _checks[parcel.template](parcel.about) if parcel.about else None
    if why is None and parcel.topic and topics.declines(parcel.recipient, parcel.topic):
        why = UNWANTED
    bounces = contacts.is_bouncing(parcel.recipient, at=at)
    if why is None and parcel.topic and bounces:
        why = BOUNCING
    if why:
        return Fate(LetterState.DROPPED, at, parcel.doubts, because=why)
    if bounces:
        # It must arrive, and here it will not: whoever hears of it finds it another way.
        return Fate(LetterState.FAILED, at, parcel.doubts, because=BOUNCING)
    return None
