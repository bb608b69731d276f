"""Requests to join: somebody says that they belong to a firm."""

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from app.accounts.actions import join
from app.accounts.belonging.events import JoinAsked, JoinDeclined, JoinGranted
from app.accounts.belonging.models import JoinRequest, Settled
from app.accounts.errors import AlreadyMember, AlreadySettled, AlreadyWaiting
from app.accounts.models import Account, MemberRole
from app.kernel.db import db, rows_of
from app.kernel.events import publish


def ask_to_join(person: Account, firm_id: int, *, note: str, at: datetime) -> None:
    """Ask the firm's owners; publishes JoinAsked. Raises AlreadyMember, and AlreadyWaiting."""
    if person.role_at(firm_id):
        raise AlreadyMember
    asked = JoinRequest(firm_id=firm_id, account_id=person.id, note=note, asked_at=at)
    try:
        with db.session.begin_nested():
            db.session.add(asked)
    except IntegrityError as error:
        raise AlreadyWaiting from error
    publish(JoinAsked(at=at, firm_id=firm_id, by_id=person.id, account_id=person.id, join_id=asked.id))


def _settle(request: JoinRequest, outcome: Settled, *, at: datetime) -> None:
    """Raises AlreadySettled for all but the first of those who do it at once."""
    waiting = update(JoinRequest).where(JoinRequest.id == request.id, JoinRequest.outcome.is_(None))
    if not rows_of(db.session.execute(waiting.values(outcome=outcome, settled_at=at))):
        raise AlreadySettled
    db.session.refresh(request)


def grant(request: JoinRequest, *, role: MemberRole, by: int, at: datetime) -> None:
    """Make the person one of the firm's; publishes JoinGranted. Raises AlreadySettled."""
    _settle(request, Settled.ACCEPTED, at=at)
    join(db.session.get_one(Account, request.account_id), firm_id=request.firm_id, role=role, at=at)
    publish(JoinGranted(at=at, firm_id=request.firm_id, by_id=by, account_id=request.account_id, role=role))


def decline(request: JoinRequest, *, by: int, at: datetime) -> None:
    """The person stays outside; publishes JoinDeclined. Raises AlreadySettled."""
    _settle(request, Settled.DECLINED, at=at)
    publish(JoinDeclined(at=at, firm_id=request.firm_id, by_id=by, account_id=request.account_id))
