"""What a file of offerings would change, row by row, before anything is changed.

The rule for what the firm has confirmed: a row changes such a cell only if it knows of that confirmation,
because its ``confirmed_at`` is not older. A file without that column changes no confirmed cell.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from enum import Enum
from typing import Any

from app.directory.grid.cells import Fault, Key, Said, faults, key_fault, usual_day
from app.directory.grid.columns import confirmed_in, said_in
from app.directory.grid.keeping import Change, said_of
from app.directory.grid.tables import Row
from app.directory.models import Offering
from app.taxonomy.snapshot import Taxonomy


class Fate(Enum):
    """What becomes of a row."""

    ADDED = "added"
    CHANGED = "changed"
    SAME = "same"
    #: The firm has confirmed the cell since the file was written, or the file does not say what it knows.
    KEPT = "kept"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What becomes of one row, and why."""

    number: int
    fate: Fate
    #: None where the row names no cell that exists.
    key: Key | None = None
    #: By field of ``Said``: before and after.
    differences: Mapping[str, tuple[Any, Any]] | None = None
    #: Columns and what is wrong with them.
    wrong: Sequence[tuple[str, Fault]] = ()
    change: Change | None = None
    #: Of a row for a cell that another row speaks of: that row's number.
    same_as: int | None = None
    confirmed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    outcomes: Sequence[Outcome]

    @property
    def changes(self) -> list[Change]:
        return [each.change for each in self.outcomes if each.change]

    @property
    def counts(self) -> Mapping[Fate, int]:
        found = Counter(each.fate for each in self.outcomes)
        return {fate: found[fate] for fate in Fate}

    @property
    def digest(self) -> str:
        """Equal for plans that do the same to the same: what was seen is what is done."""
        told = hashlib.sha256()
        for each in self.changes:
            told.update(repr((each.service, each.market, each.version, each.said)).encode())
        return told.hexdigest()


def plan(
    rows: Iterable[Row],
    cells: Mapping[Key, Offering],
    *,
    firm: str,
    today: date,
    taxonomy: Taxonomy,
    language: str = "en",
) -> Plan:
    """What the rows would do to a firm's cells. Each row is judged for itself: a wrong one spoils no other.

    language: the slug of the language of words where the file does not say.
    """
    planner = _Planner(cells, firm, today, taxonomy, language, {})
    return Plan([planner.outcome(row) for row in rows])


@dataclass(frozen=True, slots=True)
class _Planner:
    cells: Mapping[Key, Offering]
    firm: str
    today: date
    taxonomy: Taxonomy
    language: str
    #: The row that speaks of each cell.
    taken: dict[Key, int]

    def outcome(self, row: Row) -> Outcome:
        values = row.values
        key = values.get("service", "").upper(), values.get("market", "").upper()
        if values.get("firm") and values["firm"] != self.firm:
            return Outcome(row.number, Fate.REFUSED, wrong=[("firm", Fault.OTHER_FIRM)])
        fault = key_fault(*key, taxonomy=self.taxonomy)
        if fault:
            column = "market" if fault is Fault.NO_SUCH_MARKET else "service"
            return Outcome(row.number, Fate.REFUSED, wrong=[(column, fault)])
        if key in self.taken:
            wrong = [("service", Fault.TWICE)]
            return Outcome(row.number, Fate.REFUSED, key, wrong=wrong, same_as=self.taken[key])
        self.taken[key] = row.number
        return self._judged(row, key, self.cells.get(key))

    def _judged(self, row: Row, key: Key, offering: Offering | None) -> Outcome:
        usual = usual_day(self.today)
        before = said_of(offering, confirm_by=usual) if offering else None
        said, wrong = said_in(row.values, before or Said(written_in=self.language, confirm_by=usual))
        is_same = before is not None and _differences(before, said) == {}
        if not wrong and is_same:
            return Outcome(row.number, Fate.SAME, key)
        if said.confirm_by < self.today and offering and said.confirm_by == offering.confirm_by:
            # The day of a lapsed cell is not what the row is about; saying the rest anew confirms it.
            said = replace(said, confirm_by=usual)
        wrong += faults(said, today=self.today, taxonomy=self.taxonomy) if not wrong else []
        if wrong:
            return Outcome(row.number, Fate.REFUSED, key, wrong=wrong)
        if offering and offering.confirmed_at and not _knows(row, offering.confirmed_at):
            return Outcome(row.number, Fate.KEPT, key, confirmed_at=offering.confirmed_at)
        change = Change(*key, offering.version if offering else 0, said)
        if before is None:
            return Outcome(row.number, Fate.ADDED, key, change=change)
        return Outcome(row.number, Fate.CHANGED, key, _differences(before, said), change=change)


def _knows(row: Row, confirmed_at: datetime) -> bool:
    told = confirmed_in(row.values)
    # Written to the second, kept finer.
    return told is not None and told >= confirmed_at.replace(microsecond=0)


def _differences(before: Said, after: Said) -> dict[str, tuple[Any, Any]]:
    pairs = {each.name: (getattr(before, each.name), getattr(after, each.name)) for each in fields(Said)}
    found = {name: pair for name, pair in pairs.items() if _plain(pair[0]) != _plain(pair[1])}
    if found.keys() <= {"written_in"} and not (after.exclusions or after.switching):
        return {}  # the language of no words
    return found


def _plain(value: Any) -> Any:
    """Sectors and languages are sets, however they are written."""
    return sorted(value) if isinstance(value, tuple) else value
