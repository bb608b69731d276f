"""Carries the letters that are due to the mail server."""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.outbox.claims import Fate, Parcel, claim, settle
from app.outbox.models import LetterState
from app.outbox.retry import DOUBT, next_attempt
from app.outbox.transport import Line
from app.outbox.verdicts import Answer, Verdict

#: After that a run ends, so that ``at`` stays close to the truth and within the lease.
LONGEST_RUN = timedelta(minutes=5)

_log = logging.getLogger(__name__)


@dataclass(slots=True)
class Tally:
    """What a run came to, in letters."""

    sent: int = 0
    #: To be tried again: not now, or fate unknown.
    postponed: int = 0
    #: Given up; staff see them.
    failed: int = 0

    @property
    def tried(self) -> int:
        return self.sent + self.postponed + self.failed

    def count(self, state: LetterState) -> None:
        self.sent += state is LetterState.SENT
        self.postponed += state is LetterState.WAITING
        self.failed += state is LetterState.FAILED


def deliver_due(limit: int, *, at: datetime, stopping: Callable[[], bool] = lambda: False) -> Tally:
    """Carry at most ``limit`` letters that are due, longest due first, over one connection.

    at: the moment of the run, aware; a run ends by itself after five minutes.
    stopping: asked between letters; once true, the run ends.

    Each letter is claimed, sent and put down by itself, so a courier that dies holds one letter, and a
    letter that fails delays no other. The run ends early if the server cannot be reached.
    Logs numbers, template names and outcomes; never an address, a subject or a word of a letter.
    """
    tally = Tally()
    began = time.monotonic()
    with Line() as line:
        while tally.tried < limit and not stopping():
            if time.monotonic() - began > LONGEST_RUN.total_seconds():
                break
            parcel = claim(at=at)
            if parcel is None:
                break
            verdict = line.carry(parcel)
            tally.count(_put_down(parcel, verdict, at=at))
            if not verdict.reached:
                break
    return tally


def _put_down(parcel: Parcel, verdict: Verdict, *, at: datetime) -> LetterState:
    fate = _fate(parcel, verdict, at=at)
    kept = settle(parcel, fate, at=at)
    level = logging.INFO if fate.state is LetterState.SENT else logging.WARNING
    _log.log(level, "letter %d (%s): %s", parcel.id, parcel.template, verdict.answer.value)
    if not kept:
        _log.warning("letter %d (%s): was in another courier's hand", parcel.id, parcel.template)
    return fate.state


def _fate(parcel: Parcel, verdict: Verdict, *, at: datetime) -> Fate:
    """A letter not taken now goes by the schedule; one whose fate is unknown is repeated once.

    The repeat carries the same Message-ID: whoever got it twice can tell, and we choose that over a
    letter lost.
    """
    if verdict.answer is Answer.ACCEPTED:
        return Fate(LetterState.SENT, at, parcel.doubts)
    again: datetime | None = None
    doubts = parcel.doubts
    if verdict.answer is Answer.TEMPORARY:
        again = next_attempt(parcel.attempts + 1, after=at)
    if verdict.answer is Answer.UNKNOWN:
        again = None if doubts else at + DOUBT
        doubts += 1
    if again is None:
        return Fate(LetterState.FAILED, at, doubts, verdict.said)
    return Fate(LetterState.WAITING, again, doubts, verdict.said)
