"""What the factories share."""

from datetime import UTC, datetime
from itertools import count
from typing import TypeVar

from app.kernel.db import Base, db, transaction

T = TypeVar("T", bound=Base)

#: A Monday, at noon.
NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)

numbers = count(1)


def keep(row: T) -> T:
    with transaction():
        db.session.add(row)
    return row
