"""A letter, and how far it has come."""

from datetime import datetime
from enum import Enum

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel.db import Base


class LetterState(Enum):
    WAITING = "waiting"
    SENT = "sent"
    #: Given up: staff see it at the desk.
    FAILED = "failed"


class Letter(Base):
    """One message to one person."""

    __tablename__ = "letter"
    __table_args__ = (Index("ix_letter_due", "state", "due_at"),)

    #: Why it is written; unique, so that the same thing is never announced twice.
    reason: Mapped[str] = mapped_column(String(120), unique=True)
    #: Which letter: the folder of its templates.
    template: Mapped[str] = mapped_column(String(40))
    recipient: Mapped[str] = mapped_column(String(254))
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
