"""What somebody does who claims a listing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from app.accounts.models import Account
from app.directory.claims.errors import ClaimDecided, ClaimWaiting, FirmClaimed, NotAtTheDomain
from app.directory.claims.events import ClaimMade, ClaimProved, ClaimWithdrawn
from app.directory.claims.models import Claim, ClaimPaper, ClaimProof, ClaimState, Relation
from app.directory.models import Firm
from app.directory.websites import is_at
from app.kernel.db import db, rows_of
from app.kernel.events import publish
from app.kernel.files import files


@dataclass(frozen=True, slots=True)
class Paper:
    """A file that the door has looked into and found to be what may be taken."""

    name: str
    media_type: str
    data: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Grounds:
    """Why somebody takes a listing for their firm's: an address at its domain, or papers."""

    relation: Relation
    note: str = ""
    address: str = ""
    papers: Sequence[Paper] = ()


def claim(firm: Firm, person: Account, grounds: Grounds, *, at: datetime) -> Claim:
    """Claim a listing that nobody has claimed; publishes ClaimMade.

    Raises FirmClaimed, ClaimWaiting, NotAtTheDomain; OSError if the store fails. A paper put into the store
    for a claim that fails is nobody's and harmless.
    """
    if firm.claimed_at:
        raise FirmClaimed
    address = grounds.address.strip().lower()
    if address and not is_at(address, firm.website):
        raise NotAtTheDomain
    made = Claim(
        firm_id=firm.id,
        account_id=person.id,
        relation=grounds.relation,
        proof=ClaimProof.MAIL if address else ClaimProof.DOCUMENTS,
        address=address or None,
        note=grounds.note,
        asked_at=at,
        papers=[_kept(each) for each in grounds.papers],
    )
    try:
        with db.session.begin_nested():
            db.session.add(made)
    except IntegrityError as error:
        raise ClaimWaiting from error
    publish(ClaimMade(at=at, firm_id=firm.id, by_id=person.id, claim_id=made.id))
    return made


def _kept(paper: Paper) -> ClaimPaper:
    return ClaimPaper(
        name=paper.name, media_type=paper.media_type, size=len(paper.data), file=files().put(paper.data)
    )


def prove(made: Claim, *, at: datetime) -> None:
    """The link sent to the firm's domain was opened, and its button pressed, by whoever claims.

    Publishes ClaimProved; nothing happens a second time. Raises ClaimDecided once the claim is over.
    """
    if made.state is not ClaimState.WAITING:
        raise ClaimDecided
    if made.address_seen_at is None:
        made.address_seen_at = at
        publish(ClaimProved(at=at, firm_id=made.firm_id, by_id=made.account_id, claim_id=made.id))


def withdraw(made: Claim, *, at: datetime) -> None:
    """Whoever claims takes it back; publishes ClaimWithdrawn. Raises ClaimDecided once it is over."""
    settle(made, ClaimState.WITHDRAWN, begins=ClaimState.WAITING, at=at)
    publish(ClaimWithdrawn(at=at, firm_id=made.firm_id, by_id=made.account_id, claim_id=made.id))


def settle(
    made: Claim,
    state: ClaimState,
    *,
    begins: ClaimState,
    by: int | None = None,
    reason: str = "",
    at: datetime,
) -> None:
    """Move the claim on. Raises ClaimDecided for all but the first of those who do it at once."""
    waiting = update(Claim).where(Claim.id == made.id, Claim.state == begins)
    decided = {"state": state, "decided_at": at, "decided_by": by, "reason": reason}
    if not rows_of(db.session.execute(waiting.values(decided))):
        raise ClaimDecided
    db.session.refresh(made)


def papers_of(made: Claim) -> Sequence[ClaimPaper]:
    return db.session.scalars(
        select(ClaimPaper).where(ClaimPaper.claim_id == made.id).order_by(ClaimPaper.id)
    ).all()
