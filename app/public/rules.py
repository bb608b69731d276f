"""Which rules hold in a market: its own, those of its parts, and those of the unions it belongs to."""

from collections.abc import Iterable, Sequence

from app.taxonomy.models import Requirement
from app.taxonomy.queries import requirements_in
from app.taxonomy.snapshot import BROAD, Taxonomy

#: The kind of region that is a part of a country.
PART = "subnational"
#: Duties that only a maker outside the market has; one inside can take the role itself.
_FROM_OUTSIDE = frozenset({"representative", "importer", "authorisation_holder"})


def ruling(market: str, taxonomy: Taxonomy) -> frozenset[str]:
    """The regions whose rules hold in that market."""
    parts = {code for code in taxonomy.descendants(market) if taxonomy.regions[code].kind == PART}
    unions = {code for code in taxonomy.ancestors(market) if taxonomy.regions[code].kind not in BROAD}
    return frozenset({market}) | parts | unions


def rules_of(markets: Iterable[str], taxonomy: Taxonomy) -> list[Requirement]:
    """What holds in any of those markets, each market's own rules first; one statement."""
    wanted = list(markets)
    found = requirements_in(frozenset().union(*(ruling(each, taxonomy) for each in wanted)))
    return sorted(found, key=lambda each: each.region_code not in wanted)


def concerns(rule: Requirement, sector: str, taxonomy: Taxonomy) -> bool:
    """Whether a rule is about that product; one that names no product is about all."""
    if not sector or not rule.sectors:
        return True
    return bool(taxonomy.sectors_answering(sector) & frozenset(rule.sectors))


def spares(rule: Requirement, origin: str, taxonomy: Taxonomy) -> bool:
    """Whether a maker in ``origin`` is inside the rule's market, and the duty one of those outside it."""
    inside = rule.region_code == origin or rule.region_code in taxonomy.ancestors(origin)
    return bool(origin) and inside and rule.kind in _FROM_OUTSIDE


def by_product(rules: Iterable[Requirement], taxonomy: Taxonomy) -> list[tuple[str, list[Requirement]]]:
    """The rules under the broadest kind of product they name first, in the editors' order of products.

    A rule that names no product stands under "", after all others. What is confirmed goes first.
    """
    found: dict[str, list[Requirement]] = {code: [] for code in (*taxonomy.sectors, "")}
    for rule in sorted(rules, key=lambda each: not each.is_confirmed):
        found[_broadest(rule.sectors[0], taxonomy) if rule.sectors else ""].append(rule)
    return [(code, theirs) for code, theirs in found.items() if theirs]


def _broadest(sector: str, taxonomy: Taxonomy) -> str:
    above = (each for each in taxonomy.sector_ancestors(sector) if taxonomy.sectors[each].parent is None)
    return next(above, sector)


def services_needed(rules: Sequence[Requirement]) -> list[str]:
    """The services that meet the rules, each once, those of mandatory rules first."""
    order = sorted(rules, key=lambda each: each.binding.value != "mandatory")
    return list(dict.fromkeys(code for each in order for code in each.services))
