"""Counting what is seen: in memory while pages leave, and now and then into the database, many at once."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from threading import Lock
from typing import Any

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite

from app.directory.models import Firm
from app.figures.models import DailyCount, Sight
from app.kernel.db import db

#: Different things that are held at once; what comes beyond them is not counted.
MOST_HELD = 50_000
#: Rows of one statement; both databases take many more values than these need.
_AT_ONCE = 1000


@dataclass(frozen=True, slots=True)
class Seen:
    """Something of a firm that a page shows."""

    firm: str
    sight: Sight
    market: str = ""
    service: str = ""


Counts = Mapping[tuple[date, Seen], int]


@dataclass(slots=True)
class Buffer:
    """What was seen and is not kept yet. Any number of threads may add to it."""

    _lock: Any = field(default_factory=Lock)
    _counts: Counter[tuple[date, Seen]] = field(default_factory=Counter)

    def add(self, seen: Iterable[Seen], *, on: date, times: int = 1) -> None:
        with self._lock:
            for each in seen:
                if len(self._counts) < MOST_HELD or (on, each) in self._counts:
                    self._counts[on, each] += times

    def take(self) -> Counts:
        """All of it, which is now the caller's to keep."""
        with self._lock:
            taken, self._counts = self._counts, Counter()
        return taken

    def give_back(self, counts: Counts) -> None:
        """What could not be kept this time."""
        for (day, seen), times in counts.items():
            self.add([seen], on=day, times=times)


def keep(counts: Counts) -> int:
    """Add them to what is kept; says how many rows. The caller holds the transaction.

    Two who do so at once add to each other. What was seen of a firm that is gone is dropped.
    """
    slugs = {seen.firm for _day, seen in counts}
    ids = (
        dict(db.session.execute(select(Firm.slug, Firm.id).where(Firm.slug.in_(slugs))).all())
        if slugs
        else {}
    )
    rows: list[dict[str, Any]] = [
        {
            "firm_id": ids[seen.firm],
            "day": day,
            "sight": seen.sight,
            "market": seen.market,
            "service": seen.service,
            "number": times,
        }
        for (day, seen), times in counts.items()
        if seen.firm in ids
    ]
    # In one order everywhere, so that two processes never wait for each other's rows.
    rows.sort(key=lambda row: (row["firm_id"], row["day"], row["sight"].value, row["market"], row["service"]))
    for start in range(0, len(rows), _AT_ONCE):
        _add(rows[start : start + _AT_ONCE])
    return len(rows)


def _add(rows: list[dict[str, Any]]) -> None:
    dialect = db.session.get_bind().dialect.name
    insert: Any = postgresql.insert if dialect == "postgresql" else sqlite.insert
    adding = insert(DailyCount).values(rows)
    db.session.execute(
        adding.on_conflict_do_update(
            index_elements=["firm_id", "day", "sight", "market", "service"],
            set_={"number": DailyCount.number + adding.excluded.number},
        )
    )
