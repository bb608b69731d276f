"""When a letter is tried again."""

from datetime import timedelta

import pytest

from app.outbox.retry import next_attempt
from tests.mail.conftest import NOON

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def test_waits_grow_from_a_minute_to_a_day():
    waits = [next_attempt(failures, after=NOON) - NOON for failures in range(1, 10)]

    assert waits == [MINUTE, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 6 * HOUR, DAY, DAY, DAY, DAY]


def test_a_letter_is_given_up_on_the_fifth_day():
    moment, failures = NOON, 0
    while (following := next_attempt(failures + 1, after=moment)) is not None:
        moment, failures = following, failures + 1

    assert moment - NOON == timedelta(days=4, hours=8, minutes=36)
    assert next_attempt(99, after=NOON) is None


def test_nobody_waits_before_the_first_failure():
    with pytest.raises(ValueError):
        next_attempt(0, after=NOON)
