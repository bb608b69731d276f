"""How many firms there are for each thing that can be asked for: figures beside filters and in the matrix."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import CTE, String, column, distinct, func, select, values

from app.directory.models import Firm, Offering, OfferingSector
from app.directory.shelf import published
from app.kernel.db import db
from app.taxonomy.models import Service
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


#: With the taxonomy it was counted by: a new edition brings a new one.
_kept: dict[bool, tuple[Taxonomy, Stock]] = {}


def stock(taxonomy: Taxonomy, *, demo: bool) -> Stock:
    """The figures of that edition; eight statements when it is new to this process, else none."""
    kept = _kept.get(demo)
    if kept is None or kept[0] is not taxonomy:
        kept = _kept[demo] = taxonomy, _count(taxonomy, demo)
    return kept[1]


def pairs(name: str, answering: Mapping[str, frozenset[str]]) -> CTE:
    """Who answers for whom, as a table the database can join."""
    rows = [(asked, other) for asked, others in answering.items() for other in sorted(others)]
    table = values(column("asked", String), column("answering", String), name=name)
    return table.data(rows or [("", "")]).cte(name)


_FIRMS = func.count(distinct(Offering.firm_id))


def _tally(statement: Any) -> dict[Any, int]:
    """Rows of a key, or of several, and a count."""
    return {(row[0] if len(row) == 2 else tuple(row[:-1])): row[-1] for row in db.session.execute(statement)}


def _count(taxonomy: Taxonomy, demo: bool) -> Stock:
    public = published(demo)
    markets = pairs("pair", {code: taxonomy.markets_answering(code) for code in taxonomy.regions})
    sectors = pairs("pair", {code: taxonomy.sectors_answering(code) for code in taxonomy.sectors})

    def offerings(*columns: Any) -> Any:
        return (
            select(*columns, _FIRMS).join(Firm, Firm.id == Offering.firm_id).where(*public).group_by(*columns)
        )

    by_market = offerings(markets.c.asked).join(markets, markets.c.answering == Offering.market_code)
    by_cell = (
        offerings(markets.c.asked, Service.family_code)
        .join(markets, markets.c.answering == Offering.market_code)
        .join(Service, Service.code == Offering.service_code)
    )
    by_sector = (
        offerings(sectors.c.asked)
        .join(OfferingSector, OfferingSector.offering_id == Offering.id)
        .join(sectors, sectors.c.answering == OfferingSector.sector_code)
    )
    by_family = offerings(Service.family_code).join(Service, Service.code == Offering.service_code)
    kinds = _tally(select(Firm.demo, func.count()).where(*public).group_by(Firm.demo))
    return Stock(
        firms=sum(kinds.values()),
        samples=kinds.get(True, 0),
        markets=_tally(by_market),
        cells=_tally(by_cell),
        services=_tally(offerings(Offering.service_code)),
        families=_tally(by_family),
        sectors=_tally(by_sector),
        languages=_spoken(public),
        named_markets=_tally(offerings(Offering.market_code)),
    )


def _spoken(public: list[Any]) -> dict[str, int]:
    """Lists are kept as JSON, which PostgreSQL does not group; so they are counted here."""
    found: dict[str, int] = {}
    for tags in db.session.scalars(select(Firm.working_languages).where(*public)):
        for tag in tags:
            found[tag] = found.get(tag, 0) + 1
    return found
