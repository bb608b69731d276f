"""An enquiry on the clock: what the tests of deadlines begin with."""

from datetime import datetime

from sqlalchemy import select

from app.enquiries.timers import Timer, TimerState
from app.kernel.db import db
from tests.factories.old_age import handed, pass_time

__all__ = ["handed", "moment", "pass_time", "set_for"]


def moment(text):
    return datetime.fromisoformat(text)


def set_for(enquiry):
    """What is due for it and its referrals, the earliest first, by kind."""
    rows = db.session.scalars(
        select(Timer)
        .where(Timer.enquiry_id == enquiry.id, Timer.state.in_([TimerState.SET, TimerState.PAUSED]))
        .order_by(Timer.due_at, Timer.id)
    )
    return {each.kind.value: each for each in rows}
