"""The register as it stands in the database.

Of the tens of thousands of offerings only ids are read, those of a kind as one text: a row for each would
take several times as long.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from threading import Lock
from typing import Any

from sqlalchemy import ColumnElement, SQLColumnExpression, String, cast, func, select

from app.directory.models import Basis, Firm, Offering, OfferingSector
from app.directory.register import Entry, Offer, Register, Sets
from app.directory.runs import Runs, bits
from app.directory.shelf import published, standing
from app.kernel.db import db
from app.taxonomy.snapshot import Taxonomy

#: By whether invented firms take part. With the taxonomy: a new edition brings a new one.
_kept: dict[bool, Register] = {}
#: Of several threads that come for a new edition one reads it, and the others wait for that.
_reading = Lock()


def register(taxonomy: Taxonomy, *, demo: bool) -> Register:
    """The register of that edition; four statements when it is new to this process, else none."""
    kept = _kept.get(demo)
    if kept is None or kept.taxonomy is not taxonomy:
        with _reading:
            kept = _kept.get(demo)
            if kept is None or kept.taxonomy is not taxonomy:
                kept = _kept[demo] = _read(taxonomy, demo)
    return kept


def forget() -> None:
    """Drop what is kept, to measure what reading it costs."""
    _kept.clear()


def _read(taxonomy: Taxonomy, demo: bool) -> Register:
    firms = db.session.execute(
        select(Firm.id, Firm.slug, Firm.demo, cast(Firm.working_languages, String).label("tongues"))
        .where(*published(demo))
        .order_by(Firm.id)
    ).all()
    offerings = _Offerings()
    entries = [offerings.enter(each.id, each.slug) for each in firms]
    marks = bits(each.place for each in entries)
    spoken = (
        (tag, entry.place) for entry, firm in zip(entries, firms, strict=True) for tag in _tags(firm.tongues)
    )
    return Register(
        taxonomy=taxonomy,
        entries=entries,
        samples=sum(each.demo for each in firms),
        runs=Runs(marks, ((1 << offerings.above) - 1) ^ marks),
        named=Sets(tongues=_together(spoken), **offerings.named()),
    )


class _Offerings:
    """All there are, of which those of public firms are given places."""

    def __init__(self) -> None:
        columns = (Offering.service_code, Offering.market_code)
        rows = db.session.execute(
            select(*columns, _joined(Offering.firm_id), _joined(Offering.id))
            .where(*standing())
            .group_by(*columns)
        )
        self._kinds = [
            (Offer(service, market), _ids(firms), _ids(ids)) for service, market, firms, ids in rows
        ]
        #: By firm: the id of each offering and the number of its kind, as one number that sorts by the id.
        self._theirs: defaultdict[int, list[int]] = defaultdict(list)
        for number, (_offer, firms, ids) in enumerate(self._kinds):
            for firm, offering in zip(firms, ids, strict=True):
                self._theirs[firm].append(offering * len(self._kinds) + number)
        self._places: dict[int, int] = {}
        self.above = 0

    def enter(self, firm: int, slug: str) -> Entry:
        """The next firm, with a run above all others."""
        kinds = len(self._kinds)
        theirs = sorted(self._theirs.get(firm, ()))
        self._places.update({each // kinds: self.above + at for at, each in enumerate(theirs)})
        self.above += len(theirs) + 1
        return Entry(firm, slug, self.above - 1, [self._kinds[each % kinds][0] for each in theirs])

    def named(self) -> dict[str, Any]:
        """The sets of those that were given places."""
        sectors = _by_code(OfferingSector.sector_code, OfferingSector.offering_id)
        bases = _by_code(cast(Offering.basis, String), Offering.id)
        return {
            "services": _joint((offer.service, self._placed(ids)) for offer, _firms, ids in self._kinds),
            "markets": _joint((offer.market, self._placed(ids)) for offer, _firms, ids in self._kinds),
            "sectors": {code: bits(self._placed(ids)) for code, ids in sectors.items()},
            "bases": {Basis(code): bits(self._placed(ids)) for code, ids in bases.items()},
        }

    def _placed(self, ids: Sequence[int]) -> list[int]:
        places = self._places
        return [place for each in ids if (place := places.get(each)) is not None]


def _joined(ids: SQLColumnExpression[int]) -> ColumnElement[str]:
    return func.aggregate_strings(cast(ids, String), ",")


def _ids(joined: str) -> list[int]:
    return list(map(int, joined.split(",")))


def _by_code(code: SQLColumnExpression[str], ids: SQLColumnExpression[int]) -> Mapping[str, list[int]]:
    rows = db.session.execute(select(code, _joined(ids)).group_by(code))
    return {row[0]: _ids(row[1]) for row in rows}


def _together(pairs: Iterable[tuple[str, int]]) -> dict[str, int]:
    return _joint((code, (place,)) for code, place in pairs)


def _joint(pairs: Iterable[tuple[str, Iterable[int]]]) -> dict[str, int]:
    """By code: all places of it as one set."""
    found: defaultdict[str, list[int]] = defaultdict(list)
    for code, places in pairs:
        found[code].extend(places)
    return {code: bits(places) for code, places in found.items() if places}


@lru_cache(4096)
def _tags(written: str) -> tuple[str, ...]:
    """The JSON list, of which firms have few different ones."""
    return tuple(json.loads(written or "[]"))
