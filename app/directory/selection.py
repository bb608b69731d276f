"""The firms on a shelf, what each further choice would leave of them, and who nearly stands there."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import reduce
from operator import or_
from typing import Any

from sqlalchemy import Select, String, cast, distinct, func, select, union_all
from sqlalchemy import literal as literally

from app.directory import nearness
from app.directory.matched import Columns, Match, Order, matched, read
from app.directory.models import Firm, Offering, OfferingSector
from app.directory.nearness import Near
from app.directory.shelf import Shelf, offering_conditions, published, speaking
from app.kernel.db import db
from app.taxonomy.models import Service
from app.taxonomy.snapshot import Taxonomy

#: With fewer firms than this, the page says what is missing where.
FEW = 3
#: The filters that are counted of offerings; languages are counted of the firms themselves.
_OFFERED = ("market", "family", "service", "sector")
#: Of these, an offering for one value answers for others too.
_WIDENED = frozenset({"market", "sector"})


@dataclass(frozen=True, slots=True)
class Selection:
    """What there is for a shelf."""

    #: In the order they are shown.
    found: list[Match]
    #: By filter, then by value: how many firms there would be with that value beside all other filters.
    #: A filter is missing where nothing else narrows: then the figures are those of ``Stock``.
    facets: Mapping[str, Mapping[str, int]]
    #: By condition: how many there would be without it. Only where few were found.
    without: Mapping[str, int]
    #: Only where few were found.
    near: list[Near] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Searching:
    """Who looks, and how: the same for all parts of the statement."""

    taxonomy: Taxonomy
    demo: bool
    #: Breaks ties, see ``Turns``.
    turn: Callable[[str], bytes]
    order: Order = field(default_factory=Order)


def select_firms(
    shelf: Shelf, searching: Searching, *, called: Select[int | None] | None, facets: bool = True
) -> Selection:
    """The firms that meet the shelf; one statement.

    called: selects the ids of the firms that ``shelf.q`` means; None where it says nothing.
    facets: whether further choices are counted, and who is near looked for.
    """
    parts = _Parts(shelf, searching, called)
    rows = db.session.execute(union_all(*parts.all(facets=facets))).all()
    told: dict[str, list[Any]] = {}
    for row in rows:
        told.setdefault(row.part, []).append(row)
    everyone = [read(row) for row in told.get("found", [])]
    found = [each for each in everyone if each.speaks]
    counts = {name: parts.read_facet(name, told.get(name, [])) for name in parts.counted}
    if shelf.without("language"):
        counts["language"] = _spoken(everyone)
    without = {row.code: row.number for row in told.get("without", [])}
    if shelf.language and len(found) < FEW:
        without["language"] = len(everyone)
    return Selection(
        searching.order.sorted(found, searching.turn),
        counts,
        without,
        nearness.ordered(told.get("near", []), everyone, searching.turn) if len(found) < FEW else [],
    )


def _spoken(firms: list[Match]) -> dict[str, int]:
    found: dict[str, int] = {}
    for firm in firms:
        for tag in firm.tongues:
            found[tag] = found.get(tag, 0) + 1
    return found


class _Parts:
    """The parts of the statement, each with the same columns."""

    def __init__(self, shelf: Shelf, searching: Searching, called: Select[int | None] | None) -> None:
        self._shelf, self._taxonomy, self._demo = shelf, searching.taxonomy, searching.demo
        self._called = called.cte("called") if called is not None else None
        self._found = matched(shelf, searching.taxonomy, self._public(), searching.order).cte("found")
        self._seed = searching.turn("near misses")
        #: Filters beside which others narrow, so that their values have to be counted.
        self.counted = [name for name in _OFFERED if shelf.without(name)]

    def _public(self, *, called: bool = True) -> list[Any]:
        conditions = published(self._demo)
        if called and self._called is not None:
            conditions = [*conditions, Firm.id.in_(select(self._called.c[0]))]
        return conditions

    def all(self, *, facets: bool) -> list[Select[Any]]:
        found = select(literally("found").label("part"), *self._found.c)
        if not facets:
            return [found]
        counted = [self._facet(name) for name in self.counted]
        return [found, *counted, *self._without(), *self._near()]

    def _are_few(self) -> Any:
        speaking_ones = select(func.count()).select_from(self._found).where(self._found.c.speaks == 1)
        return speaking_ones.scalar_subquery() < FEW

    def _facet(self, name: str) -> Select[Any]:
        """How many firms for each value of one filter, given all others."""
        others = self._shelf.without(name)
        columns = {
            "market": Offering.market_code,
            "family": Service.family_code,
            "service": Offering.service_code,
            "sector": OfferingSector.sector_code,
        }
        each = select(Offering.firm_id.label("firm"), columns[name].label("code")).join(
            Firm, Firm.id == Offering.firm_id
        )
        if name == "family":
            each = each.join(Service, Service.code == Offering.service_code)
        if name == "sector":
            each = each.join(OfferingSector, OfferingSector.offering_id == Offering.id)
        table = (
            each.where(
                *self._public(), speaking(others.language), *offering_conditions(others, self._taxonomy)
            )
            .distinct()
            .subquery(f"by_{name}")
        )
        told: dict[str, Any] = (
            # Which firms, not how many: a firm counts once for a market, however many around it it names.
            {"tongues": func.aggregate_strings(cast(table.c.firm, String), ",")}
            if name in _WIDENED
            else {"number": func.count(distinct(table.c.firm))}
        )
        return select(*Columns(name, code=table.c.code, **told).all()).group_by(table.c.code)

    def read_facet(self, name: str, rows: list[Any]) -> Mapping[str, int]:
        """By value: how many firms."""
        if name not in _WIDENED:
            return {row.code: row.number for row in rows}
        firms = {row.code: bits(map(int, row.tongues.split(","))) for row in rows}
        taxonomy = self._taxonomy
        answering = {
            code: taxonomy.markets_answering(code) if name == "market" else taxonomy.sectors_answering(code)
            for code in (taxonomy.regions if name == "market" else taxonomy.sectors)
        }
        return {
            asked: reduce(or_, (firms[code] for code in codes if code in firms), 0).bit_count()
            for asked, codes in answering.items()
        }

    def _without(self) -> list[Select[Any]]:
        """How many there would be without each condition; asked only where few are found."""
        return [
            self._count_of(name, self._shelf.without(name)).where(self._are_few())
            for name in self._shelf.conditions()
            if name != "language"
        ]

    def _count_of(self, name: str, shelf: Shelf) -> Select[Any]:
        public = self._public(called=name != "q")
        counted = select(
            *Columns("without", code=literally(name), number=func.count(distinct(Firm.id))).all()
        ).select_from(Firm)
        if shelf.asks_for_offering:
            counted = counted.join(Offering, Offering.firm_id == Firm.id).where(
                *offering_conditions(shelf, self._taxonomy)
            )
        return counted.where(*public, speaking(shelf.language))

    def _near(self) -> list[Select[Any]]:
        looked_for = nearness.candidates(self._shelf, self._taxonomy, self._seed)
        if looked_for is None:
            return []
        taken = select(self._found.c.firm_id).where(self._found.c.speaks == 1)
        asked = looked_for.where(
            *self._public(), speaking(self._shelf.language), Firm.id.not_in(taken), self._are_few()
        )
        # A part of a union may be limited only within brackets, which SQLite does not have.
        return [select(*asked.subquery("near").c)]


def bits(ids: Iterable[int]) -> int:
    """A set of ids as one number, so that many large sets are joined at once."""
    known = list(ids)
    held = bytearray(max(known, default=0) // 8 + 1)
    for each in known:
        held[each >> 3] |= 1 << (each & 7)
    return int.from_bytes(held, "little")
