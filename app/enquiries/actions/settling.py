"""An editor of the lexicon settles a proposal. Rules are written in their files, by people, never here."""

from datetime import datetime

from app.enquiries.errors import MoveNotAllowed
from app.enquiries.proposals import LexiconProposal, ProposalState


def take_up(proposal: LexiconProposal, *, note: str, by: int, at: datetime) -> None:
    """A rule was written for it; the note may say where. Raises MoveNotAllowed if it is settled."""
    _settle(proposal, ProposalState.TAKEN_UP, note=note, by=by, at=at)


def dismiss(proposal: LexiconProposal, *, note: str, by: int, at: datetime) -> None:
    """No rule follows from it, as the note says. Raises MoveNotAllowed if it is settled."""
    _settle(proposal, ProposalState.DISMISSED, note=note, by=by, at=at)


def _settle(proposal: LexiconProposal, state: ProposalState, *, note: str, by: int, at: datetime) -> None:
    if proposal.state is not ProposalState.OPEN:
        raise MoveNotAllowed(what="proposal", old=proposal.state.value, new=state.value)
    proposal.state = state
    proposal.note = note or None
    proposal.closed_by = by
    proposal.closed_at = at
