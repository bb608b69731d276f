"""A change to a listing as one row, each field of it as another, and what is being typed."""

from datetime import datetime
from enum import Enum
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.directory.models import Firm
from app.kernel.db import Base

LONGEST_REASON = 1000


class Author(Enum):
    FIRM = "firm"
    STAFF = "staff"


class RevisionState(Enum):
    #: Waits for an editor; a firm has one at most.
    PENDING = "pending"
    #: Every field of it was approved or returned.
    SETTLED = "settled"
    #: The firm took it back.
    WITHDRAWN = "withdrawn"
    #: Never waited: it held at once.
    APPLIED = "applied"


class FieldState(Enum):
    PENDING = "pending"
    APPROVED = "approved"
    RETURNED = "returned"
    WITHDRAWN = "withdrawn"
    APPLIED = "applied"


_PENDING = text("state = 'pending'")


class Revision(Base):
    """What was to change about a listing, who wanted it, and what became of it."""

    __tablename__ = "revision"
    __table_args__ = (
        Index(
            "uq_revision_pending", "firm_id", unique=True, sqlite_where=_PENDING, postgresql_where=_PENDING
        ),
        Index("ix_revision_firm", "firm_id", "id"),
        Index("ix_revision_queue", "state", "made_at", "id"),
    )

    firm_id: Mapped[int] = mapped_column(ForeignKey("firm.id", ondelete="CASCADE"))
    author: Mapped[Author]
    state: Mapped[RevisionState]
    #: Who wanted it; None once the account is gone.
    made_by: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    made_at: Mapped[datetime]
    #: When the firm last amended it.
    changed_at: Mapped[datetime]
    #: When nothing of it was pending any more.
    ended_at: Mapped[datetime | None]
    #: Raised with every change of it, so that nobody decides about another one than they saw.
    version: Mapped[int] = mapped_column(default=1)

    firm: Mapped[Firm] = relationship(lazy="raise_on_sql")
    fields: Mapped[list["RevisionField"]] = relationship(
        cascade="all, delete-orphan", order_by="RevisionField.id", lazy="selectin"
    )


class RevisionField(Base):
    """One field of it."""

    __tablename__ = "revision_field"

    revision_id: Mapped[int] = mapped_column(ForeignKey("revision.id", ondelete="CASCADE"), index=True)
    #: A key of ``FIELDS``. Once more where the firm wants it again after an editor has returned it.
    field: Mapped[str] = mapped_column(String(40))
    #: What the live listing said when the change was wanted; where it says something else now, it is stale.
    before: Mapped[Any] = mapped_column(JSON)
    after: Mapped[Any] = mapped_column(JSON)
    state: Mapped[FieldState]
    #: Why it was returned.
    reason: Mapped[str] = mapped_column(String(LONGEST_REASON), default="")
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    decided_at: Mapped[datetime | None]


class ListingDraft(Base):
    """What a person has typed into one section and not yet sent."""

    __tablename__ = "listing_draft"
    __table_args__ = (UniqueConstraint("firm_id", "section", "account_id"),)

    firm_id: Mapped[int] = mapped_column(ForeignKey("firm.id", ondelete="CASCADE"))
    section: Mapped[str] = mapped_column(String(16))
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    #: Pairs of name and value, as the form had them.
    typed: Mapped[list[list[str]]] = mapped_column(JSON)
    version: Mapped[int]
    saved_at: Mapped[datetime]


class ListingEntry(Base):
    """One thing that happened to a listing: ids and codes, no words."""

    __tablename__ = "listing_entry"

    firm_id: Mapped[int] = mapped_column(ForeignKey("firm.id", ondelete="CASCADE"), index=True)
    at: Mapped[datetime]
    #: The event's class name.
    kind: Mapped[str] = mapped_column(String(64))
    account_id: Mapped[int | None]
    facts: Mapped[dict[str, Any]] = mapped_column(JSON)
