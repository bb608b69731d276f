"""Who belongs to a firm, and what waits between it and others."""

from collections.abc import Sequence

from sqlalchemy import Row, select

from app.accounts.belonging.models import Invitation, JoinRequest, OwnershipOffer
from app.accounts.models import Account, MemberRole, Membership
from app.kernel.db import db

#: A firm has forty people, not four thousand; more than these are not listed.
MOST = 200


def members(firm_id: int) -> Sequence[Row[Membership, Account]]:
    """The firm's people with their roles, the oldest first."""
    return db.session.execute(
        select(Membership, Account)
        .join(Account, Account.id == Membership.account_id)
        .where(Membership.firm_id == firm_id)
        .order_by(Membership.id)
        .limit(MOST)
    ).all()


def owners(firm_id: int) -> Sequence[Account]:
    """Whoever says who belongs to the firm."""
    return db.session.scalars(
        select(Account)
        .join(Membership, Membership.account_id == Account.id)
        .where(Membership.firm_id == firm_id, Membership.role == MemberRole.OWNER, Account.active.is_(True))
        .order_by(Membership.id)
    ).all()


def waiting_invitations(firm_id: int) -> Sequence[Invitation]:
    return db.session.scalars(
        select(Invitation)
        .where(Invitation.firm_id == firm_id, Invitation.outcome.is_(None))
        .order_by(Invitation.id)
        .limit(MOST)
    ).all()


def waiting_requests(firm_id: int) -> Sequence[Row[JoinRequest, Account]]:
    return db.session.execute(
        select(JoinRequest, Account)
        .join(Account, Account.id == JoinRequest.account_id)
        .where(JoinRequest.firm_id == firm_id, JoinRequest.outcome.is_(None))
        .order_by(JoinRequest.id)
        .limit(MOST)
    ).all()


def waiting_offer(firm_id: int) -> OwnershipOffer | None:
    """The one offer of the firm's that nobody has answered."""
    return db.session.scalar(
        select(OwnershipOffer).where(OwnershipOffer.firm_id == firm_id, OwnershipOffer.outcome.is_(None))
    )


def requests_of(account_id: int) -> Sequence[JoinRequest]:
    """The person's own requests that wait."""
    return db.session.scalars(
        select(JoinRequest)
        .where(JoinRequest.account_id == account_id, JoinRequest.outcome.is_(None))
        .order_by(JoinRequest.id)
        .limit(MOST)
    ).all()


def invitation_by_id(firm_id: int, number: int) -> Invitation | None:
    return db.session.scalar(select(Invitation).where(Invitation.id == number, Invitation.firm_id == firm_id))


def request_by_id(firm_id: int, number: int) -> JoinRequest | None:
    found = select(JoinRequest).where(JoinRequest.id == number, JoinRequest.firm_id == firm_id)
    return db.session.scalar(found)
