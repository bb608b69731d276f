"""Whether a column's default in the database is that of the models."""

from typing import Any

import sqlalchemy as sa


def compare(
    _context: Any, _there: Any, column: Any, there: str | None, _here: Any, here: str | None
) -> bool | None:
    """Alembic's own comparison, but for JSON: it asks PostgreSQL for an equality that JSON has not."""
    if not isinstance(column.type, sa.JSON) or there is None or here is None:
        return None
    return there.removesuffix("::json").strip("'") != here.strip("'")
