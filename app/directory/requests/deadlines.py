"""By when the desk has answered a request about a listing: said here, and nowhere else."""

from datetime import datetime

from app.i18n.hours import hours_of

#: Working days, Monday to Friday; the day it came does not count.
WORKING_DAYS = 10


def due(asked_at: datetime) -> datetime:
    """Whoever asks may be anywhere, so no place's holidays are reckoned in."""
    return hours_of("", "UTC").close_after(asked_at, WORKING_DAYS)
