"""Firms that meet a shelf but for one thing, and which."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, not_, or_, select, true

from app.directory.matched import Columns, Match
from app.directory.models import Firm, Offering
from app.directory.shelf import Shelf, for_sectors, in_families, in_markets
from app.taxonomy.snapshot import Taxonomy

#: Near firms that are looked at; the page shows the first of them.
_LOOKED_AT = 60
#: A prime above which no remainder repeats too soon.
_PRIME = 65_537


class Missing(IntEnum):
    """What a firm lacks, the least first."""

    #: It does all of it, in other languages.
    LANGUAGE = 1
    #: It does it there, for other products.
    SECTOR = 2
    #: It does it, elsewhere.
    MARKET = 3
    #: It does something of the same kind there.
    SERVICE = 4
    #: It does something of the same kind, in the same part of the world.
    CELL = 5


@dataclass(frozen=True, slots=True)
class Near:
    """A firm that lacks one thing."""

    id: int
    slug: str
    missing: Missing


def kinds(shelf: Shelf, taxonomy: Taxonomy) -> dict[Missing, ColumnElement[bool]]:
    """What an offering must be for its firm to lack just that; those that the shelf can lack."""
    there = in_markets(shelf.market, taxonomy) if shelf.market else true()
    product = for_sectors(shelf.sector, taxonomy) if shelf.sector else true()
    does, alike = _does(shelf, taxonomy), _alike(shelf, taxonomy)
    asks = bool(shelf.service or shelf.family)
    found: dict[Missing, ColumnElement[bool]] = {}
    if shelf.sector and (asks or shelf.market):
        found[Missing.SECTOR] = and_(does, there, not_(product))
    if shelf.market and asks:
        found[Missing.MARKET] = and_(does, product, not_(there))
    if alike is not None:
        found[Missing.SERVICE] = and_(alike, there, product, not_(does))
    if alike is not None and shelf.market:
        around = Offering.market_code.in_(_around(shelf, taxonomy))
        found[Missing.CELL] = and_(alike, product, around, not_(there), not_(does))
    return found


def _does(shelf: Shelf, taxonomy: Taxonomy) -> ColumnElement[bool]:
    conditions: list[ColumnElement[bool]] = []
    if shelf.service:
        conditions.append(Offering.service_code.in_(shelf.service))
    if shelf.family:
        conditions.append(in_families(shelf.family, taxonomy))
    return and_(true(), *conditions)


def _alike(shelf: Shelf, taxonomy: Taxonomy) -> ColumnElement[bool] | None:
    """Services of the same families as those asked for."""
    families = sorted({taxonomy.services[code].family for code in shelf.service})
    return in_families(families, taxonomy) if families else None


def _around(shelf: Shelf, taxonomy: Taxonomy) -> list[str]:
    """Markets in the same part of the world as those asked about."""
    above = frozenset().union(*(taxonomy.ancestors(code) for code in shelf.market))
    return sorted(code for code in taxonomy.regions if above & taxonomy.ancestors(code))


def candidates(shelf: Shelf, taxonomy: Taxonomy, seed: bytes) -> Select[Any] | None:
    """The firms that lack one thing; None where there is no such thing to lack.

    seed: decides which of very many alike are looked at; nobody can guess it.
    """
    wanted = kinds(shelf, taxonomy)
    if not wanted:
        return None
    least = func.min(case(*((condition, int(kind)) for kind, condition in wanted.items()), else_=None))
    drawn = (Firm.id * (int.from_bytes(seed[:2]) + 1)) % _PRIME
    return (
        select(*Columns("near", code=Firm.slug, firm_id=Firm.id, number=least).all())
        .join(Offering, Offering.firm_id == Firm.id)
        .where(or_(*wanted.values()))
        .group_by(Firm.id)
        .order_by(least, drawn)
        .limit(_LOOKED_AT)
    )


def ordered(rows: Sequence[Any], matched: Sequence[Match], turn: Callable[[str], bytes]) -> list[Near]:
    """Those that lack least first, equals in turn."""
    mute = [Near(each.id, each.slug, Missing.LANGUAGE) for each in matched if not each.speaks]
    found = mute + [Near(row.firm_id, row.code, Missing(row.number)) for row in rows]
    return sorted(found, key=lambda each: (each.missing, turn(each.slug)))
