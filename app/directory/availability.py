"""How many enquiries a firm takes at once, and when it is away."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from app.directory.models import Firm

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Absence:
    """The days a firm is away, the last one too, in its own calendar."""

    first: date
    last: date


def set_availability(firm: Firm, *, capacity: int | None, absence: Absence | None) -> None:
    """What the firm wants from now on; what it has already stays with it.

    Kept as moments, so that nobody has to act when they come: from the midnight that begins the first day to
    the one that ends the last, by the firm's clock.
    """
    firm.capacity = capacity
    if absence is None:
        firm.absent_from = firm.absent_until = None
        return
    zone = ZoneInfo(firm.time_zone)
    firm.absent_from = datetime.combine(absence.first, time.min, zone)
    firm.absent_until = datetime.combine(absence.last + _DAY, time.min, zone)


def absence_of(firm: Firm, *, at: datetime) -> Absence | None:
    """What is planned or lasts; None once it is over."""
    if firm.absent_from is None or firm.absent_until is None or firm.absent_until <= at:
        return None
    zone = ZoneInfo(firm.time_zone)
    return Absence(firm.absent_from.astimezone(zone).date(), firm.absent_until.astimezone(zone).date() - _DAY)
