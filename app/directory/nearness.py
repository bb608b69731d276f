"""Firms that meet a shelf but for one thing, and which."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum
from itertools import islice

from app.directory.found import in_order
from app.directory.register import Register, any_of
from app.directory.shelf import Shelf
from app.taxonomy.snapshot import Taxonomy

#: Nobody is shown more of them.
_MOST = 20


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


def kinds(shelf: Shelf, register: Register) -> dict[Missing, int]:
    """What an offering must be for its firm to lack just that; those that the shelf can lack."""
    there = register.meeting(Shelf(market=shelf.market))
    product = register.meeting(Shelf(sector=shelf.sector))
    does = register.meeting(Shelf(service=shelf.service, family=shelf.family))
    families = {register.taxonomy.services[code].family for code in shelf.service}
    alike = any_of(register.families, families)
    asks = bool(shelf.service or shelf.family)
    found: dict[Missing, int] = {}
    if shelf.sector and (asks or shelf.market):
        found[Missing.SECTOR] = does & there & ~product
    if shelf.market and asks:
        found[Missing.MARKET] = does & product & ~there
    if families:
        found[Missing.SERVICE] = alike & there & product & ~does
    if families and shelf.market:
        around = any_of(register.named.markets, _around(shelf, register.taxonomy))
        found[Missing.CELL] = alike & product & around & ~there & ~does
    return found


def _around(shelf: Shelf, taxonomy: Taxonomy) -> list[str]:
    """Markets in the same part of the world as those asked about."""
    above = frozenset().union(*(taxonomy.ancestors(code) for code in shelf.market))
    return [code for code in taxonomy.regions if above & taxonomy.ancestors(code)]


def near(
    shelf: Shelf, register: Register, *, mute: int, others: int, turn: Callable[[str], bytes]
) -> list[Near]:
    """Those that lack least first, equals in turn.

    mute: the firms that meet the shelf but for the language. others: those among whom to look for the rest.
    """
    wanted = kinds(shelf, register)
    sets = [(kind, register.runs.holders(wanted[kind]) & others) for kind in sorted(wanted)]
    found: list[Near] = []
    seen = 0
    for missing, firms in [(Missing.LANGUAGE, mute), *sets]:
        if len(found) == _MOST:
            break
        fresh = in_order(firms & ~seen, register.queue(turn))
        found += [Near(each.id, each.slug, missing) for each in islice(fresh, _MOST - len(found))]
        seen |= firms
    return found
