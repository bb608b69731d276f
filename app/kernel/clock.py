"""The one place that reads the time of day. Below a door, the moment is an argument."""

from datetime import UTC, datetime


def now() -> datetime:
    """This moment, aware, in UTC."""
    return datetime.now(UTC)
