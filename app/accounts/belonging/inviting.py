"""Invitations: an owner asks somebody in by letter."""

from datetime import datetime, timedelta

from itsdangerous import BadSignature, URLSafeTimedSerializer
from sqlalchemy import select, update

from app.accounts.actions import join
from app.accounts.belonging.events import InvitationAccepted, InvitationRevoked, PersonInvited
from app.accounts.belonging.models import Invitation, Settled
from app.accounts.errors import AlreadyMember, AlreadySettled, AnotherAddress
from app.accounts.models import Account, MemberRole
from app.accounts.queries import by_email
from app.kernel.db import db, rows_of
from app.kernel.events import publish

#: For how long the link of an invitation is good.
GOOD_FOR = timedelta(days=14)


def invite(firm_id: int, email: str, *, role: MemberRole, language: str, by: int, at: datetime) -> Invitation:
    """Ask whoever reads the address in; publishes PersonInvited.

    One that waits for the same address is over with it. Raises AlreadyMember.
    """
    address = email.strip().lower()
    person = by_email(address)
    if person is not None and person.role_at(firm_id):
        raise AlreadyMember
    db.session.execute(
        update(Invitation)
        .where(Invitation.firm_id == firm_id, Invitation.email == address, Invitation.outcome.is_(None))
        .values(outcome=Settled.WITHDRAWN, settled_at=at)
    )
    made = Invitation(
        firm_id=firm_id, email=address, role=role, language=language, invited_by=by, invited_at=at
    )
    db.session.add(made)
    db.session.flush()
    publish(PersonInvited(at=at, firm_id=firm_id, by_id=by, invitation_id=made.id))
    return made


def _settle(invitation: Invitation, outcome: Settled, *, at: datetime) -> None:
    """Raises AlreadySettled for all but the first of those who do it at once."""
    open_one = update(Invitation).where(Invitation.id == invitation.id, Invitation.outcome.is_(None))
    if not rows_of(db.session.execute(open_one.values(outcome=outcome, settled_at=at))):
        raise AlreadySettled
    db.session.refresh(invitation)


def revoke(invitation: Invitation, *, by: int, at: datetime) -> None:
    """Its link is worth nothing any more; publishes InvitationRevoked. Raises AlreadySettled."""
    _settle(invitation, Settled.WITHDRAWN, at=at)
    publish(InvitationRevoked(at=at, firm_id=invitation.firm_id, by_id=by, invitation_id=invitation.id))


def accept(invitation: Invitation, person: Account, *, at: datetime) -> None:
    """Make the person one of the firm's; publishes InvitationAccepted.

    Raises AnotherAddress unless it was sent to the person's own address, AlreadyMember, AlreadySettled.
    """
    if invitation.email != person.email:
        raise AnotherAddress
    if person.role_at(invitation.firm_id):
        raise AlreadyMember
    _settle(invitation, Settled.ACCEPTED, at=at)
    join(person, firm_id=invitation.firm_id, role=invitation.role, at=at)
    publish(
        InvitationAccepted(
            at=at,
            firm_id=invitation.firm_id,
            by_id=person.id,
            account_id=person.id,
            invitation_id=invitation.id,
        )
    )


def is_good(invitation: Invitation, *, at: datetime) -> bool:
    """Whether it can still be accepted."""
    return invitation.outcome is None and at < invitation.invited_at + GOOD_FOR


def _signer(secret: str) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(secret, salt="invitation")


def token_of(invitation: Invitation, *, secret: str) -> str:
    """The signed part of the link in its letter."""
    return str(_signer(secret).dumps(invitation.id))


def invitation_of(token: str, *, secret: str, at: datetime) -> Invitation | None:
    """The invitation whose link it is; None for one that is old, altered, used or revoked."""
    try:
        number = _signer(secret).loads(token)
    except (BadSignature, UnicodeError, ValueError, TypeError):
        return None
    found = db.session.scalar(select(Invitation).where(Invitation.id == number))
    return found if found and is_good(found, at=at) else None
