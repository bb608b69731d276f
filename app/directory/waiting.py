"""How much about firms and their people waits for the desk."""

from sqlalchemy import func, or_, select

from app.directory.claims.models import Claim, ClaimProof, ClaimState
from app.directory.registering.models import Registration, RegistrationState
from app.directory.requests.models import ListingRequest
from app.kernel.db import db


def waiting_for_desk() -> dict[str, int]:
    """Claims that can be decided, registrations and requests, each counted; one statement."""
    proved = or_(Claim.proof == ClaimProof.DOCUMENTS, Claim.address_seen_at.is_not(None))
    claims = select(func.count()).where(Claim.state == ClaimState.WAITING, proved)
    registrations = select(func.count()).where(Registration.state == RegistrationState.SUBMITTED)
    requests = select(func.count()).where(ListingRequest.settled_at.is_(None))
    row = db.session.execute(
        select(
            claims.scalar_subquery().label("claims"),
            registrations.scalar_subquery().label("registrations"),
            requests.scalar_subquery().label("requests"),
        )
    ).one()
    return dict(row._mapping)
