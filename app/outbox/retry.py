"""When a letter is tried again."""

from datetime import datetime, timedelta

#: The first two are for a server that starts again or asks strangers to come back (greylisting).
_WAITS = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=6),
)
_THEN = timedelta(days=1)
_GIVEN_UP_AFTER = timedelta(days=5)

#: A letter whose fate is unknown waits this long for a bounce or a visit before it is repeated.
DOUBT = timedelta(hours=2)


def _waits() -> tuple[timedelta, ...]:
    """Every wait there is, from the first failure until the letter is given up."""
    waits = list(_WAITS)
    while sum(waits, _THEN) <= _GIVEN_UP_AFTER:
        waits.append(_THEN)
    return tuple(waits)


WAITS = _waits()


def next_attempt(failures: int, *, after: datetime) -> datetime | None:
    """When to try a letter again that the mail server would not take for now.

    failures: attempts failed so far, counting from 1.
    after: the moment of the last attempt, aware.
    Returns the next moment, or None once the letter is given up.
    Raises ValueError if ``failures`` is below 1.

    Waits are 1 min, 5 min, 30 min, 2 h, 6 h, then a day each; the tenth failure, 4 days 8 h 36 min after
    the first, is the last.

    Source: RFC 5321, section 4.5.4.1 (give up after 4 to 5 days; a sender may vary its waits, and two
    early attempts find a server that was away for a moment).
    """
    if failures < 1:
        raise ValueError(f"failures must be 1 or more, not {failures}")
    if failures > len(WAITS):
        return None
    return after + WAITS[failures - 1]
