"""By when somebody has written, on the reader's own clock."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.enquiries.promises import promise
from app.i18n.hours import hours_of

TAIPEI = "Asia/Taipei"
MONDAY_NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


def moment(text):
    return datetime.fromisoformat(text)


@pytest.mark.parametrize(
    ("country", "zone", "owed", "promised"),
    [
        pytest.param("UK", "Europe/London", [], "2026-11-26T18:00+00:00", id="nobody owes anything"),
        pytest.param("US", "America/New_York", [], "2026-11-27T18:00-05:00", id="over Thanksgiving"),
        pytest.param("TW", TAIPEI, ["2026-11-25T10:00Z"], "2026-11-26T18:00+08:00", id="an early firm"),
        # London closes when it is already the 27th in Taipei: the desk has that day's successor.
        pytest.param("TW", TAIPEI, ["2026-11-26T18:00Z"], "2026-11-30T18:00+08:00", id="a later clock"),
        pytest.param(
            "TW", TAIPEI, ["2026-11-26T10:00Z", "2026-12-03T09:00Z"], "2026-12-04T18:00+08:00", id="the last"
        ),
    ],
)
def test_a_promise_is_kept_by_a_firm_or_else_by_the_desk(country, zone, owed, promised):
    given_word = promise(country, zone, at=MONDAY_NOON, owed=map(moment, owed))
    assert given_word == moment(promised)
    assert given_word.utcoffset() == moment(promised).utcoffset()


PLACES = [
    ("CN", "Asia/Shanghai"),
    ("UK", "Europe/London"),
    ("US", "America/New_York"),
    ("IN", "Asia/Kolkata"),
]


@given(st.sampled_from(PLACES), st.sampled_from(PLACES), st.integers(0, 3 * 365 * 24))
def test_the_desk_has_a_working_day_after_whatever_a_firm_owes(reader, firm, hour):
    at = datetime(2024, 1, 1, tzinfo=UTC) + timedelta(hours=hour)
    owed = hours_of(*firm).close_after(at, 3)
    promised = promise(*reader, at=at, owed=[owed])
    assert hours_of(*reader).between(owed, promised) >= timedelta(hours=9)
    assert promised >= promise(*reader, at=at)
