"""What the reader of the directory asked for, as a value, and the firms that meet it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Self

from sqlalchemy import ColumnElement

from app.directory.models import Firm, Offering, Visibility
from app.i18n.formats import language_tag
from app.kernel.text import clean
from app.taxonomy.snapshot import Concept, Taxonomy, by_slug

#: Longer search words are cut; nobody's firm has such a name.
LONGEST_QUERY = 200
#: What is repeated of a value that is no code.
_LONGEST_CODE = 60
#: Values of one filter that are looked at.
MOST_VALUES = 20
#: The filters of the query string that hold codes; a value may be repeated and means any of.
FILTERS = ("market", "service", "family", "sector", "language")
#: What is said of the rest of a query string that nobody meant.
_MOST_IGNORED = 5
#: Orders a list can be in: by fit, which needs no word in the address, and by name.
BY_FIT, BY_NAME = "", "name"
_SORTS = {"fit": BY_FIT, "name": BY_NAME}


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
    sort: str
    page: str
    ignored: tuple[tuple[str, str], ...]
    #: Whether more of one filter was asked for than is looked at, or a longer search word.
    is_cut: bool


def asked_for(args: Mapping[str, Sequence[str]], taxonomy: Taxonomy) -> Asked:
    """args: every value of every name in the query string, codes in either case."""
    known: dict[str, Mapping[str, Concept]] = {
        "market": taxonomy.regions,
        "service": taxonomy.services,
        "family": taxonomy.families,
        "sector": taxonomy.sectors,
    }
    found: dict[str, dict[str, None]] = {name: {} for name in FILTERS}
    ignored: list[tuple[str, str]] = []
    for name, values in args.items():
        if name in {"q", "page", "sort", "keep"}:
            continue
        for value in values:
            code = _code(name, value[:LONGEST_QUERY], known)
            if code:
                found[name][code] = None
            elif value and len(ignored) < _MOST_IGNORED:
                ignored.append((name[:_LONGEST_CODE], value[:_LONGEST_CODE]))
    words, order = _first(args, "q"), _first(args, "sort")
    if order and order.lower() not in _SORTS:
        ignored.append(("sort", order[:_LONGEST_CODE]))
    shelf = Shelf(
        q=words[:LONGEST_QUERY].strip(),
        **{name: tuple(sorted(list(codes)[:MOST_VALUES])) for name, codes in found.items()},
    )
    return Asked(
        shelf,
        sort=_SORTS.get(order.lower(), BY_FIT),
        page=_first(args, "page"),
        ignored=tuple(ignored),
        is_cut=len(words) > LONGEST_QUERY or any(len(codes) > MOST_VALUES for codes in found.values()),
    )


def _first(args: Mapping[str, Sequence[str]], name: str) -> str:
    return clean(next(iter(args.get(name, ())), ""))


def _code(name: str, value: str, known: Mapping[str, Mapping[str, Concept]]) -> str | None:
    if name == "language":
        return language_tag(value)
    concept = by_slug(known[name], value) or by_slug(known[name], value.lower()) if name in known else None
    return concept.code if concept else None


def published(demo: bool) -> list[ColumnElement[bool]]:
    """What makes a firm public. Invented firms only where they take part."""
    conditions = [Firm.visibility == Visibility.PUBLISHED]
    return conditions if demo else [*conditions, Firm.demo.is_(False)]


def standing() -> list[ColumnElement[bool]]:
    """What makes an offering of a public firm answer searches. One that does not stays on the listing.

    The firm has confirmed it in time, and nothing that it rested on is over.
    """
    return [Offering.lapsed_at.is_(None), Offering.evidence_lapsed_at.is_(None)]
