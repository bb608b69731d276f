"""Office hours on somebody's own clock."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.i18n.hours import hours_of

MOMENTS = st.integers(0, 4 * 365 * 24 * 60).map(
    lambda minutes: datetime(2024, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)
LONDON, SHANGHAI = ("UK", "Europe/London"), ("CN", "Asia/Shanghai")
PLACES = [
    ("CN", "Asia/Shanghai"),
    ("TW", "Asia/Taipei"),
    ("KR", "Asia/Seoul"),
    ("UK", "Europe/London"),
    ("CH-ZG", "Europe/Zurich"),
    ("US", "America/New_York"),
    ("IN", "Asia/Kolkata"),
    ("SA", "Asia/Riyadh"),
    ("", "Pacific/Kiritimati"),
]


def utc(text):
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("place", "moment", "days", "closes"),
    [
        pytest.param(LONDON, "2026-11-23T12:00", 3, "2026-11-26T18:00+00:00", id="in a week"),
        pytest.param(LONDON, "2026-10-23T12:00", 1, "2026-10-26T18:00+00:00", id="DST ends"),
        pytest.param(LONDON, "2026-03-27T12:00", 1, "2026-03-30T18:00+01:00", id="DST begins"),
        pytest.param(("US", "America/New_York"), "2026-03-06T20:00", 1, "2026-03-09T18:00-04:00", id="US"),
        pytest.param(SHANGHAI, "2026-09-18T04:00", 3, "2026-09-22T18:00+08:00", id="make-up Sunday"),
        pytest.param(SHANGHAI, "2026-09-30T04:00", 3, "2026-10-10T18:00+08:00", id="Golden Week"),
        pytest.param(SHANGHAI, "2026-02-13T04:00", 3, "2026-02-25T18:00+08:00", id="Spring Festival"),
        pytest.param(
            ("TW", "Asia/Taipei"), "2026-02-13T04:00", 1, "2026-02-23T18:00+08:00", id="Taiwan then"
        ),
        pytest.param(("KR", "Asia/Seoul"), "2026-09-23T04:00", 1, "2026-09-28T18:00+09:00", id="Chuseok"),
        pytest.param(
            ("IN", "Asia/Kolkata"), "2026-11-23T23:30", 1, "2026-11-25T18:00+05:30", id="half an hour"
        ),
        pytest.param(LONDON, "2026-12-24T12:00", 3, "2026-12-31T18:00+00:00", id="year end"),
        pytest.param(
            ("UK-SCT", "Europe/London"), "2026-12-31T12:00", 1, "2027-01-05T18:00+00:00", id="Hogmanay"
        ),
        pytest.param(("JP", "Asia/Tokyo"), "2026-04-28T03:00", 3, "2026-05-07T18:00+09:00", id="Japan"),
        # Friday 20:00 in London is Saturday already in Taipei, and Monday 03:00 still Sunday in Los Angeles.
        pytest.param(
            ("", "Asia/Taipei"), "2026-11-27T20:00", 1, "2026-11-30T18:00+08:00", id="Saturday there"
        ),
        pytest.param(
            ("", "America/Los_Angeles"), "2026-11-30T03:00", 1, "2026-11-30T18:00-08:00", id="Sunday"
        ),
    ],
)
def test_working_days_end_with_the_close_of_business(place, moment, days, closes):
    assert hours_of(*place).close_after(utc(moment), days) == datetime.fromisoformat(closes)


@pytest.mark.parametrize(
    ("place", "moment", "opens"),
    [
        (("UK", "Europe/London"), "2026-11-23T12:00", "2026-11-23T12:00+00:00"),
        (("UK", "Europe/London"), "2026-11-23T18:00", "2026-11-24T09:00+00:00"),
        (("UK", "Europe/London"), "2026-11-23T08:59", "2026-11-23T09:00+00:00"),
        (("UK", "Europe/London"), "2026-12-24T18:00", "2026-12-29T09:00+00:00"),
        (("IN", "Asia/Kolkata"), "2026-11-23T03:29", "2026-11-23T09:00+05:30"),
        (("CN", "Asia/Shanghai"), "2026-10-01T03:00", "2026-10-08T09:00+08:00"),
        (("US", "America/New_York"), "2026-11-01T05:30", "2026-11-02T09:00-05:00"),
    ],
)
def test_nobody_is_at_work_before_they_open(place, moment, opens):
    hours = hours_of(*place)
    assert hours.next_open(utc(moment)) == datetime.fromisoformat(opens)
    assert hours.is_open(utc(moment)) is (utc(moment) == datetime.fromisoformat(opens))


def test_half_of_the_working_time_is_not_half_of_the_time():
    hours = hours_of("UK", "Europe/London")
    friday, tuesday = utc("2026-11-27T09:00"), utc("2026-12-01T18:00")
    assert hours.between(friday, tuesday) == timedelta(hours=27)
    assert hours.part_of(friday, tuesday, 0.5) == utc("2026-11-30T13:30")
    assert hours.part_of(friday, tuesday, 0.9) == utc("2026-12-01T15:18")


@given(
    st.sampled_from(PLACES),
    MOMENTS,
    st.integers(0, 5 * 9 * 60),
)
def test_time_worked_is_counted_and_laid_off_alike(place, moment, minutes):
    hours, worked = hours_of(*place), timedelta(minutes=minutes)
    later = hours.later(moment, worked)
    assert later >= moment
    assert hours.between(moment, later) == worked
    assert not worked or hours.is_open(later - timedelta(minutes=1))


@given(
    st.sampled_from(PLACES),
    MOMENTS,
    st.integers(1, 6),
)
def test_a_deadline_is_a_close_and_so_many_openings_away(place, moment, days):
    hours = hours_of(*place)
    closes = hours.close_after(moment, days)
    assert (closes.hour, closes.minute) == (18, 0)
    full = hours.between(hours.next_open(moment), closes)
    assert timedelta(hours=9 * days) <= full <= timedelta(hours=9 * (days + 1))
