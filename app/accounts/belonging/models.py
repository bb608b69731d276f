"""What has been offered and asked between a firm and the people who are to belong to it."""

from datetime import datetime
from enum import Enum

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from app.accounts.models import MemberRole
from app.kernel.db import Base

LONGEST_NOTE = 2000


class Settled(Enum):
    """How an invitation, a request or an offer ended."""

    ACCEPTED = "accepted"
    DECLINED = "declined"
    #: Taken back by whoever made it, or by what happened since.
    WITHDRAWN = "withdrawn"


def _one_waiting(name: str, *columns: str) -> Index:
    """At most one that is not settled yet."""
    waiting = text("outcome IS NULL")
    return Index(name, *columns, unique=True, sqlite_where=waiting, postgresql_where=waiting)


class Invitation(Base):
    """An owner wants whoever reads that address among the firm's people. Its letter's link is good once."""

    __tablename__ = "invitation"
    __table_args__ = (_one_waiting("uq_invitation_waiting", "firm_id", "email"),)

    firm_id: Mapped[int] = mapped_column(ForeignKey("firm.id", ondelete="CASCADE"))
    email: Mapped[str] = mapped_column(String(254))
    role: Mapped[MemberRole]
    #: The language of its letter, as a language slug.
    language: Mapped[str] = mapped_column(String(8))
    invited_by: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    invited_at: Mapped[datetime]
    outcome: Mapped[Settled | None]
    settled_at: Mapped[datetime | None]


class JoinRequest(Base):
    """A person says that they belong to a firm; its owners decide."""

    __tablename__ = "join_request"
    __table_args__ = (_one_waiting("uq_join_request_waiting", "firm_id", "account_id"),)

    firm_id: Mapped[int] = mapped_column(ForeignKey("firm.id", ondelete="CASCADE"))
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    note: Mapped[str] = mapped_column(String(LONGEST_NOTE))
    asked_at: Mapped[datetime]
    outcome: Mapped[Settled | None]
    settled_at: Mapped[datetime | None]


class OwnershipOffer(Base):
    """An owner wants another of the firm's people to take their place; that one must accept."""

    __tablename__ = "ownership_offer"
    __table_args__ = (_one_waiting("uq_ownership_offer_waiting", "firm_id"),)

    firm_id: Mapped[int] = mapped_column(ForeignKey("firm.id", ondelete="CASCADE"))
    from_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    to_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    offered_at: Mapped[datetime]
    outcome: Mapped[Settled | None]
    settled_at: Mapped[datetime | None]
