"""The taxonomy as one value: small (about 350 concepts), immutable, shared by all requests.

It is read from the database once per content version; names on a page then cost no query.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from app.i18n.languages import Language

#: Kinds of region that are no market of their own; they group what lies in them.
BROAD = frozenset({"continent"})


@dataclass(frozen=True, slots=True)
class Concept:
    """Anything with a stable code and a name in three languages."""

    code: str
    names: Mapping[str, str]
    #: Other wordings, by language slug; for recognising, never for showing.
    aliases: Mapping[str, tuple[str, ...]]
    #: Matched as whole words, in this case only.
    abbreviations: tuple[str, ...]

    def name(self, language: Language) -> str:
        return self.names.get(language.slug) or self.names["en"]

    @property
    def slug(self) -> str:
        """The code as it stands in addresses."""
        return self.code.lower()


@dataclass(frozen=True, slots=True)
class RegionConcept(Concept):
    kind: str
    iso: str | None
    parents: tuple[str, ...]
    demonyms: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class RegulatorConcept(Concept):
    region: str
    domain: str
    sectors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SectorConcept(Concept):
    parent: str | None
    descriptions: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ServiceConcept(Concept):
    family: str
    regions: tuple[str, ...]
    sectors: tuple[str, ...]
    descriptions: Mapping[str, str]
    legal_basis: tuple[str, ...]

    def description(self, language: Language) -> str:
        return self.descriptions.get(language.slug) or self.descriptions["en"]


@dataclass(frozen=True, slots=True)
class AmbiguousTerm:
    facet: str
    terms: tuple[str, ...]
    readings: tuple[str, ...]
    default: str | None


C = TypeVar("C", bound=Concept)


@dataclass(frozen=True, eq=False)
class Taxonomy:
    """All concepts by code, in the order editors gave them. Equal to itself only, so caches may key on it."""

    version: int
    regions: Mapping[str, RegionConcept]
    regulators: Mapping[str, RegulatorConcept]
    sectors: Mapping[str, SectorConcept]
    families: Mapping[str, Concept]
    services: Mapping[str, ServiceConcept]
    ambiguous: tuple[AmbiguousTerm, ...]

    def ancestors(self, region: str) -> frozenset[str]:
        """Every region above ``region``, itself left out."""
        return self._region_ancestors.get(region, frozenset())

    def descendants(self, region: str) -> frozenset[str]:
        """Every region below ``region``, itself left out."""
        return self._region_descendants.get(region, frozenset())

    def markets_answering(self, region: str) -> frozenset[str]:
        """The regions whose offerings answer a question about ``region``.

        Itself, what contains it (an offering for the EU answers for Germany), and what it contains
        (an offering for Great Britain answers for the UK), never a sibling.
        """
        return frozenset({region}) | self.ancestors(region) | self.descendants(region)

    def sectors_answering(self, sector: str) -> frozenset[str]:
        """Itself, its parents (who serve their children) and its children."""
        return frozenset({sector}) | self.sector_ancestors(sector) | self._sector_descendants[sector]

    def sector_ancestors(self, sector: str) -> frozenset[str]:
        found: set[str] = set()
        parent = self.sectors[sector].parent
        while parent:
            found.add(parent)
            parent = self.sectors[parent].parent
        return frozenset(found)

    def services_of(self, family: str) -> tuple[str, ...]:
        return tuple(code for code, each in self.services.items() if each.family == family)

    @cached_property
    def _region_ancestors(self) -> Mapping[str, frozenset[str]]:
        def climb(code: str, seen: frozenset[str]) -> frozenset[str]:
            above: set[str] = set()
            for parent in self.regions[code].parents:
                if parent in self.regions and parent not in seen:
                    above |= {parent} | climb(parent, seen | {parent})
            return frozenset(above)

        return {code: climb(code, frozenset({code})) for code in self.regions}

    @cached_property
    def _region_descendants(self) -> Mapping[str, frozenset[str]]:
        return _inverted(self._region_ancestors)

    @cached_property
    def _sector_descendants(self) -> Mapping[str, frozenset[str]]:
        return _inverted({code: self.sector_ancestors(code) for code in self.sectors})


def _inverted(above: Mapping[str, frozenset[str]]) -> Mapping[str, frozenset[str]]:
    below: dict[str, set[str]] = {code: set() for code in above}
    for code, ancestors in above.items():
        for ancestor in ancestors:
            below[ancestor].add(code)
    return {code: frozenset(codes) for code, codes in below.items()}


def names(concepts: Mapping[str, C], codes: Iterable[str], language: Language) -> list[str]:
    """The names of those codes that are known, in the order given."""
    return [concepts[code].name(language) for code in codes if code in concepts]


def by_slug(concepts: Mapping[str, C], slug: str) -> C | None:
    """The concept whose code stands in an address as ``slug``; None if there is none."""
    return concepts.get(slug.upper()) or concepts.get(slug)
