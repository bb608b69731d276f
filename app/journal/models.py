"""One thing that happened."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel.db import Base

#: What changed: ``enquiry``, ``referral`` or ``waiting_on``, whose id, from what (None: it is new), to what.
Move = tuple[str, int, str | None, str]


class Entry(Base):
    """An event as the journal keeps it. The database lets nobody change or remove it."""

    __tablename__ = "journal_entry"
    __table_args__ = (UniqueConstraint("enquiry_id", "ordinal"),)

    at: Mapped[datetime]
    #: The event's class name: ``EnquiryReferred``.
    kind: Mapped[str] = mapped_column(String(64))
    #: Who did it: enquirer, firm, staff or portal.
    actor: Mapped[str] = mapped_column(String(16))
    #: The person, where one was signed in.
    account_id: Mapped[int | None]
    enquiry_id: Mapped[int | None] = mapped_column(ForeignKey("enquiry.id", ondelete="CASCADE"))
    #: The event's other facts; ids and codes, no personal data.
    facts: Mapped[dict[str, Any]] = mapped_column(JSON)
    #: Which states went from what to what since the entry before, each a ``Move``.
    moves: Mapped[list[list[Any]]] = mapped_column(JSON, default=list)
    #: Counts the entries of one enquiry from 1, without a gap.
    ordinal: Mapped[int]
    #: SHA-256 over this entry and the digest before it, as hexadecimal digits.
    digest: Mapped[str] = mapped_column(String(64))
