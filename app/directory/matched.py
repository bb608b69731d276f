"""The firms that meet a shelf, each with what its place depends on."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    String,
    and_,
    case,
    cast,
    distinct,
    func,
    literal,
    select,
)
from sqlalchemy.orm import aliased

from app.directory.models import Firm, FirmText, Offering
from app.directory.shelf import Shelf, offering_conditions, speaking
from app.i18n.collation import Place, place_of
from app.i18n.languages import LANGUAGES, Language
from app.taxonomy.snapshot import Taxonomy


@dataclass(frozen=True, slots=True)
class Match:
    """A firm that meets a shelf, and what its place depends on."""

    id: int
    slug: str
    #: Whether an offering stands for the very market asked about, not for one around or inside it.
    exact: bool
    #: How many of the markets and services asked for it meets.
    met: int
    #: Whether it works in a language asked for; those that do not are told apart, not left out.
    speaks: bool
    tongues: tuple[str, ...]
    #: As shown in the language the list is sorted for; empty where it is sorted by fit.
    name: str


@dataclass(frozen=True, slots=True)
class Order:
    """By fit, or by name as readers of a language look names up."""

    by_name_in: Language | None = None

    def sorted(self, found: Sequence[Match], turn: Callable[[str], bytes]) -> list[Match]:
        """turn: breaks ties of fit, see ``Turns``; firms of one name stand by their address."""
        if self.by_name_in is None:
            return sorted(found, key=lambda each: (not each.exact, -each.met, turn(each.slug)))
        return sorted(found, key=lambda each: (self.place(each)[1], each.slug))

    def place(self, match: Match) -> tuple[str, Place]:
        """What its name is looked up under, and where."""
        if self.by_name_in is None:
            raise ValueError("a list by fit has no places")
        return place_of(match.name, self.by_name_in)


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns that all parts of the statement have, so that they can stand below each other."""

    part: str
    code: Any = ""
    firm_id: Any = 0
    number: Any = 0
    exact: Any = 0
    speaks: Any = 1
    tongues: Any = ""
    name: Any = ""

    def named(self) -> list[ColumnElement[Any]]:
        kinds = {"code": String, "tongues": String, "name": String}
        return [
            cast(getattr(self, each), kinds.get(each, Integer)).label(each)
            for each in ("code", "firm_id", "number", "exact", "speaks", "tongues", "name")
        ]

    def all(self) -> list[ColumnElement[Any]]:
        return [literal(self.part).label("part"), *self.named()]


def matched(
    shelf: Shelf, taxonomy: Taxonomy, public: Sequence[ColumnElement[bool]], order: Order
) -> Select[Any]:
    """Every firm that meets the shelf, whatever it speaks."""
    met: ColumnElement[int] = literal(0)
    exact: ColumnElement[int] = literal(0)
    if shelf.asks_for_offering:
        if shelf.service:
            met = met + func.count(distinct(Offering.service_code))
        for asked in shelf.market:
            met = met + _any(Offering.market_code.in_(sorted(taxonomy.markets_answering(asked))))
        exact = _any(Offering.market_code.in_(shelf.market))
    columns = Columns(
        "found",
        code=Firm.slug,
        firm_id=Firm.id,
        number=met,
        exact=exact,
        speaks=case((speaking(shelf.language), 1), else_=0),
        tongues=Firm.working_languages,
        name=_name_in(order.by_name_in) if order.by_name_in else "",
    )
    statement = select(*columns.named()).select_from(Firm).where(*public)
    if shelf.asks_for_offering:
        statement = (
            statement.join(Offering, Offering.firm_id == Firm.id)
            .where(and_(*offering_conditions(shelf, taxonomy)))
            .group_by(Firm.id)
        )
    return statement


def _any(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.max(case((condition, 1), else_=0))


def _name_in(wanted: Language) -> ColumnElement[Any]:
    """The firm's name as ``Firm.read`` shows it: in the wanted language, or in the first one there is."""
    texts = aliased(FirmText)
    return func.coalesce(
        *(
            select(texts.name)
            .where(texts.firm_id == Firm.id, texts.language == language.slug)
            .correlate(Firm)
            .scalar_subquery()
            for language in dict.fromkeys((wanted, *LANGUAGES))
        )
    )


def read(row: Any) -> Match:
    return Match(
        row.firm_id, row.code, bool(row.exact), row.number, bool(row.speaks), _tags(row.tongues), row.name
    )


@lru_cache(4096)
def _tags(written: str) -> tuple[str, ...]:
    """The JSON list, of which firms have few different ones."""
    return tuple(json.loads(written or "[]"))
