"""Which of the places a text names are markets to be in, and which one its writer comes from."""

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

from app.classification.folding import fold
from app.classification.reading import Hit, Reading
from app.classification.rules import Rules, of_scripts, scripts
from app.classification.standing import is_held, is_refused
from app.classification.vocabulary import CITY, FROM, MARKET, REGULATOR
from app.taxonomy.snapshot import Taxonomy

TARGET, ORIGIN, PARTY, COMPARED, ASIDE, HELD, STUCK, OPEN = (
    "target",
    "origin",
    "party",
    "compare",
    "aside",
    "held",
    "stuck",
    "open",
)
#: How sure a market is, by what names it.
_SURE = {TARGET: 0.95, OPEN: 0.85}
_BY_REGULATOR = 0.85
#: Where Europe is meant, the EU is.
_MEANT = {"EUROPE": "EU"}
_GUESSED = 0.5
#: What is said of one name of a list holds for those after it.
_SHARED_BY_A_LIST = frozenset({TARGET, HELD, COMPARED, PARTY, ASIDE})
#: 台商: what a firm calls itself outweighs where it makes things.
_FIRM_SAYS = 3.5
#: Right before the name of a law: it is wanted, not held.
_WANTING = re.compile(r"(?:做|办|申请|要|需要|(?:^| )(?:need|get|want|obtain|for)(?: a| the)?) ?$")


@dataclass(frozen=True, slots=True)
class Place:
    """A named place, and what the text says of it."""

    hit: Hit
    role: str
    strength: float


@dataclass(slots=True)
class Market:
    """A market somebody wants to be in, with the words that say so."""

    score: float
    hits: list[Hit] = field(default_factory=list)
    #: Named by its own name, not only by its law or its authority.
    is_by_name: bool = False


def places(reading: Reading) -> list[Place]:
    """Every place the text names with its role, in order."""
    roles = _by_cues(reading)
    found = [_place(reading, hit, roles.get(hit, {})) for hit in _without_foreign_fdas(reading)]
    return _as_listed(reading, found)


def _by_cues(reading: Reading) -> Mapping[Hit, dict[str, float]]:
    text, which = reading.signed
    roles: dict[Hit, dict[str, float]] = defaultdict(dict)
    if not which:
        return roles
    for cue in of_scripts(reading.rules, **scripts(text)).cues:
        for found in cue.pattern.finditer(text):
            hit = which[found.start("it")]
            roles[hit][cue.meaning] = max(cue.strength, roles[hit].get(cue.meaning, 0))
    return roles


def _without_foreign_fdas(reading: Reading) -> list[Hit]:
    """ "Korean FDA" is Korea's: an authority's name right after a country is that country's."""
    named = reading.places
    beside = {
        authority
        for authority in named
        if _is_shared(reading, authority)
        for country in named
        if country.kind == MARKET and _touch(country, authority)
    }
    return [hit for hit in named if hit not in beside]


def _is_shared(reading: Reading, hit: Hit) -> bool:
    return reading.key[hit.start : hit.end] in _shared_names(reading.rules)


@cache
def _shared_names(given: Rules) -> frozenset[str]:
    return frozenset(fold(name).key for name in given.places["shared"])


def _touch(country: Hit, authority: Hit) -> bool:
    """ "Korean FDA", "FDA Ghana"."""
    return 0 <= authority.start - country.end <= 1 or authority.end + 1 == country.start


def _place(reading: Reading, hit: Hit, cues: Mapping[str, float]) -> Place:
    cues = dict(cues)
    stuck, contact, customer = (cues.pop(each, 0.0) for each in (STUCK, "contact", "customer"))
    if hit.start >= reading.letter_end and hit.kind != REGULATOR:
        return Place(hit, ORIGIN, 2.5)
    if hit.kind == FROM:
        return Place(hit, ORIGIN, _FIRM_SAYS)
    if hit.kind == REGULATOR:
        if is_held(reading, hit) or is_refused(reading, hit):
            return Place(hit, HELD, 3.0)
        if COMPARED in cues:
            return Place(hit, COMPARED, cues[COMPARED])
        if cues.get(PARTY, 0) >= 4:
            return Place(hit, HELD, 3.0)
        return Place(hit, TARGET, 2.0)
    if hit.kind == CITY:
        if stuck:
            return Place(hit, STUCK, stuck)
        for role in (TARGET, ASIDE):
            cues.pop(role, None)
        if (contact or customer) and not any(strength > 1 for strength in cues.values()):
            return Place(hit, ASIDE if customer else PARTY, max(contact, customer))
        role, strength = _strongest(cues, default=ORIGIN, at_least=0.8)
        return Place(hit, role, strength)
    if is_refused(reading, hit) or _is_in_held(reading, hit):
        return Place(hit, HELD, 3.0)
    role, strength = _strongest(cues, default=OPEN, at_least=0.0)
    if role == OPEN and _belongs_to_held(reading, hit):
        return Place(hit, HELD, 3.0)
    return Place(hit, role, strength)


def _is_in_held(reading: Reading, hit: Hit) -> bool:
    """Whether it is part of a name for what is held or refused: "an EU representative we have"."""
    around = [each for each in reading.services if each.start <= hit.start and hit.end <= each.end]
    return bool(around) and all(is_held(reading, each) or is_refused(reading, each) for each in around)


def _belongs_to_held(reading: Reading, hit: Hit) -> bool:
    """Whether it only says where something is held: "we have a representative in Germany"."""
    return is_held(reading, hit) and any(
        0 <= hit.start - service.end < 12 and is_held(reading, service) for service in reading.services
    )


def _strongest(cues: Mapping[str, float], *, default: str, at_least: float) -> tuple[str, float]:
    if not cues:
        return default, at_least
    role = max(cues, key=lambda each: (cues[each], each == TARGET))
    return role, cues[role]


def _as_listed(reading: Reading, found: list[Place]) -> list[Place]:
    """Names in one list stand alike: "sell in France, Spain and Italy"."""
    settled = list(found)
    for index in range(1, len(settled)):
        before, here = settled[index - 1], settled[index]
        if (here.hit.kind != REGULATOR and before.hit.kind != here.hit.kind) or not reading.listed(
            before.hit, here.hit
        ):
            continue
        if here.role == TARGET and here.hit.kind == REGULATOR and before.role == COMPARED:
            settled[index] = Place(here.hit, COMPARED, before.strength)
        elif here.role == OPEN and before.role in _SHARED_BY_A_LIST:
            settled[index] = Place(here.hit, before.role, before.strength)
        elif before.role == OPEN and here.role in {TARGET, PARTY, ASIDE}:
            settled[index - 1] = Place(before.hit, here.role, here.strength)
    return settled


def origin(found: list[Place], taxonomy: Taxonomy) -> tuple[str, Hit] | None:
    """The country the writer's firm is in, as ISO has it, with its words; None if the text does not say."""
    stated = [each for each in found if each.role == ORIGIN]
    for each in sorted(stated, key=lambda place: -place.strength):
        region = taxonomy.regions.get(each.hit.codes[0])
        if region is not None and region.iso and len(each.hit.codes) == 1:
            return region.iso, each.hit
    return None


def markets(
    reading: Reading, found: list[Place], taxonomy: Taxonomy, *, by_state: bool = False
) -> dict[str, Market]:
    """The markets somebody wants to be in, by code.

    by_state: a member state counts by itself, as for food, and not as the EU.
    """
    from_here = {code for each in found if each.role == ORIGIN for code in each.hit.codes}
    wanted: dict[str, Market] = {}
    for each in found:
        if each.hit.kind in {CITY, FROM} or each.role not in {TARGET, OPEN}:
            continue
        for code in each.hit.codes:
            if each.role == OPEN and code in from_here:
                continue
            by_name = each.hit.kind == MARKET
            market = wanted.setdefault(
                code if by_state and code != "EUROPE" else market_of(code, taxonomy), Market(0.0)
            )
            market.score = max(market.score, _SURE[each.role] if by_name else _BY_REGULATOR)
            market.hits.append(each.hit)
            market.is_by_name = market.is_by_name or by_name
    _without_guessed(reading, wanted)
    _without_basis(reading, wanted)
    return _without_wider(wanted, taxonomy)


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


def market_of(code: str, taxonomy: Taxonomy) -> str:
    """The market a place belongs to: a member state is the EU."""
    if code in _MEANT:
        return _MEANT[code]
    return "EU" if "EU" in taxonomy.ancestors(code) else code


def _without_guessed(reading: Reading, wanted: dict[str, Market]) -> None:
    """The authority of a message about Peru is Peru's: a name that several have adds no market beside one."""
    for code in [code for code, market in wanted.items() if not market.is_by_name]:
        hits = wanted[code].hits
        # "FDA" alone is the American one, whoever else is named.
        is_shared = all(
            _is_shared(reading, hit) and reading.key[hit.start : hit.end] != "fda" for hit in hits
        )
        if len(wanted) > 1 and is_shared:
            del wanted[code]


def _without_basis(reading: Reading, wanted: dict[str, Market]) -> None:
    """Beside a market that builds on CE, named in so many words, CE is what one holds and no market."""
    eu = wanted.get("EU")
    named = {code for code, market in wanted.items() if market.is_by_name and code != "EU"}
    if eu is not None and not eu.is_by_name and named:
        asked_for = any(_WANTING.search(reading.key[max(hit.start - 12, 0) : hit.start]) for hit in eu.hits)
        if named <= set(reading.rules.services["builds_on_ce"]) and not asked_for:
            del wanted["EU"]
        eu.is_by_name = eu.is_by_name or asked_for


def _without_wider(wanted: dict[str, Market], taxonomy: Taxonomy) -> dict[str, Market]:
    """A continent named beside its countries adds nothing; nor does the UK beside its parts."""
    wider = {above for code in wanted for above in taxonomy.ancestors(code)}
    return {code: market for code, market in wanted.items() if code not in wider}
