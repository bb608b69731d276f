"""What the factories share."""

from datetime import UTC, datetime
from itertools import count
from typing import TypeVar

from sqlalchemy import text

from app.kernel.db import Base, db, transaction

T = TypeVar("T", bound=Base)

#: A Monday, at noon.
NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)

numbers = count(1)


def keep(row: T) -> T:
    with transaction():
        db.session.add(row)
    return row


def put(row: Base, state: str) -> None:
    """Put an enquiry or a referral into a state no move leads to from where it is, past the triggers."""
    table = row.__table__.name
    on_sqlite = db.engine.dialect.name == "sqlite"
    ease = "DROP TRIGGER {0}_moves" if on_sqlite else "ALTER TABLE {0} DISABLE TRIGGER {0}_moves"
    with transaction():
        db.session.execute(text(ease.format(table)))
        db.session.execute(
            text(f"UPDATE {table} SET state = :state WHERE id = :id"), {"state": state, "id": row.id}
        )
    db.session.expire_all()
