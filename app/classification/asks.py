"""Which services a text asks for."""

from collections.abc import Collection, Iterable, Mapping

from app.classification.reading import Hit, Reading
from app.classification.rules import Given, Role
from app.classification.standing import is_held, is_refused, is_said_of_self
from app.classification.vocabulary import EXACT, MARKET, REGULATOR
from app.taxonomy.snapshot import Taxonomy

Asked = dict[str, tuple[float, list[Hit]]]

_NAMED, _RESOLVED, _LAST_RESORT = 0.9, 0.75, 0.5
#: The families a general word for approval would only say again.
_APPROVALS = frozenset({"market_authorisation", "registration"})
#: General words that give way to what the same market is asked for by name.
_GENERAL = frozenset({"approve", "authority", "change", "entry", "approve_loosely"})
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
        if not hit.is_way and is_said_of_self(reading, hit):
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
    for hit in reading.services:
        if not (is_held(reading, hit) or is_refused(reading, hit)):
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
    found = _without_topics(reading, found)
    if is_incident:
        for sector in sectors:
            duty = _given(reading.rules.roles["adverse_event"], "", sector, taxonomy)
            if duty:
                _add(found, duty, _RESOLVED, [])
    hits = [hit for hit in _wanted(reading) if hit.kind != EXACT and not is_said_of_self(reading, hit)]
    by_name = frozenset(found)
    for hit in hits:
        role = reading.rules.roles[hit.codes[0]]
        if not role.is_last_resort:
            _resolve(reading, found, role, hit, by_name, markets, sectors, taxonomy, score=_RESOLVED)
    found = _without_weak(reading, _beside(reading, found))
    if not found:
        for hit in hits:
            role = reading.rules.roles[hit.codes[0]]
            if role.is_last_resort:
                _resolve(reading, found, role, hit, by_name, markets, sectors, taxonomy, score=_LAST_RESORT)
    return _without_means(reading, found)


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
    start, end = reading.clause(hit)
    named = [each for each in reading.places if each.kind in {MARKET, REGULATOR}]
    inside = [each for each in named if start <= each.start < end]
    for index, each in enumerate(named):
        if each in inside:
            continue
        neighbours = [named[index - 1]] if index else []
        if any(before in inside and reading.listed(before, each) for before in neighbours):
            inside.append(each)
    codes = {code for each in inside for code in each.codes}
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


def _without_weak(reading: Reading, found: Asked) -> Asked:
    """Words that come up in passing count only where nothing else is asked for."""
    weak = reading.rules.services["weak"]
    strong = {code: each for code, each in found.items() if code not in weak or each[0] > weak[code]}
    if not strong:
        return found
    return {code: each for code, each in found.items() if code in strong or weak[code] >= _RESOLVED}


def _beside(reading: Reading, found: Asked) -> Asked:
    """What becomes another service beside a third: a representative for a trial."""
    for third, others in reading.rules.services["beside"].items():
        if third in found:
            found = {others.get(code, code): each for code, each in found.items()}
    return found


def _without_topics(reading: Reading, found: Asked) -> Asked:
    """What a course is about is not asked for beside it."""
    for course in reading.rules.services["topics_of"]:
        if course not in found:
            continue
        kept = {code: each for code, each in found.items() if code == course}
        for code, (score, hits) in found.items():
            apart = [hit for hit in hits if not _is_topic(reading, hit, found[course][1])]
            if apart and code != course:
                kept[code] = (score, apart)
        return kept
    return found


def _is_topic(reading: Reading, hit: Hit, courses: Iterable[Hit]) -> bool:
    clause = reading.clause(hit)
    return any(
        reading.clause(course) == clause
        and min(abs(course.start - hit.end), abs(hit.start - course.end)) < 16
        for course in courses
    )


def _without_means(reading: Reading, found: Asked) -> Asked:
    """What is only the way to something else that is asked for."""
    instead: Mapping[str, list[str]] = reading.rules.services["instead"]
    means = {each for code in found for each in instead.get(code, ())}
    return {code: each for code, each in found.items() if code not in means}
