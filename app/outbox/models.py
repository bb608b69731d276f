"""A letter and how far it has come, the addresses letters go to, and when letters stood still."""

from datetime import datetime
from enum import Enum

from sqlalchemy import Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel.db import Base


class LetterState(Enum):
    WAITING = "waiting"
    #: The mail server has taken it; that does not say that anybody has it.
    SENT = "sent"
    #: Given up: staff see it at the desk.
    FAILED = "failed"
    #: Never handed over: what it says no longer holds, or its reader wants no such letters.
    DROPPED = "dropped"


class Topic(Enum):
    """Letters that a reader may do without."""

    REMINDERS = "reminders"


class Reach(Enum):
    """Whether letters reach an address, as far as we know."""

    OK = "ok"
    #: Some did not, for a reason that may pass.
    SOFT = "soft"
    BOUNCING = "bouncing"


class Letter(Base):
    """One message to one person."""

    __tablename__ = "letter"
    __table_args__ = (Index("ix_letter_due", "state", "due_at"), Index("ix_letter_about", "about"))

    #: Why it is written; unique, so that the same thing is never announced twice.
    reason: Mapped[str] = mapped_column(String(120), unique=True)
    #: Which letter: the folder of its templates.
    template: Mapped[str] = mapped_column(String(40))
    #: Whose: ``enquiry:12`` goes to who asked, ``referral:7`` to the firm. None for letters about neither.
    about: Mapped[str | None] = mapped_column(String(40))
    #: None for a letter that must be sent whether its reader likes it or not.
    topic: Mapped[Topic | None]
    recipient: Mapped[str] = mapped_column(String(254))
    #: On whose behalf the portal writes; None where it writes for itself.
    sender_name: Mapped[str | None] = mapped_column(String(200))
    #: Where an answer joins the conversation; None where answers are not read.
    reply_to: Mapped[str | None] = mapped_column(String(254))
    language: Mapped[str] = mapped_column(String(8))
    subject: Mapped[str] = mapped_column(String(400))
    text: Mapped[str]
    html: Mapped[str]
    #: Fixed here, so that a repeat after a broken connection is recognisable.
    message_id: Mapped[str] = mapped_column(String(200), unique=True)
    state: Mapped[LetterState] = mapped_column(default=LetterState.WAITING)
    written_at: Mapped[datetime]
    due_at: Mapped[datetime]
    #: Until then a courier has it in hand; a courier that died gives it back by letting this pass.
    leased_until: Mapped[datetime | None]
    #: How often it was handed to the mail server, whatever came of it.
    attempts: Mapped[int] = mapped_column(default=0)
    #: How often the connection broke after the whole letter had left: it may or may not have arrived.
    doubts: Mapped[int] = mapped_column(default=0)
    #: What the mail server last said.
    last_error: Mapped[str | None] = mapped_column(String(500))
    sent_at: Mapped[datetime | None]
    #: Why it was given up or dropped, as a code the desk has words for.
    ended_because: Mapped[str | None] = mapped_column(String(32))
    #: When staff were done with a letter that was given up.
    settled_at: Mapped[datetime | None]


class MailContact(Base):
    """What is known of an address: only of those where something went wrong once."""

    __tablename__ = "mail_contact"

    #: Folded as ``contacts.folded`` says.
    address: Mapped[str] = mapped_column(String(254), unique=True)
    state: Mapped[Reach]
    since: Mapped[datetime]
    #: What the other side last said.
    reason: Mapped[str | None] = mapped_column(String(500))
    #: Failures that may pass, since the last letter that arrived.
    failures: Mapped[int] = mapped_column(default=0)


class DeclinedTopic(Base):
    """A reader wants no letters of a topic."""

    __tablename__ = "declined_topic"
    __table_args__ = (UniqueConstraint("address", "topic"),)

    address: Mapped[str] = mapped_column(String(254))
    topic: Mapped[Topic]
    at: Mapped[datetime]


class Standstill(Base):
    """A time during which letters waited too long: nobody carried them."""

    __tablename__ = "standstill"

    #: When the letter was due that waited longest.
    began_at: Mapped[datetime]
    noticed_at: Mapped[datetime]
    #: When no letter waited too long any more; None while some still do.
    ended_at: Mapped[datetime | None]
