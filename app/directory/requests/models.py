"""A request about a listing, from whoever it was."""

from datetime import datetime
from enum import Enum

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.directory.models import Firm
from app.kernel.db import Base

LONGEST_TEXT = 4000


class RequestKind(Enum):
    CORRECTION = "correction"
    REMOVAL = "removal"


class RequestOutcome(Enum):
    """What the desk did about it."""

    DONE = "done"
    REFUSED = "refused"


class ListingRequest(Base):
    """Somebody, with or without an account, wants a listing corrected or removed."""

    __tablename__ = "listing_request"
    __table_args__ = (Index("ix_listing_request_queue", "settled_at", "due_at", "id"),)

    firm_id: Mapped[int] = mapped_column(ForeignKey("firm.id", ondelete="CASCADE"), index=True)
    kind: Mapped[RequestKind]
    text: Mapped[str]
    email: Mapped[str] = mapped_column(String(254))
    #: The language of the letters about it, as a language slug.
    language: Mapped[str] = mapped_column(String(8))
    #: The number of the form it came with, so that the same form sent again is the same request.
    nonce: Mapped[str] = mapped_column(String(43), unique=True)
    #: Whether the form came as programs send it: the desk looks, and nobody is written to unasked.
    suspect: Mapped[bool]
    asked_at: Mapped[datetime]
    due_at: Mapped[datetime]
    settled_at: Mapped[datetime | None]
    settled_by: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    outcome: Mapped[RequestOutcome | None]
    #: What whoever asked is told.
    answer: Mapped[str] = mapped_column(default="")

    firm: Mapped[Firm] = relationship(lazy="raise")
