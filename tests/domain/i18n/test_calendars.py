"""Which days are worked where."""

from datetime import date

import holidays
import pytest
import yaml

from app.i18n.calendars import (
    FOLDER,
    BadCalendar,
    Calendar,
    Seat,
    make_up_days,
    public_holidays,
    read_make_up_days,
    seat_of,
)

RIGHT = {
    "version": "make-up-days-9",
    "calendar": "CN",
    "from": 2026,
    "to": 2026,
    "sources": {2026: "a notice"},
    "days": [date(2026, 1, 4)],
}


@pytest.mark.parametrize(
    ("code", "day", "worked"),
    [
        pytest.param("CN", date(2026, 1, 4), True, id="a Sunday after New Year is made up for"),
        pytest.param("CN", date(2026, 2, 14), True, id="a Saturday before Spring Festival"),
        pytest.param("CN", date(2026, 2, 20), False, id="Spring Festival"),
        pytest.param("CN", date(2026, 2, 23), False, id="its ninth day"),
        pytest.param("CN", date(2026, 2, 28), True, id="the Saturday after it"),
        pytest.param("CN", date(2026, 9, 20), True, id="the Sunday before Golden Week"),
        pytest.param("CN", date(2026, 10, 7), False, id="the last day of Golden Week"),
        pytest.param("CN", date(2026, 10, 10), True, id="the Saturday after Golden Week"),
        pytest.param("CN", date(2026, 10, 17), False, id="a plain Saturday"),
        pytest.param("TW", date(2026, 10, 10), False, id="no make-up day in Taiwan"),
        pytest.param("TW", date(2026, 2, 17), False, id="Lunar New Year in Taiwan"),
        pytest.param("TW", date(2026, 9, 28), False, id="Teachers' Day in Taiwan"),
        pytest.param("HK", date(2026, 2, 18), False, id="Lunar New Year in Hong Kong"),
        pytest.param("HK", date(2026, 7, 1), False, id="Establishment Day"),
        pytest.param("KR", date(2026, 9, 24), False, id="the day before Chuseok"),
        pytest.param("KR", date(2026, 9, 25), False, id="Chuseok"),
        pytest.param("KR", date(2026, 9, 28), True, id="after Chuseok"),
        pytest.param("JP", date(2026, 5, 6), False, id="Golden Week in Japan"),
        pytest.param("US", date(2026, 11, 26), False, id="Thanksgiving"),
        pytest.param("US", date(2026, 7, 3), False, id="the Fourth, observed"),
        pytest.param("UK", date(2026, 12, 28), False, id="Boxing Day, moved"),
        pytest.param("UK", date(2026, 11, 30), True, id="St Andrew's is worked in England"),
        pytest.param("UK-SCT", date(2026, 11, 30), False, id="St Andrew's in Scotland"),
        pytest.param("UK-NIR", date(2026, 3, 17), False, id="St Patrick's in Northern Ireland"),
        pytest.param("UK-NIR", date(2026, 7, 13), False, id="the Boyne, moved"),
        pytest.param("CH", date(2026, 12, 8), True, id="Switzerland as a whole"),
        pytest.param("CH-ZG", date(2026, 12, 8), False, id="the Immaculate Conception in Zug"),
        pytest.param("CH-ZH", date(2026, 12, 8), True, id="and not in Zurich"),
        pytest.param("CH-GE", date(2026, 9, 10), False, id="the fast of Geneva"),
        pytest.param("DE", date(2026, 1, 6), True, id="Epiphany in Germany"),
        pytest.param("DE-BY", date(2026, 1, 6), False, id="Epiphany in Bavaria"),
        pytest.param("IN", date(2026, 8, 15), False, id="Independence Day in India"),
        pytest.param("SA", date(2026, 11, 27), False, id="a Friday in Saudi Arabia"),
        pytest.param("SA", date(2026, 11, 29), True, id="a Sunday in Saudi Arabia"),
        pytest.param("", date(2026, 12, 25), True, id="Christmas where nothing is known"),
        pytest.param("EU", date(2026, 11, 28), False, id="a weekend where nothing is known"),
    ],
)
def test_a_day_is_worked_or_not(code, day, worked):
    assert Calendar(code).is_working(day) is worked


def test_the_make_up_days_agree_with_those_of_the_library():
    ours = make_up_days()
    for year in range(ours.first_year, ours.last_year + 1):
        theirs = holidays.country_holidays("CN", years=year).weekend_workdays
        assert {day for day in ours.days if day.year == year} == {day for day in theirs if day.year == year}


@pytest.mark.parametrize("path", sorted(FOLDER.glob("make-up-days-*.yaml")), ids=lambda path: path.stem)
def test_every_released_file_can_be_read(path):
    assert read_make_up_days(yaml.safe_load(path.read_text(encoding="utf-8")), path.stem).days


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"days": [date(2026, 1, 5)]}, "2026-01-05: no day of a weekend"),
        ({"days": [date(2027, 1, 3)]}, "2027-01-03: outside its years"),
        ({"days": [date(2026, 1, 4)] * 2}, "a day is there twice"),
        ({"to": 2027}, "2027: no source"),
        ({"version": "make-up-days-8"}, "is called make-up-days-9 and says make-up-days-8"),
    ],
)
def test_a_file_that_contradicts_itself_is_refused(wrong, said):
    with pytest.raises(BadCalendar) as refused:
        read_make_up_days(RIGHT | wrong, "make-up-days-9")
    assert str(refused.value) == said


def test_only_the_mainland_names_the_version_of_the_make_up_days():
    assert "make-up-days" in Calendar("CN").version
    assert "make-up-days" not in Calendar("TW").version
    assert Calendar("").version.startswith("weekdays/")


@pytest.mark.parametrize(
    ("country", "city", "seat"),
    [
        ("CH", "Zug", Seat("CH-ZG", "Europe/Zurich")),
        ("UK", "Edinburgh", Seat("UK-SCT", "Europe/London")),
        ("UK", "", Seat("UK", "Europe/London")),
        ("US", "San Diego, California", Seat("US", "America/Los_Angeles")),
        ("US", "Hampton, Virginia", Seat("US", "America/New_York")),
        # A Portland and a Perth of other countries keep those countries' calendars and clocks.
        ("UK", "Perth", Seat("UK", "Europe/London")),
        ("AU", "Perth", Seat("AU", "Australia/Perth")),
        ("TW", "Taipei", Seat("TW", "Asia/Taipei")),
        ("KR", "Seoul", Seat("KR", "Asia/Seoul")),
    ],
)
def test_a_place_has_a_calendar_and_a_clock(country, city, seat):
    assert seat_of(country, city) == seat


def test_every_country_of_the_taxonomy_has_public_holidays():
    regions = yaml.safe_load((FOLDER.parent / "taxonomy" / "regions.yaml").read_text(encoding="utf-8"))
    countries = [each["code"] for each in regions["regions"] if each["kind"] == "market"]
    assert len(countries) > 60
    assert [code for code in countries if public_holidays(code, 2026) is None] == []
