"""What a firm's people may become, and how they go."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, select, update

from app.accounts.belonging.events import MemberLeft, MemberRemoved, RoleChanged
from app.accounts.belonging.models import Invitation, JoinRequest, OwnershipOffer, Settled
from app.accounts.errors import LastOwner, NoSuchMember
from app.accounts.models import Account, MemberRole, Membership
from app.kernel.db import db
from app.kernel.events import publish


def locked(firm_id: int) -> Sequence[Membership]:
    """The firm's memberships as they stand, which nobody else changes before this transaction ends.

    Two owners who demote each other at the same moment are so one after the other, and the second is refused.
    """
    rows = select(Membership).where(Membership.firm_id == firm_id).order_by(Membership.id)
    rows = rows.with_for_update(of=Membership).execution_options(populate_existing=True)
    return db.session.scalars(rows).all()


def one_of(memberships: Sequence[Membership], account_id: int) -> Membership:
    """That person's. Raises NoSuchMember."""
    for each in memberships:
        if each.account_id == account_id:
            return each
    raise NoSuchMember


def _spare_an_owner(memberships: Sequence[Membership], leaving: Membership) -> None:
    """Raises LastOwner if nobody else owns the firm."""
    others = (each.role is MemberRole.OWNER for each in memberships if each is not leaving)
    if leaving.role is MemberRole.OWNER and not any(others):
        raise LastOwner


def change_role(firm_id: int, account_id: int, *, role: MemberRole, by: int, at: datetime) -> None:
    """Give a person of the firm another role; publishes RoleChanged, and nothing where they have it.

    Raises NoSuchMember, and LastOwner.
    """
    memberships = locked(firm_id)
    membership = one_of(memberships, account_id)
    before = membership.role
    if before is role:
        return
    _spare_an_owner(memberships, membership)
    membership.role = role
    drop_offers(firm_id, account_id, at=at)
    publish(RoleChanged(at=at, firm_id=firm_id, by_id=by, account_id=account_id, before=before, role=role))


def remove(firm_id: int, account_id: int, *, by: int, at: datetime) -> None:
    """Take a person off the firm's people; publishes MemberRemoved. Raises NoSuchMember, and LastOwner."""
    _end(firm_id, account_id, at=at)
    publish(MemberRemoved(at=at, firm_id=firm_id, by_id=by, account_id=account_id))


def leave(firm_id: int, account_id: int, *, at: datetime) -> None:
    """The person goes; publishes MemberLeft. Raises NoSuchMember, and LastOwner."""
    _end(firm_id, account_id, at=at)
    publish(MemberLeft(at=at, firm_id=firm_id, by_id=account_id, account_id=account_id))


def _end(firm_id: int, account_id: int, *, at: datetime) -> None:
    memberships = locked(firm_id)
    membership = one_of(memberships, account_id)
    _spare_an_owner(memberships, membership)
    drop_offers(firm_id, account_id, at=at)
    _drop(membership)


def _drop(membership: Membership) -> None:
    account = db.session.get_one(Account, membership.account_id)
    db.session.delete(membership)
    db.session.flush()
    db.session.expire(account, ["memberships"])


def drop_offers(firm_id: int, account_id: int, *, at: datetime) -> None:
    """What was offered to, or by, somebody who is not what they were is over."""
    theirs = (OwnershipOffer.to_id == account_id) | (OwnershipOffer.from_id == account_id)
    db.session.execute(
        update(OwnershipOffer)
        .where(OwnershipOffer.firm_id == firm_id, OwnershipOffer.outcome.is_(None), theirs)
        .values(outcome=Settled.WITHDRAWN, settled_at=at)
    )


def end_all_since(firm_id: int, moment: datetime, *, at: datetime) -> list[int]:
    """Take off everybody who came to the firm at that moment or later, and all that waits for an answer.

    Returns the ids of those people. For a claim that turned out false: what its owner granted goes with it.
    """
    gone = [each for each in locked(firm_id) if each.since and each.since >= moment]
    people = [each.account_id for each in gone]
    for membership in gone:
        _drop(membership)
    for waiting in (Invitation, JoinRequest, OwnershipOffer):
        db.session.execute(
            update(waiting)
            .where(waiting.firm_id == firm_id, waiting.outcome.is_(None))
            .values(outcome=Settled.WITHDRAWN, settled_at=at)
        )
    return people


def forget_settled_before(moment: datetime) -> int:
    """Remove invitations, requests and offers that were settled before; returns how many rows went."""
    count = 0
    for kind in (Invitation, JoinRequest, OwnershipOffer):
        old = delete(kind).where(kind.settled_at < moment)
        count += len(db.session.scalars(old.returning(kind.id)).all())
    return count
