"""Which of the places a text names are markets to be in, and which one its writer comes from."""

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from app.classification.authorities import speaking
from app.classification.folding import key_of
from app.classification.reading import Hit, Reading
from app.classification.rules import Rules, possible
from app.classification.standing import is_held, is_refused
from app.classification.vocabulary import CITY, FROM, REGULATOR
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
#: Where Europe is meant, the EU is.
_MEANT = {"EUROPE": "EU"}
#: What is said of one name of a list holds for those after it.
_SHARED_BY_A_LIST = frozenset({TARGET, HELD, COMPARED, PARTY, ASIDE})
#: 台商: what a firm calls itself outweighs where it makes things.
_FIRM_SAYS = 3.5
#: From here on a cue speaks of a market so plainly that a city will do: "export to Tokyo".
_EVEN_A_CITY = 4.2


@dataclass(frozen=True, slots=True)
class Place:
    """A named place, and what the text says of it."""

    hit: Hit
    role: str
    strength: float


def places(reading: Reading, taxonomy: Taxonomy) -> list[Place]:
    """Every place the text names with its role, in order."""
    roles = _by_cues(reading)
    found = [_place(reading, hit, roles.get(hit, {})) for hit in speaking(reading)]
    return _with_makers(reading, _as_listed(reading, found), taxonomy)


def _by_cues(reading: Reading) -> Mapping[Hit, dict[str, float]]:
    text, which = reading.signed
    roles: dict[Hit, dict[str, float]] = defaultdict(dict)
    if not which:
        return roles
    left = possible(reading.rules, text)
    for cue in reading.rules.cues:
        if cue.pattern not in left:
            continue
        for found in cue.pattern.finditer(text):
            hit = which[found.start("it")]
            roles[hit][cue.meaning] = max(cue.strength, roles[hit].get(cue.meaning, 0))
    return roles


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
            if cues.get(role, 0) < _EVEN_A_CITY:
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


def _with_makers(reading: Reading, found: list[Place], taxonomy: Taxonomy) -> list[Place]:
    """Where another market is aimed at, a place right before a product is where that product is from."""
    aimed = {market_of(code, taxonomy) for each in found if each.role == TARGET for code in each.hit.codes}
    return [
        Place(each.hit, ORIGIN, 2.0)
        if each.role == OPEN
        and len(each.hit.codes) == 1
        and aimed - {market_of(each.hit.codes[0], taxonomy)}
        and _is_makers_word(reading, each.hit, taxonomy)
        else each
        for each in found
    ]


def _is_makers_word(reading: Reading, hit: Hit, taxonomy: Taxonomy) -> bool:
    word = reading.key[hit.start : hit.end]
    if word.isascii() and word not in _peoples(taxonomy):
        return False
    between, of_rules = _beside_products(reading.rules)
    return any(
        hit.end <= product.start <= hit.end + 24
        and between.fullmatch(reading.key, hit.end, product.start)
        and not of_rules.match(reading.key, product.end)
        for product in reading.products
    )


@lru_cache(maxsize=4)
def _beside_products(given: Rules) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What stands between a place and goods from there, and what after a product whose rules are meant."""
    around = given.places["makers"]
    return re.compile(key_of(around["between"])), re.compile(key_of(around["rules_after"]))


@lru_cache(maxsize=4)
def _peoples(taxonomy: Taxonomy) -> frozenset[str]:
    """ "Korean", and all such words."""
    return frozenset(
        key_of(word) for region in taxonomy.regions.values() for word in region.demonyms.get("en", ())
    )


def origin(found: list[Place], taxonomy: Taxonomy) -> tuple[str, Hit] | None:
    """The country the writer's firm is in, as ISO has it, with its words; None if the text does not say."""
    stated = [each for each in found if each.role == ORIGIN]
    for each in sorted(stated, key=lambda place: -place.strength):
        region = taxonomy.regions.get(each.hit.codes[0])
        if region is not None and region.iso and len(each.hit.codes) == 1:
            return region.iso, each.hit
    return None


def market_of(code: str, taxonomy: Taxonomy) -> str:
    """The market a place belongs to: a member state is the EU."""
    if code in _MEANT:
        return _MEANT[code]
    return "EU" if "EU" in taxonomy.ancestors(code) else code
