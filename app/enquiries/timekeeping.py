"""Setting the timers of an enquiry whenever something has happened to it, in the same transaction."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import exists, func, insert, select

from app.enquiries.due import Due, Key, dues
from app.enquiries.events import EnquiryEvent, EnquirySubmitted
from app.enquiries.models import Enquiry, Party, Referral
from app.enquiries.states import ENQUIRY_ENDED, EnquiryState
from app.enquiries.timers import Subject, Timer, TimerKind, TimerState
from app.kernel.db import db

_WAITING = frozenset({TimerState.SET, TimerState.PAUSED})


def keep_time(event: EnquiryEvent) -> None:
    """Reaction: set what is due now, move what is due otherwise, cancel what is due no more."""
    enquiry = db.session.get_one(Enquiry, event.enquiry_id)
    is_new = isinstance(event, EnquirySubmitted) and enquiry.state is EnquiryState.UNVERIFIED
    known = [] if is_new else timers_of(enquiry)
    set_timers(enquiry, known, at=event.at, by_a_person=event.actor is not Party.NOBODY)


def timers_of(enquiry: Enquiry) -> Sequence[Timer]:
    """All of them, done or not."""
    return db.session.scalars(select(Timer).where(Timer.enquiry_id == enquiry.id).order_by(Timer.id)).all()


def set_timers(enquiry: Enquiry, known: Sequence[Timer], *, at: datetime, by_a_person: bool = False) -> None:
    """Make the enquiry's timers what is due for it. Again changes nothing. The caller holds the enquiry.

    by_a_person: whether somebody has done something, so that quiet days are counted anew.
    """
    rows = {_key(each): each for each in known}
    fired = frozenset(key for key, row in rows.items() if row.state is TimerState.FIRED)
    wanted = {each.key: each for each in dues(enquiry, at=at, fired=fired)}
    _add([_set(enquiry, due, at=at) for key, due in wanted.items() if key not in rows])
    for key, due in wanted.items():
        if key in rows and key not in fired:
            _reset(enquiry, rows[key], due, at=at, moves=due.moves or (due.is_quiet and by_a_person))
    for key, row in rows.items():
        if key not in wanted and row.state in _WAITING:
            row.state = TimerState.CANCELLED


_SET_OUT_WITH = (
    "enquiry_id",
    "subject",
    "subject_id",
    "kind",
    "cycle",
    "state",
    "due_at",
    "calendar",
    "left",
)


def _add(timers: Sequence[Timer]) -> None:
    """All in one statement: an enquiry with five firms sets two dozen."""
    if timers:
        rows = [{name: getattr(each, name) for name in _SET_OUT_WITH} for each in timers]
        db.session.execute(insert(Timer), rows)


def _key(timer: Timer) -> Key:
    return timer.subject, timer.subject_id, timer.kind, timer.cycle


def _set(enquiry: Enquiry, due: Due, *, at: datetime) -> Timer:
    subject, subject_id, kind, cycle = due.key
    timer = Timer(
        enquiry_id=enquiry.id,
        subject=subject,
        subject_id=subject_id,
        kind=kind,
        cycle=cycle,
        state=TimerState.SET,
        due_at=due.at,
        calendar=due.hours.calendar.version if due.hours else "clock",
    )
    if due.is_paused:
        _pause(timer, due, at=at)
    return timer


def _reset(enquiry: Enquiry, timer: Timer, due: Due, *, at: datetime, moves: bool) -> None:
    was = timer.state
    timer.state = TimerState.SET
    if was is TimerState.PAUSED and due.is_paused:
        timer.state = was
        return
    if was is TimerState.PAUSED and due.hours and timer.left is not None:
        resumed = due.hours.later(at, timedelta(seconds=timer.left))
        timer.due_at, timer.left = max(resumed, due.at) if due.moves else resumed, None
        _owe(enquiry, timer)
    elif was is TimerState.CANCELLED or (moves and timer.due_at != due.at):
        timer.due_at = due.at
    if due.is_paused:
        _pause(timer, due, at=at)


def _pause(timer: Timer, due: Due, *, at: datetime) -> None:
    timer.state = TimerState.PAUSED
    timer.left = int(due.hours.between(at, timer.due_at).total_seconds()) if due.hours else 0


def _owe(enquiry: Enquiry, timer: Timer) -> None:
    """What a firm is shown as its deadline is when its time will have passed."""
    if timer.kind is TimerKind.LAPSE:
        referral = db.session.get_one(Referral, timer.subject_id)
        referral.due_at = timer.due_at


def without_timers(*, limit: int) -> Sequence[int]:
    """Open enquiries that have none waiting, by id: older than the timers, or at the desk for good."""
    has = exists().where(Timer.enquiry_id == Enquiry.id)
    return db.session.scalars(
        select(Enquiry.id).where(Enquiry.state.not_in(ENQUIRY_ENDED), ~has).order_by(Enquiry.id).limit(limit)
    ).all()


def longest_due() -> datetime | None:
    """When the timer was due that is due first; None if none is set. Mostly that lies ahead."""
    return db.session.scalar(select(func.min(Timer.due_at)).where(Timer.state == TimerState.SET))


def waiting(enquiry: Enquiry, subject: Subject | None = None) -> list[Timer]:
    """What is due for it and has not fired, the earliest first."""
    found = [
        each
        for each in timers_of(enquiry)
        if each.state in _WAITING and (subject is None or each.subject is subject)
    ]
    return sorted(found, key=lambda each: each.due_at)
