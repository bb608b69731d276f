"""Corrections kept as proposals for the lexicon: what an editor changed teaches nothing unseen."""

from datetime import datetime
from enum import Enum

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.enquiries.models import FacetKind
from app.kernel.db import Base


class Change(Enum):
    """What the editor did to the reading."""

    ADDED = "added"
    REMOVED = "removed"


class ProposalState(Enum):
    OPEN = "open"
    #: An editor of the lexicon wrote a rule for it.
    TAKEN_UP = "taken_up"
    DISMISSED = "dismissed"


class LexiconProposal(Base):
    """One code an editor added to, or took from, what the rules had read."""

    __tablename__ = "lexicon_proposal"
    __table_args__ = (Index("ix_lexicon_proposal_state", "state", "id"),)

    #: The words are the enquirer's: they go when the enquiry goes.
    enquiry_id: Mapped[int] = mapped_column(ForeignKey("enquiry.id", ondelete="CASCADE"), index=True)
    kind: Mapped[FacetKind]
    code: Mapped[str] = mapped_column(String(32))
    change: Mapped[Change]
    #: The words the rules had rested on; for an addition, those an editor marked. May be empty.
    words: Mapped[list[str]] = mapped_column(JSON, default=list)
    proposed_at: Mapped[datetime]
    proposed_by: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    state: Mapped[ProposalState] = mapped_column(default=ProposalState.OPEN)
    closed_at: Mapped[datetime | None]
    closed_by: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    #: What an editor of the lexicon says of it.
    note: Mapped[str | None]
