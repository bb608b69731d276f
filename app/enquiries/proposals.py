"""Corrections kept as proposals for the lexicon: what an editor changed teaches nothing unseen."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from sqlalchemy import JSON, ForeignKey, Index, String, select
from sqlalchemy.orm import Mapped, mapped_column

from app.enquiries.models import Enquiry, FacetKind
from app.kernel.db import Base, db, may_write


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


@dataclass(frozen=True, slots=True)
class Filed:
    """A proposal, and which enquiry it came from."""

    proposal: LexiconProposal
    reference: str
    #: The language the enquirer reads, as a language slug.
    language: str


def open_proposals_of(enquiry_id: int) -> Sequence[LexiconProposal]:
    """Those of one enquiry that nobody has settled, locked: whoever settles one takes turns with us."""
    found = select(LexiconProposal).where(
        LexiconProposal.enquiry_id == enquiry_id, LexiconProposal.state == ProposalState.OPEN
    )
    return db.session.scalars(found.with_for_update()).all()


def proposal_by_id(proposal_id: int) -> LexiconProposal | None:
    """The proposal, locked where this request writes."""
    return db.session.get(LexiconProposal, proposal_id, with_for_update=may_write.get() or None)


def proposals_in(state: ProposalState, *, after: int = 0, limit: int) -> list[Filed]:
    """Some in that state, in the order in which they were made, beyond an id."""
    found = db.session.execute(
        select(LexiconProposal, Enquiry.reference, Enquiry.language)
        .join(Enquiry, Enquiry.id == LexiconProposal.enquiry_id)
        .where(LexiconProposal.state == state, LexiconProposal.id > after)
        .order_by(LexiconProposal.id)
        .limit(limit)
    )
    return [Filed(*row) for row in found]


def all_open_proposals(*, batch: int = 500) -> Iterator[Filed]:
    """Every open one, read a batch at a time."""
    after = 0
    while found := proposals_in(ProposalState.OPEN, after=after, limit=batch):
        yield from found
        after = found[-1].proposal.id
