"""The needs an address lists: each a service in a market, and what in the list could not be followed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from app.directory.hands import Need
from app.taxonomy.models import Requirement
from app.taxonomy.snapshot import BROAD, RegionConcept, ServiceConcept, Taxonomy, by_slug

#: More at once is no list one could compare.
MOST_NEEDS = 8
#: Values that are looked at; an address with more was not written by a reader.
_MOST_LOOKED = 40
#: Characters of a value that is repeated to the reader.
_LONGEST = 60


@dataclass(frozen=True, slots=True)
class Asked:
    """An address as understood."""

    needs: tuple[Need, ...]
    #: What names no service, or no market, as it was typed.
    unknown: tuple[str, ...]
    #: Services offered in several markets, none of which was named.
    homeless: tuple[ServiceConcept, ...]
    #: Services with a market in which they mean nothing.
    misplaced: tuple[tuple[ServiceConcept, RegionConcept], ...]
    again: tuple[Need, ...]
    #: Needs beyond the eighth.
    beyond: int


def asked_for(args: Mapping[str, Sequence[str]], taxonomy: Taxonomy) -> Asked:
    """args: ``need`` as service@market, any number of them; ``service`` with ``market`` is one more.

    A role that is bound to one market needs no market said: UKRP is one in the United Kingdom.
    """
    given = [value.strip() for value in args.get("need", ()) if value.strip()]
    added = next(iter(args.get("service", ())), "").strip()
    if added:
        # What was just added to a list that is too long is what is left out, not the first of it.
        given = [*given[:_MOST_LOOKED], f"{added}@{next(iter(args.get('market', ())), '').strip()}"]
    reading = _Reading(taxonomy)
    for value in given[: _MOST_LOOKED + 1]:
        reading.take(value)
    needs = list(reading.needs)
    return Asked(
        tuple(needs[:MOST_NEEDS]),
        tuple(reading.unknown)[:MOST_NEEDS],
        tuple(reading.homeless.values()),
        tuple(reading.misplaced.values())[:MOST_NEEDS],
        tuple(each for each in needs[:MOST_NEEDS] if reading.needs[each] > 1),
        len(needs[MOST_NEEDS:]) + len(given[_MOST_LOOKED + 1 :]),
    )


class _Reading:
    """A list of needs while it is read."""

    def __init__(self, taxonomy: Taxonomy) -> None:
        self._taxonomy = taxonomy
        #: How often each was named.
        self.needs: dict[Need, int] = {}
        self.unknown: dict[str, None] = {}
        self.homeless: dict[str, ServiceConcept] = {}
        self.misplaced: dict[tuple[str, str], tuple[ServiceConcept, RegionConcept]] = {}

    def take(self, value: str) -> None:
        code, _at, place = value[:_LONGEST].partition("@")
        service = by_slug(self._taxonomy.services, code.strip())
        market = by_slug(self._taxonomy.regions, place.strip()) if place else None
        if service is None or (place and (market is None or market.kind in BROAD)):
            self.unknown[value[:_LONGEST]] = None
        elif market is None:
            self._take_alone(service)
        elif fits(service, market.code, self._taxonomy):
            self._count(Need(service.code, market.code))
        else:
            self.misplaced[service.code, market.code] = service, market

    def _take_alone(self, service: ServiceConcept) -> None:
        home = home_of(service, self._taxonomy)
        if home:
            self._count(Need(service.code, home))
        else:
            self.homeless[service.code] = service

    def _count(self, need: Need) -> None:
        self.needs[need] = self.needs.get(need, 0) + 1


def fits(service: ServiceConcept, market: str, taxonomy: Taxonomy) -> bool:
    """Whether the service means anything there: in one of its markets, in a part or a union of one."""
    return not service.regions or bool(taxonomy.markets_answering(market) & frozenset(service.regions))


def home_of(service: ServiceConcept, taxonomy: Taxonomy) -> str | None:
    """The one market a service is bound to, its parts and the unions around it aside; None for several."""
    whole = [code for code in service.regions if taxonomy.regions[code].kind != "subnational"]
    if not whole:
        return service.regions[0] if len(service.regions) == 1 else None
    one = whole[0]
    return one if all(each == one or each in taxonomy.ancestors(one) for each in whole) else None


def needs_of(rules: Iterable[Requirement], taxonomy: Taxonomy) -> list[Need]:
    """What meets those rules: of each, the first service that means something in its market."""
    found: dict[Need, None] = {}
    for rule in sorted(rules, key=lambda each: each.binding.value != "mandatory"):
        fitting = [
            code for code in rule.services if fits(taxonomy.services[code], rule.region_code, taxonomy)
        ]
        if fitting:
            found[Need(fitting[0], rule.region_code)] = None
    return list(found)[:MOST_NEEDS]
