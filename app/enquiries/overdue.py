"""What is late: for the desk, which has to do something about it."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists, func, or_, select

from app.enquiries.models import Enquiry, Party
from app.enquiries.states import ENQUIRY_ENDED
from app.enquiries.timers import Subject, Timer, TimerKind, TimerState
from app.kernel.db import db

#: What the desk is alarmed of; the rest of what fires has its own consequences.
ALARMS = (TimerKind.OVERDUE, TimerKind.UNDECIDED, TimerKind.UNTOUCHED, TimerKind.NOT_TAKEN_ON)


def _rang() -> ColumnElement[bool]:
    """An alarm of the state the enquiry is in; those of earlier ones are over."""
    return and_(
        Timer.enquiry_id == Enquiry.id,
        Timer.subject == Subject.ENQUIRY,
        Timer.cycle == Enquiry.spell,
        Timer.kind.in_(ALARMS),
        Timer.state == TimerState.FIRED,
    )


def _is_late(at: datetime) -> ColumnElement[bool]:
    open_ones = Enquiry.state.not_in(ENQUIRY_ENDED) & (Enquiry.waiting_on != Party.ENQUIRER)
    return open_ones & or_(Enquiry.promised_at < at, exists().where(_rang()))


def late(*, at: datetime, limit: int, offset: int = 0) -> Sequence[Enquiry]:
    """Enquiries whose promise has passed, or of which an alarm rang; the oldest promise first."""
    return db.session.scalars(
        select(Enquiry)
        .where(_is_late(at))
        .order_by(Enquiry.promised_at.is_(None), Enquiry.promised_at, Enquiry.id)
        .limit(limit)
        .offset(offset)
    ).all()


def count_late(*, at: datetime) -> int:
    return db.session.scalars(select(func.count()).select_from(Enquiry).where(_is_late(at))).one()


def alarms_of(enquiries: Sequence[Enquiry]) -> Mapping[int, list[TimerKind]]:
    """By enquiry id, which alarms rang in the state it is in."""
    found: dict[int, list[TimerKind]] = {each.id: [] for each in enquiries}
    rows = db.session.execute(
        select(Timer.enquiry_id, Timer.kind)
        .join(Enquiry, Enquiry.id == Timer.enquiry_id)
        .where(_rang(), Enquiry.id.in_(found))
        .order_by(Timer.fired_at, Timer.id)
    )
    for id_, kind in rows:
        found[id_].append(kind)
    return found
