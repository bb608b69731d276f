"""Which of the places a text names are markets its writer wants to be in."""

import re
from dataclasses import dataclass, field

from app.classification.authorities import is_shared
from app.classification.places import ASIDE, OPEN, ORIGIN, PARTY, STUCK, TARGET, Place, market_of
from app.classification.reading import Hit, Reading
from app.classification.vocabulary import CITY, FROM, REGULATOR
from app.taxonomy.snapshot import Taxonomy

#: How sure a market is, by what names it.
_SURE = {TARGET: 0.95, OPEN: 0.85}
_BY_REGULATOR = 0.85
_GUESSED = 0.5
#: Right before the name of a law: it is wanted, not held.
_WANTING = re.compile(r"(?:做|办|申请|要|需要|(?:^| )(?:need|get|want|obtain|for)(?: a| the)?) ?$")


@dataclass(slots=True)
class Market:
    """A market somebody wants to be in, with the words that say so."""

    score: float
    hits: list[Hit] = field(default_factory=list)
    #: Named by its own name, not only by its law or its authority.
    is_by_name: bool = False


def markets(
    reading: Reading, found: list[Place], taxonomy: Taxonomy, *, by_state: bool = False
) -> dict[str, Market]:
    """The markets somebody wants to be in, by code.

    by_state: a member state counts by itself, as for food, and not as the EU.
    """
    from_here = {code for each in found if each.role == ORIGIN for code in each.hit.codes}
    wanted: dict[str, Market] = {}
    for each in found:
        if each.role not in {TARGET, OPEN} or (each.hit.kind in {CITY, FROM} and each.role != TARGET):
            continue
        for code in each.hit.codes:
            if each.role == OPEN and code in from_here:
                continue
            by_name = each.hit.kind != REGULATOR
            market = wanted.setdefault(
                code if by_state and code != "EUROPE" else market_of(code, taxonomy), Market(0.0)
            )
            market.score = max(market.score, _SURE[each.role] if by_name else _BY_REGULATOR)
            market.hits.append(each.hit)
            market.is_by_name = market.is_by_name or by_name
    _without_guessed(reading, wanted)
    _without_basis(reading, wanted)
    _without_home(wanted, {market_of(code, taxonomy) for code in from_here})
    return _without_wider(wanted, taxonomy)


def _without_home(wanted: dict[str, Market], from_here: set[str]) -> None:
    """Beside another market, the authority of the writer's own country is whose papers one has."""
    if wanted.keys() - from_here:
        for code in [code for code, market in wanted.items() if code in from_here and not market.is_by_name]:
            del wanted[code]


def named_aside(found: list[Place], taxonomy: Taxonomy, *, by_state: bool) -> dict[str, Market]:
    """Where nothing else is named, the place of a distributor is the market, and so is one talked about."""
    return {
        code if by_state and code != "EUROPE" else market_of(code, taxonomy): Market(
            _GUESSED, [each.hit], is_by_name=True
        )
        for each in found
        if each.role == ASIDE
        for code in each.hit.codes
    }


def at_hand(found: list[Place], taxonomy: Taxonomy) -> dict[str, Market]:
    """Where something happened, for a text that names no market: goods stopped in Rotterdam."""
    for role in (STUCK, PARTY, ORIGIN):
        here = [each for each in found if each.role == role and each.strength < 2]
        if here:
            return {
                market_of(code, taxonomy): Market(_GUESSED, [here[0].hit])
                for code in here[0].hit.codes
                if code in taxonomy.regions
            }
    return {}


def _without_guessed(reading: Reading, wanted: dict[str, Market]) -> None:
    """The authority of a message about Peru is Peru's: a name that several have adds no market beside one."""
    for code in [code for code, market in wanted.items() if not market.is_by_name]:
        hits = wanted[code].hits
        # "FDA" alone is the American one, whoever else is named.
        is_guess = all(is_shared(reading, hit) and reading.key[hit.start : hit.end] != "fda" for hit in hits)
        if len(wanted) > 1 and is_guess:
            del wanted[code]


def _without_basis(reading: Reading, wanted: dict[str, Market]) -> None:
    """Beside a market that builds on CE, named in so many words, CE is what one holds and no market."""
    eu = wanted.get("EU")
    named = {code for code, market in wanted.items() if market.is_by_name and code != "EU"}
    if eu is not None and not eu.is_by_name and named:
        asked_for = _is_listed(reading, eu.hits) or any(
            _WANTING.search(reading.key[max(hit.start - 12, 0) : hit.start]) for hit in eu.hits
        )
        if named <= set(reading.rules.services["builds_on_ce"]) and not asked_for:
            del wanted["EU"]
        eu.is_by_name = eu.is_by_name or asked_for


def _is_listed(reading: Reading, hits: list[Hit]) -> bool:
    """Whether one of these laws stands in a list between others: "FDA, MDR and UK expectations"."""
    return any(
        hit in hits and reading.listed(before, hit) and reading.listed(hit, after)
        for before, hit, after in zip(reading.places, reading.places[1:], reading.places[2:], strict=False)
    )


def _without_wider(wanted: dict[str, Market], taxonomy: Taxonomy) -> dict[str, Market]:
    """A continent named beside its countries adds nothing; nor does the UK beside its parts."""
    wider = {above for code in wanted for above in taxonomy.ancestors(code)}
    return {code: market for code, market in wanted.items() if code not in wider}
