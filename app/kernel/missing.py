"""Rows that must be there before they can be locked."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy.dialects import postgresql, sqlite

from app.kernel.db import Base, db


def put_missing(model: type[Base], rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert those rows whose unique key is not taken; two who do so at once do not trouble each other.

    One statement. Give the rows in one order everywhere: whoever inserts the same key second waits.
    """
    dialect = db.session.get_bind().dialect.name
    insert = postgresql.insert if dialect == "postgresql" else sqlite.insert
    db.session.execute(insert(model).values(list(rows)).on_conflict_do_nothing())
