"""What somebody is looking for, in the taxonomy's codes."""

from collections.abc import Iterator
from dataclasses import dataclass

from app.taxonomy.snapshot import Taxonomy


@dataclass(frozen=True, slots=True)
class Needs:
    """Markets × services, for some kinds of product. An empty field says nothing."""

    markets: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    sectors: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.markets or self.services or self.sectors)

    @property
    def can_be_matched(self) -> bool:
        """A firm is found by service × market; one without the other leads nowhere certain."""
        return bool(self.markets and self.services)

    def cells(self, taxonomy: Taxonomy) -> Iterator[tuple[str, str]]:
        """The pairs of service and market that can exist: nobody needs a UK representative in Switzerland."""
        for service in self.services:
            named = taxonomy.services[service].regions
            for market in self.markets:
                if not named or taxonomy.markets_answering(market) & set(named):
                    yield service, market
