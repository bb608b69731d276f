"""Where a firm's own registration stands."""

from datetime import datetime
from enum import Enum

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.directory.models import Firm
from app.kernel.db import Base

LONGEST_REASON = 2000


class RegistrationState(Enum):
    #: The firm's people write; nobody else sees it.
    DRAFT = "draft"
    SUBMITTED = "submitted"
    #: The desk has said what is missing.
    RETURNED = "returned"
    PUBLISHED = "published"


#: In these the firm's people may write.
WITH_THE_FIRM = frozenset({RegistrationState.DRAFT, RegistrationState.RETURNED})


class Registration(Base):
    """How a firm that registered itself came to be listed."""

    __tablename__ = "registration"
    __table_args__ = (Index("ix_registration_queue", "state", "id"),)

    firm_id: Mapped[int] = mapped_column(ForeignKey("firm.id", ondelete="CASCADE"), unique=True)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"), index=True)
    state: Mapped[RegistrationState]
    #: Raised by every change, so that the desk publishes what it has read.
    version: Mapped[int] = mapped_column(default=1)
    begun_at: Mapped[datetime]
    submitted_at: Mapped[datetime | None]
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    #: Why it was returned, as the firm reads it.
    reason: Mapped[str] = mapped_column(String(LONGEST_REASON), default="")

    firm: Mapped[Firm] = relationship(lazy="raise")

    @property
    def is_with_the_firm(self) -> bool:
        return self.state in WITH_THE_FIRM
