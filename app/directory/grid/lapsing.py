"""The days until which offerings count: firms are reminded before, and what they let pass stops matching.

A day that has passed does nothing by itself. Whatever keeps offerings in mind (pages, the register, the
search index) goes by the content version; so an offering lapses by being written, in one transaction with its
entry in the history and the letter to the firm.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import exists as there_is
from sqlalchemy import or_, select

from app.directory.grid.cells import today_of
from app.directory.grid.events import CellChange, ChangeKind, ConfirmationDue, OfferingsLapsed
from app.directory.grid.imports import drop_old_imports
from app.directory.grid.keeping import locked_offerings_of
from app.directory.models import Firm, Offering
from app.kernel.content import raise_version
from app.kernel.db import db, transaction
from app.kernel.events import publish

#: Days before the last one on which the firm is reminded, the first first.
REMINDERS = (28, 14)
#: Somewhere it is a day later than here.
_AHEAD = timedelta(days=REMINDERS[0] + 1)


@dataclass(slots=True)
class Looked:
    """What a look came to."""

    reminded: int = 0
    lapsed: int = 0


def look_at_confirmations(*, at: datetime, stopping: Callable[[], bool] = lambda: False) -> Looked:
    """Remind whoever is due, let lapse what is over, each firm in a transaction of its own.

    stopping: asked in between; once true, the look ends. Any number of processes may look beside each other.
    """
    found = Looked()
    with transaction():
        drop_old_imports(at=at)
    for firm_id in _near(at):
        if stopping():
            break
        with transaction():
            firm = db.session.get(Firm, firm_id)
            if firm is not None:
                _look_at(firm, found, at=at)
    return found


def has_unconfirmed(firm_id: int) -> bool:
    """Whether the firm has offerings that were not confirmed in time, or that it was reminded of."""
    waits = or_(Offering.lapsed_at.is_not(None), Offering.reminded_at.is_not(None))
    return bool(db.session.scalar(select(there_is().where(Offering.firm_id == firm_id, waits))))


def _near(at: datetime) -> Sequence[int]:
    """Firms with a day that is near or past."""
    near = (Offering.confirm_by <= at.date() + _AHEAD, Offering.lapsed_at.is_(None))
    rows = select(Offering.firm_id).where(*near).distinct().order_by(Offering.firm_id)
    return db.session.scalars(rows).all()


def _look_at(firm: Firm, found: Looked, *, at: datetime) -> None:
    today = today_of(firm, at)
    dated = [
        (each, each.confirm_by)
        for each in locked_offerings_of(firm).values()
        if each.confirm_by and each.lapsed_at is None
    ]
    over = [each for each, day in dated if day < today]
    due = [each for each, day in dated if day >= today and _is_due(each, day, firm, today)]
    for each in over:
        each.lapsed_at = at
    for each in due:
        each.reminded_at = at
    db.session.flush()
    if over:
        raise_version(at=at)
        changes = tuple(CellChange(each.service_code, each.market_code, ChangeKind.LAPSED) for each in over)
        publish(OfferingsLapsed(at=at, firm_id=firm.id, changes=changes))
    if due:
        ids = tuple(each.id for each in due)
        publish(ConfirmationDue(at=at, firm_id=firm.id, offering_ids=ids))
    found.lapsed += len(over)
    found.reminded += len(due)


def _is_due(offering: Offering, day: date, firm: Firm, today: date) -> bool:
    """Whether a day to remind of it has come since the firm was last reminded."""
    come = [day - timedelta(days=each) for each in REMINDERS if day - timedelta(days=each) <= today]
    if not come:
        return False
    return offering.reminded_at is None or today_of(firm, offering.reminded_at) < come[-1]
