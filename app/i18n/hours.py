"""Office hours: the working days of a calendar on one clock, and how much of them lies between moments."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from app.i18n.calendars import Calendar

OPENS = time(9, 0)
CLOSES = time(18, 0)


@dataclass(frozen=True, slots=True)
class Hours:
    """When somebody is at work. Moments in and out are aware; what comes out is on their clock."""

    calendar: Calendar
    #: An IANA name.
    zone: str

    def close_after(self, moment: datetime, working_days: int) -> datetime:
        """The close of business that many working days after ``moment``; the day itself does not count."""
        return self._at(self.calendar.after(self._day(moment), working_days), CLOSES)

    def is_open(self, moment: datetime) -> bool:
        return self.next_open(moment) == moment

    def next_open(self, moment: datetime) -> datetime:
        """``moment`` itself where they are at work then, else when they next begin."""
        opens, _closes = next(self._days(moment))
        return max(opens, moment.astimezone(ZoneInfo(self.zone)))

    def between(self, start: datetime, end: datetime) -> timedelta:
        """How long they are at work between two moments; nothing where the second is not later."""
        total = timedelta()
        for opens, closes in self._days(start):
            if opens >= end:
                return total
            total += min(closes, end) - max(opens, start)
        raise AssertionError("a calendar has no end")

    def later(self, moment: datetime, worked: timedelta) -> datetime:
        """When they will have been at work for so long since ``moment``."""
        left = worked
        for opens, closes in self._days(moment):
            begins = max(opens.astimezone(UTC), moment.astimezone(UTC))
            if left <= closes.astimezone(UTC) - begins:
                return (begins + left).astimezone(ZoneInfo(self.zone))
            left -= closes.astimezone(UTC) - begins
        raise AssertionError("a calendar has no end")

    def part_of(self, start: datetime, end: datetime, part: float) -> datetime:
        """When that part of the working time between two moments has passed."""
        return self.later(start, self.between(start, end) * part)

    def _days(self, moment: datetime) -> Iterator[tuple[datetime, datetime]]:
        """Opening and close of each working day that has not ended by then."""
        day = self._day(moment)
        while True:
            day = self.calendar.next_working(day)
            if (closes := self._at(day, CLOSES)) > moment:
                yield self._at(day, OPENS), closes
            day += timedelta(days=1)

    def _day(self, moment: datetime) -> date:
        return moment.astimezone(ZoneInfo(self.zone)).date()

    def _at(self, day: date, clock: time) -> datetime:
        return datetime.combine(day, clock, ZoneInfo(self.zone))


def hours_of(calendar: str, zone: str) -> Hours:
    return Hours(Calendar(calendar), zone)
