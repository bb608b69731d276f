"""How many enquiries a firm has before it at once: counted in the database, by whoever changes it."""

from typing import Any, cast

from sqlalchemy import ColumnElement, CursorResult, or_, update

from app.directory.models import Firm
from app.kernel.db import db


def take_place(firm: Firm) -> bool:
    """One more open referral; False where the firm has as many as it takes.

    Whether there is room is asked by the statement that takes it: of two at once for the last place, one
    gets False. Who takes or gives back several in a transaction goes by the firms' ids, so that nobody
    waits for each other in a circle.
    """
    has_room = or_(Firm.capacity.is_(None), Firm.open_referrals < Firm.capacity)
    return _change(firm, +1, has_room)


def give_place_back(firm: Firm) -> None:
    """One open referral less."""
    _change(firm, -1, Firm.open_referrals > 0)


def _change(firm: Firm, by: int, where: ColumnElement[bool]) -> bool:
    changed = cast(
        "CursorResult[Any]",
        db.session.execute(
            update(Firm)
            .where(Firm.id == firm.id, where)
            .values(open_referrals=Firm.open_referrals + by)
            .execution_options(synchronize_session=False)
        ),
    )
    db.session.expire(firm, ["open_referrals"])
    return bool(changed.rowcount)
