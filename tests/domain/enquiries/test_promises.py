"""By when somebody has written, on the reader's own clock."""

from datetime import UTC, datetime

import pytest

from app.enquiries.promises import working_days_after

MONDAY_NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


def at(day, hour, minute=0, month=11):
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("moment", "days", "zone", "promised"),
    [
        pytest.param(MONDAY_NOON, 3, "UTC", "2026-11-26T18:00:00+00:00", id="within a week"),
        pytest.param(MONDAY_NOON, 3, "Asia/Taipei", "2026-11-26T18:00:00+08:00", id="another clock"),
        pytest.param(at(26, 12), 3, "UTC", "2026-12-01T18:00:00+00:00", id="over a weekend"),
        pytest.param(at(28, 12), 1, "UTC", "2026-11-30T18:00:00+00:00", id="from a Saturday"),
        pytest.param(at(29, 12), 3, "UTC", "2026-12-02T18:00:00+00:00", id="from a Sunday"),
        # Friday 20:00 in London is Saturday already in Taipei, and still Friday noon in Los Angeles.
        pytest.param(at(27, 20), 1, "Asia/Taipei", "2026-11-30T18:00:00+08:00", id="Saturday in Taipei"),
        pytest.param(at(30, 3), 1, "America/Los_Angeles", "2026-11-30T18:00:00-08:00", id="Sunday there"),
        pytest.param(at(23, 23, 30), 1, "Asia/Kolkata", "2026-11-25T18:00:00+05:30", id="a half hour"),
        # Clocks in London go back on 25 October.
        pytest.param(at(23, 12, month=10), 1, "Europe/London", "2026-10-26T18:00:00+00:00", id="winter time"),
        pytest.param(MONDAY_NOON, 20, "UTC", "2026-12-21T18:00:00+00:00", id="four weeks"),
    ],
)
def test_a_promise_ends_with_a_working_day_of_the_reader(moment, days, zone, promised):
    assert working_days_after(moment, days, zone).isoformat() == promised
