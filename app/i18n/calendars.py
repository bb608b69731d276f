"""Which days are worked in a place: public holidays by rule, make-up days of mainland China as data.

The calendars are kept under ``seed/calendars``; each file says what it holds.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import holidays
import yaml
from holidays.version import __version__ as library_version

from app.i18n.zones import zone_of

FOLDER = Path(__file__).resolve().parents[2] / "seed" / "calendars"
#: Codes of ours whose calendar is a part of a country's, or goes by another code.
_PARTS = {"UK": ("GB", "ENG"), "UK-GBN": ("GB", "ENG"), "UK-NIR": ("GB", "NIR")}
_COUNTRY = {"UK": "GB"}
_FIRST_REST_DAY = 5


class BadCalendar(ValueError):
    """A file of make-up days that cannot be used, and what is wrong with it."""


@dataclass(frozen=True, slots=True)
class MakeUpDays:
    """Days that are worked although they are a weekend's, as far as they are announced."""

    version: str
    calendar: str
    first_year: int
    last_year: int
    days: frozenset[date]


@cache
def make_up_days() -> MakeUpDays:
    """Those of the newest file. Raises BadCalendar."""
    files = sorted(FOLDER.glob("make-up-days-*.yaml"), key=lambda each: int(each.stem.rsplit("-", 1)[1]))
    return read_make_up_days(yaml.safe_load(files[-1].read_text(encoding="utf-8")), files[-1].stem)


def read_make_up_days(record: Mapping[str, Any], name: str) -> MakeUpDays:
    """The days of a file of that name. Raises BadCalendar for one that contradicts itself."""
    found = MakeUpDays(
        record["version"], record["calendar"], record["from"], record["to"], frozenset(record["days"])
    )
    years = range(found.first_year, found.last_year + 1)
    faults = [f"{day}: outside its years" for day in found.days if day.year not in years]
    faults += [f"{day}: no day of a weekend" for day in found.days if day.weekday() < _FIRST_REST_DAY]
    faults += [f"{year}: no source" for year in years if year not in record["sources"]]
    if found.version != name:
        faults.append(f"is called {name} and says {found.version}")
    if len(found.days) != len(record["days"]):
        faults.append("a day is there twice")
    if faults:
        raise BadCalendar("; ".join(sorted(faults)))
    return found


@dataclass(frozen=True, slots=True)
class Calendar:
    """The working days of one place; of a code nobody knows, Monday to Friday."""

    #: A region's code, or a part of one: ``TW``, ``UK-SCT``, ``CH-ZH``; empty for no place.
    code: str

    @property
    def version(self) -> str:
        """What it was reckoned with, kept beside each deadline."""
        made_up = make_up_days()
        parts = [f"{self.code or 'weekdays'}/holidays-{library_version}"]
        return "+".join([*parts, made_up.version] if self.code == made_up.calendar else parts)

    def is_working(self, day: date) -> bool:
        return day in _worked(self.code, day.year)

    def after(self, day: date, working_days: int) -> date:
        """That many working days after ``day``, which does not count itself."""
        for _ in range(working_days):
            day = self.next_working(day + timedelta(days=1))
        return day

    def next_working(self, day: date) -> date:
        """``day`` itself if it is worked, else the next that is."""
        while not self.is_working(day):
            day += timedelta(days=1)
        return day


@cache
def _worked(code: str, year: int) -> frozenset[date]:
    first = date(year, 1, 1)
    days = (first + timedelta(days=number) for number in range(366))
    known = public_holidays(code, year)
    extra = make_up_days()
    made_up = extra.days if code == extra.calendar else frozenset()
    return frozenset(day for day in days if day.year == year and (_is_worked(day, known) or day in made_up))


def _is_worked(day: date, known: holidays.HolidayBase | None) -> bool:
    return known.is_working_day(day) if known is not None else day.weekday() < _FIRST_REST_DAY


def public_holidays(code: str, year: int) -> holidays.HolidayBase | None:
    """The library's calendar of a place; None for a code it does not know."""
    country, _, part = code.partition("-")
    country, part = _PARTS.get(code, (_COUNTRY.get(country, country), part))
    try:
        return holidays.country_holidays(country, subdiv=part or None, years=year)
    except NotImplementedError:
        return None


@dataclass(frozen=True, slots=True)
class Seat:
    """The calendar and the clock of a place."""

    calendar: str
    time_zone: str


@cache
def _towns() -> tuple[Mapping[str, list[str]], Mapping[str, str]]:
    """The calendars of a town, by its name: two countries may have one of the same; and its clock."""
    kept = yaml.safe_load((FOLDER / "seats.yaml").read_text(encoding="utf-8"))
    calendars: dict[str, list[str]] = {}
    for code, towns in kept["calendars"].items():
        for town in towns:
            calendars.setdefault(town, []).append(code)
    return calendars, {town: zone for zone, towns in kept["zones"].items() for town in towns}


def seat_of(country: str, city: str = "") -> Seat:
    """Where somebody works: a region code, and a town's English name where it is known."""
    town = city.partition(",")[0].strip()
    calendars, zones = _towns()
    theirs = (code for code in calendars.get(town, ()) if code.startswith(f"{country}-"))
    usual = zone_of(country)
    zone = zones.get(town, usual)
    # A town of the same name in another part of the world has another clock.
    same_part = zone.partition("/")[0] == usual.partition("/")[0]
    return Seat(next(theirs, country), zone if same_part else usual)
