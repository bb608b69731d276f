"""The columns of a file of offerings: written from what is kept, and read back into what a firm says.

What is written and read again changes nothing.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from enum import Enum
from typing import Any, TypeVar

from app.directory.fees import FeeItem, FeeTerm
from app.directory.grid.cells import Fault, Said
from app.directory.models import Intake, Means, Offering
from app.i18n.formats import language_tag

E = TypeVar("E", bound=Enum)

#: Which offering a row is about; ``firm`` only where a file holds those of several.
NEEDED = ("service", "market")
_FEES = {f"fee_{each.value}": each for each in FeeItem}
#: In the order they are written.
COLUMNS = (
    "firm",
    *NEEDED,
    *("means", "partner", "intake", "confirm_by", "sectors", "without", "exclusions", "languages"),
    *_FEES,
    *("switching", "written_in", "confirmed_at"),
)

#: A column and what is wrong with its value.
Wrong = list[tuple[str, Fault]]


def row_of(firm: str, offering: Offering) -> list[object]:
    """One offering as it is written, column by column."""
    fees = offering.fee_terms
    return [
        firm,
        offering.service_code,
        offering.market_code,
        offering.means.value if offering.means else "",
        offering.partner or "",
        offering.intake.value,
        offering.confirm_by,
        " ".join(sorted(each.sector_code for each in offering.sectors)),
        " ".join(offering.excluded_sectors or ()),
        offering.exclusions or "",
        " ".join(offering.languages or ()),
        *(fees[each].value if each in fees else "" for each in _FEES.values()),
        offering.switching or "",
        offering.written_in or "",
        # As text: what a spreadsheet takes for a moment it writes back in a form of its own.
        offering.confirmed_at.isoformat(timespec="seconds") if offering.confirmed_at else "",
    ]


def said_in(values: Mapping[str, str], before: Said) -> tuple[Said, Wrong]:
    """What a row says, of what was said before; a column that the file does not have changes nothing."""
    wrong: Wrong = []
    new: dict[str, Any] = {}
    fees = dict(before.fees)
    for name in values:
        if _is_formula(values[name]):
            wrong.append((name, Fault.FORMULA))
            continue
        value = _unmarked(values[name])
        try:
            if name in _FEES:
                fees.pop(_FEES[name], None)
                if value:
                    fees[_FEES[name]] = _choice(FeeTerm, value)
            elif name in _READERS and (value or name not in _KEPT_WHEN_EMPTY):
                new[name] = _READERS[name](value)
        except _Unreadable as error:
            wrong.append((name, error.fault))
    fees = {each: fees[each] for each in FeeItem if each in fees}
    return replace(before, **new, fees=fees), wrong


def confirmed_in(values: Mapping[str, str]) -> datetime | None:
    """The confirmation that a row knows of; None where it says none that can be read."""
    try:
        moment = datetime.fromisoformat(_unmarked(values.get("confirmed_at", "")))
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


_RUNS = ("=", "+", "-", "@", "＝", "＋", "－", "＠")


class _Unreadable(Exception):
    def __init__(self, fault: Fault) -> None:
        self.fault = fault


def _unmarked(value: str) -> str:
    """Without the apostrophe behind which we write what would run."""
    rest = value[1:]
    return rest if value.startswith("'") and rest.lstrip().startswith(_RUNS) else value


def _is_formula(value: str) -> bool:
    start = value.lstrip("\u3000 ")
    return start.startswith(("=", "@", "＝", "＠")) or (start.startswith(("+", "-")) and "|" in start)


def _choice(kind: type[E], value: str) -> E:
    try:
        return kind(value.lower())
    except ValueError as error:
        raise _Unreadable(Fault.NOT_A_CHOICE) from error


def _day(value: str) -> date:
    try:
        return date.fromisoformat(value.replace("/", "-")[:10])
    except ValueError as error:
        raise _Unreadable(Fault.NOT_A_DAY) from error


def _codes(value: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(each.upper() for each in _parts(value)))


def _tags(value: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(language_tag(each) or each for each in _parts(value)))


def _parts(value: str) -> list[str]:
    for each in ",;、，；|":
        value = value.replace(each, " ")
    return value.split()


#: An empty cell leaves these as they are: nobody means that an offering has no such word.
_KEPT_WHEN_EMPTY = frozenset({"intake", "confirm_by", "written_in"})
_READERS: Mapping[str, Callable[[str], Any]] = {
    "means": lambda value: _choice(Means, value) if value else None,
    "partner": lambda value: " ".join(value.split()),
    "intake": lambda value: _choice(Intake, value),
    "confirm_by": _day,
    "sectors": _codes,
    "without": _codes,
    "exclusions": lambda value: " ".join(value.split()),
    "languages": _tags,
    "switching": str,
    "written_in": str.lower,
}
