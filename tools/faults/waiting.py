"""What still waits in the database, while a run waits for it."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Engine, text


def unsettled(engine: Engine) -> tuple[int, datetime | None, int]:
    """Letters without an end, when the first of them may be tried again, and mails not filed."""
    asked = "SELECT due_at, leased_until FROM letter WHERE state = 'waiting'"
    with engine.connect() as connection:
        rows = connection.execute(text(asked)).all()
    moments = [max(_moment(due), _moment(leased) or _moment(due)) for due, leased in rows]
    return len(rows), min(moments, default=None), count_mails(engine, "waiting")


def count_mails(engine: Engine, verdict: str) -> int:
    """How many came in and have that verdict."""
    asked = text("SELECT count(*) FROM inbound_mail WHERE verdict = :verdict")
    with engine.connect() as connection:
        return int(connection.execute(asked, {"verdict": verdict}).scalar_one())


def _moment(value: Any) -> datetime | Any:
    if isinstance(value, str):
        value = datetime.fromisoformat(value)
    return value.replace(tzinfo=UTC) if isinstance(value, datetime) and value.tzinfo is None else value
