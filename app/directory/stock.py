"""How many firms there are for each thing that can be asked for: figures beside filters and in the matrix."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import CTE, String, column, values

from app.directory.reading import register
from app.directory.register import Register
from app.taxonomy.snapshot import Taxonomy


@dataclass(frozen=True, slots=True)
class Stock:
    """Counts of public firms. A code that is missing has none."""

    firms: int
    samples: int
    #: By market asked about: firms whose offerings answer for it.
    markets: Mapping[str, int]
    #: By market asked about and family of services.
    cells: Mapping[tuple[str, str], int]
    services: Mapping[str, int]
    families: Mapping[str, int]
    sectors: Mapping[str, int]
    #: By tag of a working language.
    languages: Mapping[str, int]
    #: By market that offerings name themselves: firms with such an offering.
    named_markets: Mapping[str, int]


#: With the register it was counted from: a new edition brings a new one.
_kept: dict[bool, tuple[Register, Stock]] = {}


def stock(taxonomy: Taxonomy, *, demo: bool) -> Stock:
    """The figures of that edition; no statement once its register is known."""
    known = register(taxonomy, demo=demo)
    kept = _kept.get(demo)
    if kept is None or kept[0] is not known:
        kept = _kept[demo] = known, _count(known)
    return kept[1]


def _count(known: Register) -> Stock:
    holders = known.runs.holders

    def firms(held: Mapping[str, int]) -> dict[str, int]:
        return {code: holders(offerings).bit_count() for code, offerings in held.items()}

    cells = {
        (market, family): holders(there & does).bit_count()
        for market, there in known.markets.items()
        for family, does in known.families.items()
    }
    return Stock(
        firms=len(known.entries),
        samples=known.samples,
        markets=firms(known.markets),
        cells={cell: number for cell, number in cells.items() if number},
        services=firms(known.named.services),
        families=firms(known.families),
        sectors=firms(known.sectors),
        languages={tag: speakers.bit_count() for tag, speakers in known.named.tongues.items()},
        named_markets=firms(known.named.markets),
    )


def services_in(market: str, taxonomy: Taxonomy, *, demo: bool) -> dict[str, int]:
    """For each service whose offerings answer for the market, the number of firms."""
    known = register(taxonomy, demo=demo)
    return _together(known, known.markets.get(market, 0), known.named.services)


def markets_of(service: str, taxonomy: Taxonomy, *, demo: bool) -> dict[str, int]:
    """For each market some offering of that service names, the number of firms."""
    known = register(taxonomy, demo=demo)
    return _together(known, known.named.services.get(service, 0), known.named.markets)


def _together(known: Register, one: int, others: Mapping[str, int]) -> dict[str, int]:
    counts = {code: known.runs.holders(one & other).bit_count() for code, other in others.items()}
    return {code: number for code, number in counts.items() if number}


def pairs(name: str, answering: Mapping[str, frozenset[str]]) -> CTE:
    """Who answers for whom, as a table the database can join."""
    rows = [(asked, other) for asked, others in answering.items() for other in sorted(others)]
    table = values(column("asked", String), column("answering", String), name=name)
    return table.data(rows or [("", "")]).cte(name)
