"""A claim on a listing, and the papers that go with it."""

from datetime import datetime
from enum import Enum

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.directory.models import Firm
from app.kernel.db import Base
from app.kernel.files import KEY_LENGTH

LONGEST_REASON = 2000
LONGEST_NAME = 200


class Relation(Enum):
    """What somebody is to the firm they claim."""

    OWNER = "owner"
    EMPLOYEE = "employee"
    AGENT = "agent"


class ClaimProof(Enum):
    """What a claim rests on."""

    #: A letter to an address at the firm's own domain was read.
    MAIL = "mail"
    DOCUMENTS = "documents"


class ClaimState(Enum):
    WAITING = "waiting"
    APPROVED = "approved"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    REVOKED = "revoked"


def _only_one(name: str, state: ClaimState, *columns: str) -> Index:
    where = text(f"state = '{state.value}'")
    return Index(name, *columns, unique=True, sqlite_where=where, postgresql_where=where)


class Claim(Base):
    """Somebody says that a listing is their firm's. Approved is not verified."""

    __tablename__ = "claim"
    __table_args__ = (
        _only_one("uq_claim_approved", ClaimState.APPROVED, "firm_id"),
        _only_one("uq_claim_waiting", ClaimState.WAITING, "firm_id", "account_id"),
        Index("ix_claim_queue", "state", "id"),
    )

    firm_id: Mapped[int] = mapped_column(ForeignKey("firm.id", ondelete="CASCADE"), index=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    relation: Mapped[Relation]
    proof: Mapped[ClaimProof]
    #: The address at the firm's domain that was written to, and when whoever claims opened its link.
    address: Mapped[str | None] = mapped_column(String(254))
    address_seen_at: Mapped[datetime | None]
    note: Mapped[str] = mapped_column(String(LONGEST_REASON))
    state: Mapped[ClaimState] = mapped_column(default=ClaimState.WAITING)
    asked_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    #: Why it was rejected or revoked, as the claimant reads it.
    reason: Mapped[str] = mapped_column(String(LONGEST_REASON), default="")

    firm: Mapped[Firm] = relationship(lazy="raise")
    papers: Mapped[list["ClaimPaper"]] = relationship(
        cascade="all, delete-orphan", order_by="ClaimPaper.id", lazy="raise"
    )

    @property
    def is_proved(self) -> bool:
        """Whether there is anything to decide on."""
        return self.proof is ClaimProof.DOCUMENTS or self.address_seen_at is not None


class ClaimPaper(Base):
    """A file that speaks for a claim. The desk alone reads it, as a download."""

    __tablename__ = "claim_paper"

    claim_id: Mapped[int] = mapped_column(ForeignKey("claim.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(LONGEST_NAME))
    #: What it is handed out as.
    media_type: Mapped[str] = mapped_column(String(100))
    size: Mapped[int]
    #: The key of the bytes in the file store.
    file: Mapped[str] = mapped_column(String(KEY_LENGTH))
