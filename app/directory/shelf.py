"""What the reader of the directory asked for, as a value, and the firms that meet it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Self

from sqlalchemy import ColumnElement, Select, String, and_, case, cast, distinct, func, literal, or_, select
from sqlalchemy.orm import aliased

from app.directory.models import Firm, Offering, OfferingSector, Visibility
from app.i18n.formats import language_tag
from app.kernel.db import db
from app.kernel.text import clean
from app.taxonomy.snapshot import Concept, Taxonomy, by_slug

#: Longer search words are cut; nobody's firm has such a name.
LONGEST_QUERY = 200
#: Values of one filter that are looked at.
MOST_VALUES = 20
#: The filters of the query string that hold codes; a value may be repeated and means any of.
FILTERS = ("market", "service", "family", "sector", "language")


@dataclass(frozen=True, slots=True)
class Shelf:
    """Published firms, narrowed by what the reader asked for.

    The fields are the page's query string, so a shelf can be linked to, cached and compared. An empty
    field narrows nothing. Values of one field mean any of them, different fields all of them; market,
    service, family and sector must hold in one offering.
    """

    q: str = ""
    market: tuple[str, ...] = ()
    service: tuple[str, ...] = ()
    family: tuple[str, ...] = ()
    sector: tuple[str, ...] = ()
    language: tuple[str, ...] = ()

    @property
    def asks_for_offering(self) -> bool:
        return bool(self.market or self.service or self.family or self.sector)

    def __bool__(self) -> bool:
        return bool(self.q or self.language or self.asks_for_offering)

    def query(self) -> Iterator[tuple[str, str]]:
        """The query string it came from, in one order and one case: equal shelves share an address."""
        if self.q:
            yield "q", self.q
        for name in FILTERS:
            for value in getattr(self, name):
                yield name, value.lower()

    def without(self, name: str) -> Self:
        nothing: dict[str, Any] = {name: "" if name == "q" else ()}
        return replace(self, **nothing)

    def conditions(self) -> Iterator[str]:
        """The names of the fields that narrow."""
        for name in ("q", *FILTERS):
            if getattr(self, name):
                yield name


@dataclass(frozen=True, slots=True)
class Asked:
    """A query string as understood, and what in it was not: pairs of name and value, as they were typed."""

    shelf: Shelf
    page: str
    ignored: tuple[tuple[str, str], ...]


def asked_for(args: Mapping[str, Sequence[str]], taxonomy: Taxonomy) -> Asked:
    """args: every value of every name in the query string, codes in either case."""
    known: dict[str, Mapping[str, Concept]] = {
        "market": taxonomy.regions,
        "service": taxonomy.services,
        "family": taxonomy.families,
        "sector": taxonomy.sectors,
    }
    found: dict[str, dict[str, None]] = {name: {} for name in FILTERS}
    ignored = []
    for name, values in args.items():
        if name in {"q", "page"}:
            continue
        for value in values:
            code = _code(name, value, known)
            if code and len(found[name]) < MOST_VALUES:
                found[name][code] = None
            elif value:
                ignored.append((name, value[:LONGEST_QUERY]))
    words = clean(next(iter(args.get("q", ())), ""))[:LONGEST_QUERY].strip()
    shelf = Shelf(q=words, **{name: tuple(sorted(codes)) for name, codes in found.items()})
    return Asked(shelf, next(iter(args.get("page", ())), ""), tuple(ignored[:MOST_VALUES]))


def _code(name: str, value: str, known: Mapping[str, Mapping[str, Concept]]) -> str | None:
    if name == "language":
        return language_tag(value)
    concept = by_slug(known[name], value) or by_slug(known[name], value.lower()) if name in known else None
    return concept.code if concept else None


def published(demo: bool) -> list[ColumnElement[bool]]:
    """What makes a firm public. Invented firms only where they take part."""
    conditions = [Firm.visibility == Visibility.PUBLISHED]
    return conditions if demo else [*conditions, Firm.demo.is_(False)]


def _answering(codes: Sequence[str], widen: Callable[[str], frozenset[str]]) -> list[str]:
    return sorted(frozenset().union(*(widen(code) for code in codes)))


def offering_conditions(shelf: Shelf, taxonomy: Taxonomy) -> list[ColumnElement[bool]]:
    """What one offering must meet."""
    conditions: list[ColumnElement[bool]] = []
    if shelf.market:
        conditions.append(Offering.market_code.in_(_answering(shelf.market, taxonomy.markets_answering)))
    if shelf.service:
        conditions.append(Offering.service_code.in_(shelf.service))
    if shelf.family:
        services = [code for family in shelf.family for code in taxonomy.services_of(family)]
        conditions.append(Offering.service_code.in_(services))
    if shelf.sector:
        sectors = _answering(shelf.sector, taxonomy.sectors_answering)
        listed = aliased(OfferingSector)
        conditions.append(
            select(listed.id)
            .where(listed.offering_id == Offering.id, listed.sector_code.in_(sectors))
            .correlate(Offering)
            .exists()
        )
    return conditions


@dataclass(frozen=True, slots=True)
class Match:
    """A firm that meets a shelf, and what its place depends on."""

    id: int
    slug: str
    #: Whether an offering stands for the very market asked about, not for one around or inside it.
    exact: bool
    #: How many of the markets and services asked for it meets.
    met: int


def matches(
    shelf: Shelf,
    taxonomy: Taxonomy,
    *,
    demo: bool,
    turn: Callable[[str], bytes],
    called: Select[int | None] | None,
) -> list[Match]:
    """Every firm that meets the shelf, in the order they are shown; one statement.

    called: selects the ids of the firms that ``shelf.q`` means; None where it says nothing.
    turn: breaks ties, see ``Turns``.
    """
    statement = _statement(shelf, taxonomy).where(*published(demo))
    if shelf.language:
        statement = statement.where(or_(*(_speaks(tag) for tag in shelf.language)))
    if called is not None:
        statement = statement.where(Firm.id.in_(called))
    found = [Match(row.id, row.slug, bool(row.exact), row.met) for row in db.session.execute(statement)]
    return sorted(found, key=lambda each: (not each.exact, -each.met, turn(each.slug)))


def _statement(shelf: Shelf, taxonomy: Taxonomy) -> Select[int, str, int, int]:
    if not shelf.asks_for_offering:
        return select(Firm.id, Firm.slug, literal(0).label("exact"), literal(0).label("met"))
    met: ColumnElement[int] = literal(0)
    if shelf.service:
        met = met + func.count(distinct(Offering.service_code))
    for asked in shelf.market:
        met = met + _any(Offering.market_code.in_(sorted(taxonomy.markets_answering(asked))))
    return (
        select(
            Firm.id,
            Firm.slug,
            _any(Offering.market_code.in_(shelf.market)).label("exact"),
            met.label("met"),
        )
        .join(Offering, Offering.firm_id == Firm.id)
        .where(and_(*offering_conditions(shelf, taxonomy)))
        .group_by(Firm.id, Firm.slug)
    )


def _any(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.max(case((condition, 1), else_=0))


def _speaks(tag: str) -> ColumnElement[bool]:
    """Tags are kept as a JSON list; in quotation marks none is part of another."""
    return cast(Firm.working_languages, String).contains(f'"{tag}"', autoescape=True)
