"""What the desk decides about a claim."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app.accounts.actions import join
from app.accounts.belonging.members import end_all_since
from app.accounts.models import Account, MemberRole
from app.directory.claims.actions import settle
from app.directory.claims.errors import ClaimNotProved, FirmClaimed
from app.directory.claims.events import ClaimApproved, ClaimRejected, ClaimRevoked
from app.directory.claims.models import Claim, ClaimState
from app.directory.models import Firm
from app.kernel.content import raise_version
from app.kernel.db import db
from app.kernel.events import publish


def _firm_of(claim: Claim) -> Firm:
    """The firm as it is now, which nobody else claims before this transaction ends."""
    locked = select(Firm).where(Firm.id == claim.firm_id).with_for_update(of=Firm)
    return db.session.scalars(locked.execution_options(populate_existing=True)).one()


def approve(claim: Claim, *, by: int, at: datetime) -> None:
    """The listing is claimed from now on, and the claimant owns it; publishes ClaimApproved.

    Whoever belonged to the firm before stays what they were. Raises ClaimNotProved, ClaimDecided; FirmClaimed
    if another claim was approved first.
    """
    if not claim.is_proved:
        raise ClaimNotProved
    firm = _firm_of(claim)
    if firm.claimed_at:
        raise FirmClaimed
    try:
        with db.session.begin_nested():
            settle(claim, ClaimState.APPROVED, begins=ClaimState.WAITING, by=by, at=at)
    except IntegrityError as error:
        raise FirmClaimed from error
    firm.claimed_at = at
    person = db.session.get_one(Account, claim.account_id)
    firm.contact_email = firm.contact_email or claim.address or person.email
    join(person, firm_id=firm.id, role=MemberRole.OWNER, at=at)
    next(each for each in person.memberships if each.firm_id == firm.id).role = MemberRole.OWNER
    raise_version(at=at)
    publish(ClaimApproved(at=at, firm_id=firm.id, by_id=by, claim_id=claim.id))


def reject(claim: Claim, *, reason: str, by: int, at: datetime) -> None:
    """The claimant is told why; publishes ClaimRejected. Raises ClaimDecided."""
    settle(claim, ClaimState.REJECTED, begins=ClaimState.WAITING, by=by, reason=reason, at=at)
    publish(ClaimRejected(at=at, firm_id=claim.firm_id, by_id=by, claim_id=claim.id))


def revoke(claim: Claim, *, reason: str, by: int, at: datetime) -> None:
    """An approved claim turned out false: the listing is unclaimed again; publishes ClaimRevoked.

    Everybody who came to the firm with it or since goes, also those whom its owner let in. Raises
    ClaimDecided.
    """
    firm = _firm_of(claim)
    granted_at = claim.decided_at or at
    settle(claim, ClaimState.REVOKED, begins=ClaimState.APPROVED, by=by, reason=reason, at=at)
    firm.claimed_at = None
    gone = end_all_since(firm.id, granted_at, at=at)
    raise_version(at=at)
    publish(ClaimRevoked(at=at, firm_id=firm.id, by_id=by, claim_id=claim.id, account_ids=tuple(gone)))
