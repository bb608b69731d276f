"""One thing that happened."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel.db import Base


class Entry(Base):
    """An event as the journal keeps it: never changed, never removed while its subject lives."""

    __tablename__ = "journal_entry"
    __table_args__ = (Index("ix_journal_entry_enquiry", "enquiry_id", "id"),)

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
