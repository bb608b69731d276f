"""Which services a text asks for."""

from collections.abc import Collection, Iterable, Mapping

from app.classification.reading import Hit, Reading
from app.classification.rules import Given, Role
from app.classification.standing import (
    is_acting,
    is_held,
    is_refused,
    is_said_of_self,
    reason_for_person,
)
from app.classification.vocabulary import EXACT
from app.classification.weighing import (
    Asked,
    beside,
    without_means,
    without_mentions,
    without_purposes,
    without_topics,
    without_weak,
)
from app.taxonomy.snapshot import Taxonomy

_NAMED, _RESOLVED = 0.9, 0.75
#: How sure the words are that count only where no better ones are found, from the better to the vaguest.
_RESORTS = {1: 0.7, 2: 0.5, 3: 0.5}
#: A market and a product without any word for a service.
_PLACE_ALONE = 0.3
#: The families a general word for approval would only say again.
_APPROVALS = frozenset({"market_authorisation", "registration"})
#: General words that give way to what the same market is asked for by name.
_GENERAL = frozenset({"approve", "ce_mark", "authority", "change", "entry", "approve_loosely"})
#: Roles that are people or firms.
_PEOPLE = frozenset({"representative", "importer"})
_PEOPLE_CODES = ("REP-", "IMP-")
#: Regions whose rules hold in all that lies in them.
_UNIONS = frozenset({"EU", "EEA", "UK", "CENTRAL-AMERICA"})
#: Too vague to lead anywhere where only a continent is named.
_VAGUE = frozenset({"change", "entry", "approve_loosely"})
#: Devices are meant where a representative or an approval is asked for and no product is named.
_BARE = "MD"


def named(reading: Reading, past: Collection[Hit] = ()) -> Asked:
    """The services called by a name of their own, and not held or refused.

    past: places that are no markets; what is said with their words is not asked for.
    """
    weak = reading.rules.services["weak"]
    found: Asked = {}
    for hit in _wanted(reading):
        if not hit.is_way and _is_somebody_there(reading, hit):
            continue
        if hit.kind == EXACT and not any(hit.start < each.end and each.start < hit.end for each in past):
            for code in hit.codes:
                _add(
                    found,
                    code,
                    weak.get(code, _NAMED) if len(hit.codes) == 1 and not hit.is_way else _NAMED,
                    [hit],
                )
    return found


def _wanted(reading: Reading) -> Iterable[Hit]:
    befall = reading.rules.services["befall"]
    for hit in reading.services:
        is_there = is_held(reading, hit) and hit.codes[0] not in befall
        if not (is_there or is_refused(reading, hit)):
            yield hit


def implied_markets(
    asked: Asked, reading: Reading, taxonomy: Taxonomy, *, has_markets: bool
) -> dict[str, list[Hit]]:
    """The markets that services speak of by themselves: UKRP means the UK."""
    implies: Mapping[str, str] = reading.rules.services["implies"]
    alone: Mapping[str, str] = reading.rules.services["implies_alone"]
    found: dict[str, list[Hit]] = {}
    for code, (_, hits) in asked.items():
        regions = taxonomy.services[code].regions
        if code in alone and not has_markets:
            found.setdefault(alone[code], []).extend(hits)
        elif code in implies:
            found.setdefault(implies[code], []).extend(hits)
        elif regions and all(each in taxonomy.markets_answering(regions[0]) for each in regions):
            found.setdefault(regions[0], []).extend(hits)
    return found


def asked(
    reading: Reading,
    first: Asked,
    markets: Collection[str],
    sectors: Collection[str],
    taxonomy: Taxonomy,
    *,
    is_incident: bool = False,
) -> Asked:
    """All services asked for: those named, and those a general word means in these markets.

    is_incident: somebody was hurt, so it has to be reported, whether asked for or not.
    """
    found: Asked = {}
    for code, (score, hits) in first.items():
        for each in _for_sectors(reading, code, sectors, taxonomy):
            _add(found, each, score, hits)
    found = without_topics(reading, found)
    if is_incident:
        for sector in sectors:
            duty = _given(reading.rules.roles["adverse_event"], "", sector, taxonomy)
            if duty:
                _add(found, duty, _RESOLVED, [])
    hits = sought_for(reading)
    by_name = frozenset(found)
    said = by_name | {hit.codes[0] for hit in hits}
    for hit in hits:
        role = reading.rules.roles[hit.codes[0]]
        if not role.resort and not role.yields_to & said:
            _resolve(reading, found, role, hit, by_name, markets, sectors, taxonomy, score=_RESOLVED)
    found = without_weak(reading, beside(reading, found))
    for resort, score in _RESORTS.items():
        for hit in [] if found else hits:
            role = reading.rules.roles[hit.codes[0]]
            if role.resort == resort:
                _resolve(reading, found, role, hit, by_name, markets, sectors, taxonomy, score=score)
    if not found and sectors and reason_for_person(reading) is None:
        role = reading.rules.roles["place_alone"]
        for hit in reading.places:
            if set(hit.codes) & set(markets):
                _resolve(reading, found, role, hit, by_name, markets, sectors, taxonomy, score=_PLACE_ALONE)
    found = without_purposes(reading, without_mentions(reading, found, taxonomy), taxonomy)
    return without_means(reading, found)


def sought_for(reading: Reading) -> list[Hit]:
    """The words that mean a service only beside a market and a product, and are meant as an ask."""
    return [hit for hit in _wanted(reading) if hit.kind != EXACT and not _is_somebody_there(reading, hit)]


def _is_somebody_there(reading: Reading, hit: Hit) -> bool:
    """Whether a role is one that somebody has: the writer, or someone who says or wants something."""
    is_person = hit.codes[0] in _PEOPLE or hit.codes[0].startswith(_PEOPLE_CODES)
    return is_said_of_self(reading, hit) or (is_person and is_acting(reading, hit))


def _add(found: Asked, code: str, score: float, hits: list[Hit]) -> None:
    before, known = found.get(code, (0.0, []))
    found[code] = (max(before, score), [*known, *hits])


def _for_sectors(reading: Reading, code: str, sectors: Collection[str], taxonomy: Taxonomy) -> Iterable[str]:
    """The same words said of another kind of product: a responsible person for cosmetics."""
    own = {each.split("-")[0] for each in taxonomy.services[code].sectors}
    others = reading.rules.services["by_sector"].get(code, {})
    if not sectors or not own or (own & set(sectors) and not set(others) & (set(sectors) - own)):
        return [code]
    variants = [others[each] for each in sectors if each in others and each not in own]
    return [*([code] if own & set(sectors) or not variants else []), *variants]


def _resolve(
    reading: Reading,
    found: Asked,
    role: Role,
    hit: Hit,
    by_name: frozenset[str],
    markets: Collection[str],
    sectors: Collection[str],
    taxonomy: Taxonomy,
    *,
    score: float,
) -> None:
    here = _markets_beside(reading, hit, markets, taxonomy) or list(markets) or [""]
    for market in here:
        if role.name in _VAGUE and market and taxonomy.regions[market].kind == "continent":
            continue
        if role.name in _VAGUE and market == "ASEAN":
            continue
        if role.name in _GENERAL and _has_approval(by_name, market, taxonomy):
            continue
        for sector in sectors or [""]:
            code = _given(role, market, sector, taxonomy)
            if code:
                _add(found, code, score, [hit])


def _given(role: Role, market: str, sector: str, taxonomy: Taxonomy) -> str | None:
    above = {market} | taxonomy.ancestors(market) if market else set()
    for line in role.gives:
        if line.markets and market not in line.markets and not _reaches(line.markets & above):
            continue
        if line.sectors and sector not in line.sectors:
            continue
        return _existing(line, market, taxonomy)
    return None


def _reaches(markets: Collection[str]) -> bool:
    """Whether a line for wider regions holds for what lies in them: a union does, a continent does not."""
    return bool(_UNIONS & set(markets))


def _existing(line: Given, market: str, taxonomy: Taxonomy) -> str | None:
    return line.code if line.code in taxonomy.services else None


def _markets_beside(reading: Reading, hit: Hit, markets: Collection[str], taxonomy: Taxonomy) -> list[str]:
    """The markets named in the same clause, or in a list that runs into it."""
    codes = reading.markets_between(*reading.clause(hit))
    return [
        market
        for market in markets
        if market in codes or any(market in taxonomy.ancestors(code) for code in codes if code != market)
    ]


def _has_approval(by_name: frozenset[str], market: str, taxonomy: Taxonomy) -> bool:
    answering = taxonomy.markets_answering(market) if market else frozenset()
    return any(
        taxonomy.services[code].family in _APPROVALS
        and (not market or answering & set(taxonomy.services[code].regions))
        for code in by_name
    )
