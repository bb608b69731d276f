"""Taking a letter in hand so that no other courier has it, and putting down what became of it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import or_, select, update
from sqlalchemy.orm import aliased

from app.kernel.db import db, transaction
from app.outbox.models import Letter, LetterState, Topic

#: Longer than a run (courier.LONGEST_RUN) and the slowest conversation over one letter (transport's
#: waits) together: whoever still holds a letter after that is dead.
LEASE = timedelta(minutes=20)


@dataclass(frozen=True, slots=True)
class Parcel:
    """A letter in a courier's hand: values, no row, so that no transaction is open while it is sent."""

    id: int
    template: str
    about: str | None
    topic: Topic | None
    recipient: str
    sender_name: str | None
    reply_to: str | None
    language: str
    subject: str
    text: str
    html: str
    message_id: str
    written_at: datetime
    attempts: int
    doubts: int
    leased_until: datetime


@dataclass(frozen=True, slots=True)
class Fate:
    """What becomes of a letter after an attempt."""

    state: LetterState
    #: When it was or will be tried: the past for a letter that is done with.
    due_at: datetime
    doubts: int
    last_error: str | None = None
    #: Why it is given up or dropped, as a code.
    because: str | None = None
    #: Whether it was handed to the mail server, whatever came of it.
    tried: bool = False


_PARTS = [getattr(Letter, name) for name in Parcel.__dataclass_fields__]


def claim(*, at: datetime) -> Parcel | None:
    """Take the letter that has been due longest, for the time of the lease; None if nothing is due.

    One statement finds and marks it. SQLite runs one writer at a time; on PostgreSQL the row lock makes
    other couriers pass to the next letter instead of waiting.
    """
    waiting = aliased(Letter)
    longest_due = (
        select(waiting.id)
        .where(
            waiting.state == LetterState.WAITING,
            waiting.due_at <= at,
            or_(waiting.leased_until.is_(None), waiting.leased_until <= at),
        )
        .order_by(waiting.due_at, waiting.id)
        .limit(1)
        .with_for_update(skip_locked=True)
        .scalar_subquery()
    )
    taken = (
        update(Letter)
        .where(Letter.id == longest_due)
        .values(leased_until=at + LEASE)
        .returning(*_PARTS)
        .execution_options(synchronize_session=False)
    )
    with transaction():
        row = db.session.execute(taken).one_or_none()
    return Parcel(**row._mapping) if row else None


def settle(parcel: Parcel, fate: Fate, *, at: datetime) -> bool:
    """Put down what became of the letter and let go of it; the caller holds the transaction.

    Returns False if the lease had passed and the letter is another courier's by now. That a letter was
    taken by the server is true whoever holds it, so it is put down all the same.
    """
    sent = fate.state is LetterState.SENT
    ours = Letter.state != LetterState.SENT if sent else Letter.leased_until == parcel.leased_until
    changed = db.session.execute(
        update(Letter)
        .where(Letter.id == parcel.id, ours)
        .values(
            state=fate.state,
            due_at=fate.due_at,
            doubts=fate.doubts,
            last_error=fate.last_error if fate.tried else Letter.last_error,
            attempts=parcel.attempts + fate.tried,
            ended_because=fate.because,
            leased_until=None,
            sent_at=at if sent else None,
        )
        .returning(Letter.id)
        .execution_options(synchronize_session=False)
    ).first()
    return changed is not None
