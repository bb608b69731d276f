"""What is to happen to an enquiry at a certain moment, if nothing else has happened by then.

A row is due once. It is kept after it was due, so that nobody sets the same again.
"""

from datetime import datetime
from enum import Enum

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel.db import Base


class Subject(Enum):
    """What a timer is about; its ``subject_id`` is the row's."""

    ENQUIRY = "enquiry"
    REFERRAL = "referral"


class TimerKind(Enum):
    #: The address was not confirmed: a person looks all the same.
    UNCONFIRMED = "unconfirmed"
    #: Nobody has written to the enquirer by the promised date.
    OVERDUE = "overdue"
    #: What was set aside, or nobody can take, is not decided.
    UNDECIDED = "undecided"
    #: Never confirmed and long untouched: the second alarm.
    UNTOUCHED = "untouched"
    #: Never confirmed and untouched for so long that its words go.
    EXPIRY = "expiry"
    #: Firms were named and the enquirer has not chosen.
    OFFER_FIRST = "offer_first"
    OFFER_SECOND = "offer_second"
    SLEEP = "sleep"
    #: No firm has taken it on.
    NOT_TAKEN_ON = "not_taken_on"
    #: There was an answer, and nothing since.
    CLOSING_QUESTION = "closing_question"
    #: Nothing since the closing question, or since it fell asleep.
    QUIET = "quiet"
    #: The firm should have taken it on.
    ACCEPTANCE = "acceptance"
    #: Half, and nearly all, of the firm's working time has passed.
    REMINDER_HALF = "reminder_half"
    REMINDER_LAST = "reminder_last"
    #: The firm has let the time pass.
    LAPSE = "lapse"
    #: The enquirer has not replied to the firm's question.
    QUESTION = "question"
    #: The firm has answered before, and lets the enquirer wait for its next word.
    NO_REPLY = "no_reply"


class TimerState(Enum):
    SET = "set"
    #: The enquirer is to act: ``left`` is the working time that is left.
    PAUSED = "paused"
    FIRED = "fired"
    #: What it waited for has come.
    CANCELLED = "cancelled"


class Timer(Base):
    """One thing that will happen to one enquiry or referral, once for each cycle."""

    __tablename__ = "timer"
    __table_args__ = (
        UniqueConstraint("subject", "subject_id", "kind", "cycle"),
        Index("ix_timer_due", "state", "due_at"),
        Index("ix_timer_enquiry", "enquiry_id", "state"),
    )

    subject: Mapped[Subject]
    subject_id: Mapped[int]
    kind: Mapped[TimerKind]
    #: A referral's round, an enquiry's spell, or the message that began the wait.
    cycle: Mapped[int]
    #: Whose it is, for whoever erases or locks it.
    enquiry_id: Mapped[int] = mapped_column(ForeignKey("enquiry.id", ondelete="CASCADE"))
    state: Mapped[TimerState] = mapped_column(default=TimerState.SET)
    due_at: Mapped[datetime]
    #: What the moment was reckoned with: a calendar's version, or ``clock`` where no calendar has a say.
    calendar: Mapped[str] = mapped_column(String(64))
    #: Seconds of working time that were left when it was paused.
    left: Mapped[int | None]
    fired_at: Mapped[datetime | None]
    #: How often firing it failed; each time it waits longer.
    failures: Mapped[int] = mapped_column(default=0)
