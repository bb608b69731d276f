"""Firing what is due, one timer at a time, each in a transaction of its own.

Any number of processes may do it beside each other. Whoever fires a timer holds its enquiry, as everybody
who acts on one does; the timer is then taken by a conditional update, so that it fires once.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.exc import OperationalError

from app.enquiries import timekeeping
from app.enquiries.actions.lining_up import first_in_line, serve
from app.enquiries.firings import FIRINGS
from app.enquiries.models import Enquiry
from app.enquiries.timers import Timer, TimerState
from app.kernel.db import db, transaction

#: A timer that cannot be fired waits so long, twice as long each time, a day at most.
_FIRST_WAIT = timedelta(minutes=1)
_LONGEST_WAIT = timedelta(days=1)
#: Open enquiries without timers that one run looks at.
_ADOPTED_AT_ONCE = 200

_log = logging.getLogger(__name__)


@dataclass(slots=True)
class Tally:
    """What a run came to."""

    fired: int = 0
    #: Could not be fired and is tried again later.
    failed: int = 0
    #: Enquiries that got a place they had waited for.
    served: int = 0
    #: Referrals whose place went to another just now.
    missed: set[int] = field(default_factory=set)

    @property
    def done(self) -> int:
        return self.fired + self.failed + self.served


def fire_due(limit: int, *, at: datetime, stopping: Callable[[], bool] = lambda: False) -> Tally:
    """Fire at most ``limit`` timers that are due, the longest due first, then serve whoever waits for room.

    stopping: asked in between; once true, the run ends. Logs ids, kinds and counts, nothing of what is asked.
    """
    tally = Tally()
    while tally.done < limit and not stopping() and _fire_one(tally, at=at):
        pass
    while tally.done < limit and not stopping() and _serve_one(tally, at=at):
        pass
    return tally


def adopt(*, at: datetime) -> int:
    """Set the timers of open enquiries that have none: those older than the timers. Says of how many."""
    adopted = 0
    for id_ in timekeeping.without_timers(limit=_ADOPTED_AT_ONCE):
        with transaction():
            enquiry = db.session.get_one(Enquiry, id_, with_for_update={"of": Enquiry})
            timekeeping.set_timers(enquiry, timekeeping.timers_of(enquiry), at=at)
            adopted += 1
    return adopted


def _fire_one(tally: Tally, *, at: datetime) -> bool:
    """Whether there may be another. A timer that fails is put off, so that it delays no other."""
    id_: int | None = None
    try:
        with transaction():
            timer = _claim(at=at)
            if timer is None:
                return False
            id_ = timer.id
            again = FIRINGS[timer.kind](timer, at)
            if again is None:
                tally.fired += 1
            else:
                timer.state, timer.fired_at, timer.due_at = TimerState.SET, None, again
        _log.info("timer %d (%s): %s", id_, timer.kind.value, "put off" if again else "fired")
    except OperationalError:
        raise  # the database, not the timer
    except Exception:
        if id_ is None:
            raise
        _log.exception("timer %d: cannot be fired", id_)
        _put_off(id_, at=at)
        tally.failed += 1
    return True


def _claim(*, at: datetime) -> Timer | None:
    """The timer that has been due longest, marked as fired, its enquiry locked; None if none is to be had.

    On PostgreSQL an enquiry somebody works on is passed over: its timers may no longer be due after that.
    """
    due = (Timer.state == TimerState.SET, Timer.due_at <= at)
    found = db.session.execute(
        select(Timer.id, Enquiry.id)
        .join(Enquiry, Enquiry.id == Timer.enquiry_id)
        .where(*due)
        .order_by(Timer.due_at, Timer.id)
        .limit(1)
        .with_for_update(of=Enquiry, skip_locked=True)
    ).one_or_none()
    if found is None:
        return None
    taken = update(Timer).where(Timer.id == found[0], *due).values(state=TimerState.FIRED, fired_at=at)
    id_ = db.session.scalar(
        taken.returning(Timer.id).execution_options(synchronize_session=False),
    )
    if id_ is None:
        # Fired by another between our look and our lock; the next look does not see it any more.
        return _claim(at=at)
    return db.session.get_one(Timer, id_, populate_existing=True)


def _put_off(id_: int, *, at: datetime) -> None:
    with transaction():
        timer = db.session.get(Timer, id_, with_for_update=True, populate_existing=True)
        if timer and timer.state is TimerState.SET:
            timer.failures += 1
            timer.due_at = at + min(_LONGEST_WAIT, _FIRST_WAIT * 2 ** min(timer.failures - 1, 12))


def _serve_one(tally: Tally, *, at: datetime) -> bool:
    with transaction():
        referral = first_in_line(at=at, without=tally.missed)
        if referral is None:
            return False
        if serve(referral, at=at):
            tally.served += 1
        else:
            tally.missed.add(referral.id)
    return True
