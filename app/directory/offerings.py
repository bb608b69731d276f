"""Which firm offers which service where, worked out from what is known of it apart."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.directory.models import Basis, Means
from app.taxonomy.snapshot import ServiceConcept, Taxonomy

_STRONGEST_FIRST = tuple(Basis)


@dataclass(frozen=True, slots=True)
class Derived:
    """One service in one market, and the sectors for which it stands."""

    service: str
    market: str
    basis: Basis
    sectors: tuple[str, ...]
    means: Means | None = None


def weaker(one: Basis, other: Basis) -> Basis:
    """The basis of what rests on both."""
    return max(one, other, key=_STRONGEST_FIRST.index)


def derive(
    *,
    services: Mapping[str, Basis],
    markets: Mapping[str, Basis | None],
    sectors: Sequence[str],
    taxonomy: Taxonomy,
    means: Mapping[str, Means] | None = None,
) -> list[Derived]:
    """A firm's offerings, from the services, markets and sectors it is listed with.

    services: the basis of each service's code.
    markets: the basis of each market's code; None for a place of business where no market was
    stated, which gives no offering.
    means: what the firm says of how it acts, by the code of a service or a market; the service's goes first.

    A service that names its markets is offered in those of them that the firm serves, by exact code: a
    UK responsible person is no offering in the EU, and a firm that serves Germany is no authorised
    representative for the EU as a whole. A service without markets is offered in each market served.
    An offering is known no better than the weaker of its two sides.
    """
    found = []
    for code, how_service in services.items():
        service = taxonomy.services[code]
        fitting = fitting_sectors(service, sectors, taxonomy)
        for market, how_market in markets.items():
            if how_market is None or (service.regions and market not in service.regions):
                continue
            said = (means or {}).get(code) or (means or {}).get(market)
            found.append(Derived(code, market, weaker(how_service, how_market), fitting, said))
    return found


def fitting_sectors(service: ServiceConcept, sectors: Sequence[str], taxonomy: Taxonomy) -> tuple[str, ...]:
    """Those of a firm's sectors that a service is for.

    All of them where the service names none; else those that are one of the service's sectors, contain
    one or are part of one. An empty answer means that no sector is known, and the offering stands all
    the same.
    """
    if not service.sectors:
        return tuple(sectors)
    answering = frozenset().union(*(taxonomy.sectors_answering(each) for each in service.sectors))
    return tuple(each for each in sectors if each in answering)
