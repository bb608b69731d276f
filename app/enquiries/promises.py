"""By when somebody has written: a date on the reader's own clock."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

#: Working days within which a firm or an editor writes to the enquirer.
TO_ENQUIRER = 3
#: Working days a firm has to answer.
TO_ANSWER = 3
_END_OF_DAY = time(18, 0)
_FIRST_REST_DAY = 5


def working_days_after(moment: datetime, days: int, zone: str) -> datetime:
    """The close of business, 18:00 in ``zone``, that many working days after ``moment``.

    Saturdays and Sundays do not count. Public holidays are not known yet.
    """
    local = moment.astimezone(ZoneInfo(zone))
    day = local.date()
    left = days
    while left:
        day += timedelta(days=1)
        if day.weekday() < _FIRST_REST_DAY:
            left -= 1
    return datetime.combine(day, _END_OF_DAY, ZoneInfo(zone))
