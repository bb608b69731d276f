"""Finding registrations."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.directory.models import Firm
from app.directory.registering.models import Registration, RegistrationState
from app.kernel.db import db

PAGE = 50


def registrations_in(
    states: Sequence[RegistrationState], *, after: int, limit: int
) -> Sequence[Registration]:
    """Those in one of the states, beyond an id, the oldest first, each with its firm."""
    return db.session.scalars(
        select(Registration)
        .where(Registration.state.in_(states), Registration.id > after)
        .order_by(Registration.id)
        .limit(limit)
        .options(joinedload(Registration.firm))
    ).all()


def registration_by_id(number: int) -> Registration | None:
    """With its firm and its offices."""
    rows = select(Registration).where(Registration.id == number)
    return db.session.scalar(rows.options(joinedload(Registration.firm).selectinload(Firm.offices)))


def registration_of(firm_id: int) -> Registration | None:
    rows = select(Registration).where(Registration.firm_id == firm_id)
    return db.session.scalar(rows.options(joinedload(Registration.firm).selectinload(Firm.offices)))


def registrations_of(account_id: int) -> Sequence[Registration]:
    """What the person has underway, each with its firm."""
    return db.session.scalars(
        select(Registration)
        .where(Registration.account_id == account_id, Registration.state != RegistrationState.PUBLISHED)
        .order_by(Registration.id)
        .limit(PAGE)
        .options(joinedload(Registration.firm))
    ).all()
