"""Carries the letters that are due to the mail server."""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.exc import OperationalError

from app.kernel.db import transaction
from app.kernel.events import publish
from app.outbox.checks import hindrance
from app.outbox.claims import Fate, Parcel, claim, settle
from app.outbox.contacts import note_bounce
from app.outbox.events import LetterGivenUp
from app.outbox.models import LetterState
from app.outbox.retry import DOUBT, next_attempt
from app.outbox.transport import Line
from app.outbox.verdicts import Answer, Blame, Verdict

#: After that a run ends, so that ``at`` stays close to the truth and within the lease.
LONGEST_RUN = timedelta(minutes=5)
#: How often what became of a letter is offered to a database that is away, and seconds in between; within
#: the lease.
_OFFERS, _PAUSE = 60, 1.0

_log = logging.getLogger(__name__)


@dataclass(slots=True)
class Tally:
    """What a run came to, in letters."""

    sent: int = 0
    #: To be tried again: not now, or fate unknown.
    postponed: int = 0
    #: Given up; staff see them.
    failed: int = 0
    #: No longer true or not wanted; never handed over.
    dropped: int = 0

    @property
    def tried(self) -> int:
        return self.sent + self.postponed + self.failed + self.dropped

    def count(self, state: LetterState) -> None:
        self.sent += state is LetterState.SENT
        self.postponed += state is LetterState.WAITING
        self.failed += state is LetterState.FAILED
        self.dropped += state is LetterState.DROPPED


def deliver_due(limit: int, *, at: datetime, stopping: Callable[[], bool] = lambda: False) -> Tally:
    """Carry at most ``limit`` letters that are due, longest due first, over one connection.

    at: the moment of the run, aware; a run ends by itself after five minutes.
    stopping: asked between letters; once true, the run ends.

    Each letter is claimed, asked whether it still holds, sent and put down by itself, so a courier that
    dies holds one letter, and a letter that fails delays no other. The run ends early if the server cannot
    be reached.
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
            fate, verdict = _handed_over(parcel, line, at=at)
            _put_down(parcel, fate, verdict, at=at)
            tally.count(fate.state)
            if not verdict.reached:
                break
    return tally


def _handed_over(parcel: Parcel, line: Line, *, at: datetime) -> tuple[Fate, Verdict]:
    """Carry the letter, unless it no longer holds or cannot arrive; no transaction is open meanwhile."""
    try:
        with transaction():
            hindered = hindrance(parcel, at=at)
    except OperationalError:
        raise  # the database, not the letter
    except Exception:
        # One letter that cannot be checked delays no other, and is not sent unchecked.
        _log.exception("letter %d (%s): cannot be checked", parcel.id, parcel.template)
        verdict = Verdict(Answer.TEMPORARY, "cannot be checked")
        return _fate(parcel, verdict, at=at), verdict
    if hindered:
        return hindered, Verdict(Answer.ACCEPTED)
    verdict = line.carry(parcel)
    return _fate(parcel, verdict, at=at), verdict


def _put_down(parcel: Parcel, fate: Fate, verdict: Verdict, *, at: datetime) -> None:
    level = logging.WARNING if fate.last_error or fate.state is LetterState.FAILED else logging.INFO
    came_to = fate.because or verdict.answer.value
    _log.log(level, "letter %d (%s): %s", parcel.id, parcel.template, came_to)
    for left in reversed(range(_OFFERS)):
        try:
            kept = _is_kept(parcel, fate, verdict, at=at)
            break
        except OperationalError:
            # Forgetting what the mail server has said would be to send the letter again.
            if not left:
                raise
            _log.warning("letter %d (%s): the database does not answer", parcel.id, parcel.template)
            time.sleep(_PAUSE)
    if not kept:
        _log.warning("letter %d (%s): was put down before", parcel.id, parcel.template)


def _is_kept(parcel: Parcel, fate: Fate, verdict: Verdict, *, at: datetime) -> bool:
    """Whether the letter was ours to put down. Raises OperationalError if the database is away."""
    try:
        with transaction():
            if kept := settle(parcel, fate, at=at):
                _follow(parcel, fate, verdict, at=at)
            return kept
    except OperationalError:
        raise
    except Exception:
        # What follows from it could not be done; the letter itself is put down all the same.
        _log.exception("letter %d (%s): nothing followed", parcel.id, parcel.template)
        with transaction():
            return settle(parcel, fate, at=at)


def _follow(parcel: Parcel, fate: Fate, verdict: Verdict, *, at: datetime) -> None:
    """What an attempt says of the address, and who must hear that a letter will not arrive."""
    final = fate.state is LetterState.FAILED
    nobody = verdict.blame is Blame.ADDRESS
    if final and verdict.blame is not Blame.OTHER:
        note_bounce(parcel.recipient, permanent=nobody, reason=verdict.said, at=at)
    if final:
        publish(
            LetterGivenUp(
                at=at,
                letter_id=parcel.id,
                template=parcel.template,
                about=parcel.about,
                why=fate.because or "",
            )
        )


def _fate(parcel: Parcel, verdict: Verdict, *, at: datetime) -> Fate:
    """A letter not taken now goes by the schedule; one whose fate is unknown is repeated once.

    The repeat carries the same Message-ID: whoever got it twice can tell, and we choose that over a
    letter lost.
    """
    if verdict.answer is Answer.ACCEPTED:
        return Fate(LetterState.SENT, at, parcel.doubts, tried=True)
    again: datetime | None = None
    doubts = parcel.doubts
    because = verdict.why or "refused"
    if verdict.answer is Answer.TEMPORARY:
        again = next_attempt(parcel.attempts + 1, after=at)
        because = "too_long"
    if verdict.answer is Answer.UNKNOWN:
        again = None if doubts else at + DOUBT
        because = "unknown"
        doubts += 1
    if again is None:
        return Fate(LetterState.FAILED, at, doubts, verdict.said, because, tried=True)
    return Fate(LetterState.WAITING, again, doubts, verdict.said, tried=True)
