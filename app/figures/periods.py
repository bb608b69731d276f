"""The stretches of time that figures are told for."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from itertools import pairwise


class Period(Enum):
    """By the names that addresses have."""

    WEEKS = "weeks"
    MONTHS = "months"
    YEAR = "year"


_WEEKS = {Period.WEEKS: 4, Period.MONTHS: 13}


@dataclass(frozen=True, slots=True)
class Step:
    """One bar: from a day to the day before another."""

    first: date
    next: date

    @property
    def last(self) -> date:
        return self.next - timedelta(days=1)

    def holds(self, day: date) -> bool:
        return self.first <= day < self.next


def steps_of(period: Period, today: date) -> Sequence[Step]:
    """Whole weeks from Monday, or months, the present one last."""
    if period is Period.YEAR:
        return _steps([_month(today, back) for back in range(11, -2, -1)])
    monday = today - timedelta(days=today.weekday())
    weeks = _WEEKS[period]
    return _steps([monday + timedelta(weeks=each - weeks + 1) for each in range(weeks + 1)])


def _month(day: date, back: int) -> date:
    number = day.year * 12 + day.month - 1 - back
    return date(number // 12, number % 12 + 1, 1)


def _steps(edges: Sequence[date]) -> Sequence[Step]:
    return [Step(first, following) for first, following in pairwise(edges)]
