"""Handing ownership over: an offer that the other must accept."""

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from app.accounts.belonging.events import OwnershipDeclined, OwnershipOffered, OwnershipTaken
from app.accounts.belonging.members import locked, one_of
from app.accounts.belonging.models import OwnershipOffer, Settled
from app.accounts.errors import AlreadyMember, AlreadySettled, AlreadyWaiting, NoSuchMember
from app.accounts.models import MemberRole
from app.kernel.db import db, rows_of
from app.kernel.events import publish


def offer_ownership(firm_id: int, *, to: int, by: int, at: datetime) -> None:
    """Ask another of the firm's people to take an owner's place; publishes OwnershipOffered.

    Nothing changes until they accept. Raises NoSuchMember; AlreadyMember if they own it already;
    AlreadyWaiting if an offer of the firm's waits.
    """
    if one_of(locked(firm_id), to).role is MemberRole.OWNER:
        raise AlreadyMember
    offer = OwnershipOffer(firm_id=firm_id, from_id=by, to_id=to, offered_at=at)
    try:
        with db.session.begin_nested():
            db.session.add(offer)
    except IntegrityError as error:
        raise AlreadyWaiting from error
    publish(OwnershipOffered(at=at, firm_id=firm_id, by_id=by, account_id=to, offer_id=offer.id))


def _settle(offer: OwnershipOffer, outcome: Settled, *, at: datetime) -> None:
    """Raises AlreadySettled for all but the first of those who do it at once."""
    waiting = update(OwnershipOffer).where(OwnershipOffer.id == offer.id, OwnershipOffer.outcome.is_(None))
    if not rows_of(db.session.execute(waiting.values(outcome=outcome, settled_at=at))):
        raise AlreadySettled
    db.session.refresh(offer)


def take_ownership(offer: OwnershipOffer, *, at: datetime) -> None:
    """Whom it was offered to owns the firm; whoever offered it is an editor from now on.

    Publishes OwnershipTaken. Raises AlreadySettled; NoSuchMember if one of the two is no longer of the firm.
    """
    memberships = locked(offer.firm_id)
    _settle(offer, Settled.ACCEPTED, at=at)
    giver, taker = one_of(memberships, offer.from_id), one_of(memberships, offer.to_id)
    if giver.role is not MemberRole.OWNER:
        raise NoSuchMember
    taker.role, giver.role = MemberRole.OWNER, MemberRole.EDITOR
    publish(
        OwnershipTaken(
            at=at, firm_id=offer.firm_id, by_id=offer.to_id, account_id=offer.to_id, from_id=offer.from_id
        )
    )


def decline_ownership(offer: OwnershipOffer, *, by: int, at: datetime) -> None:
    """Neither changes; publishes OwnershipDeclined. Raises AlreadySettled."""
    outcome = Settled.DECLINED if by == offer.to_id else Settled.WITHDRAWN
    _settle(offer, outcome, at=at)
    publish(
        OwnershipDeclined(
            at=at, firm_id=offer.firm_id, by_id=by, account_id=offer.to_id, from_id=offer.from_id
        )
    )
