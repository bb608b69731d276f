"""What the text itself says, facet by facet: before the enquirer's ticks and the page are heard."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from app.classification.asks import asked, implied_markets, named, sought_for
from app.classification.lexicon import MARKET, SECTOR, SERVICE
from app.classification.needs import Needs
from app.classification.places import COMPARED, HELD, Place, market_of
from app.classification.products import Sectors, implied, products
from app.classification.reading import Hit, Reading
from app.classification.targets import Market, at_hand, markets, named_aside
from app.classification.urgency import DETAINED, INCIDENT
from app.classification.vocabulary import MARKET as MARKET_NAME
from app.classification.weighing import Asked
from app.taxonomy.snapshot import Taxonomy

#: How sure a market is that a service names, one that somebody is sought for in, and one only offered.
_IMPLIED, _GUESSED, OFFERED = 0.8, 0.5, 0.3
#: The role that is sought where somebody is.
_REPRESENTATIVE = "representative"
#: Products whose labels and claims each member state of the EU looks at itself.
_NATIONAL = frozenset({"FOOD", "SUPP", "FEED"})

Spans = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Said:
    """What the text says of one facet: how sure, on which words, and whether it is meant."""

    code: str
    score: float
    spans: Spans
    is_meant: bool = True


#: For each facet what is said of it, best first.
Statements = dict[str, list[Said]]


def said_in(
    reading: Reading,
    found: list[Place],
    *,
    chosen: Needs,
    page: Needs,
    country: str | None,
    taxonomy: Taxonomy,
) -> Statements:
    """What the text itself says, facet by facet, best first. found: the places it names."""
    wanted, first = _markets_and_named(reading, found, taxonomy)
    offered = _at_home(wanted, country, taxonomy)
    meant = [code for code in wanted if code not in offered]
    all_markets = chosen.markets or meant or page.markets
    sectors = products(reading, all_markets, taxonomy)
    kinds = chosen.sectors or tuple(sectors) or tuple(implied(named(reading), taxonomy)) or page.sectors
    services = asked(reading, first, all_markets, kinds, taxonomy, is_incident=reading.urgency == INCIDENT)
    if not sectors:
        sectors = implied(services, taxonomy)
    return {
        MARKET: _best_first(
            [
                *(
                    Said(code, market.score, _spans(reading, market.hits), code not in offered)
                    for code, market in wanted.items()
                ),
                *_named_otherwise(reading, found, wanted),
            ]
        ),
        SERVICE: _best_first(
            Said(code, score, _spans(reading, hits)) for code, (score, hits) in services.items()
        ),
        SECTOR: _sectors(reading, sectors),
    }


def _markets_and_named(
    reading: Reading, found: list[Place], taxonomy: Taxonomy
) -> tuple[dict[str, Market], Asked]:
    """The markets somebody wants to be in, and the services the text names by their own names."""
    by_state = bool(reading.products) and set(products(reading, (), taxonomy)) <= _NATIONAL
    wanted = markets(reading, found, taxonomy, by_state=by_state)
    first = named(reading, [each.hit for each in found if each.role in {HELD, COMPARED}])
    if "EU" not in wanted and _builds_on_ce(reading, wanted):
        first = {code: each for code, each in first.items() if code not in reading.rules.services["basis"]}
    for code, hits in implied_markets(first, reading, taxonomy, has_markets=bool(wanted)).items():
        _imply(wanted, code, hits, taxonomy, reading)
    if not wanted:
        wanted = named_aside(found, taxonomy, by_state=by_state)
    if not wanted:
        wanted = _where_it_happened(reading, found, taxonomy) or _where_one_is_sought(
            reading, found, taxonomy
        )
    return wanted, first


def _where_it_happened(reading: Reading, found: list[Place], taxonomy: Taxonomy) -> dict[str, Market]:
    """For somebody hurt or goods stopped, the place where it happened; nothing for other questions."""
    if reading.urgency in {INCIDENT, DETAINED}:
        return at_hand(found, taxonomy)
    return {}


def _where_one_is_sought(reading: Reading, found: list[Place], taxonomy: Taxonomy) -> dict[str, Market]:
    """The place named beside a representative, where no other is a market: one is sought for there."""
    sought = [hit for hit in sought_for(reading) if hit.codes[0] == _REPRESENTATIVE]
    wanted: dict[str, Market] = {}
    for start, end in dict.fromkeys(reading.clause(hit) for hit in sought):
        for each in found:
            if each.hit.kind == MARKET_NAME and start <= each.hit.start < end:
                for code in each.hit.codes:
                    market = wanted.setdefault(market_of(code, taxonomy), Market(_GUESSED, is_by_name=True))
                    market.hits.append(each.hit)
    return wanted


def _named_otherwise(reading: Reading, found: list[Place], wanted: Mapping[str, Market]) -> Iterable[Said]:
    """Markets that are only named, as where one comes from or what one has: offered, for the text may err."""
    hits: dict[str, list[Hit]] = {}
    for each in found:
        if each.hit.kind == MARKET_NAME:
            for code in each.hit.codes:
                hits.setdefault(code, []).append(each.hit)
    covered = {span for market in wanted.values() for hit in market.hits for span in [(hit.start, hit.end)]}
    for code, named_at in hits.items():
        if code not in wanted and not all((hit.start, hit.end) in covered for hit in named_at):
            yield Said(code, OFFERED, _spans(reading, named_at), False)


def _imply(
    wanted: dict[str, Market], code: str, hits: list[Hit], taxonomy: Taxonomy, reading: Reading
) -> None:
    """A service that exists in one market names that market, unless the text names it otherwise."""
    answering = taxonomy.markets_answering(code)
    known = [each for each in wanted if each in answering]
    if known:
        for each in known:
            wanted[each].hits.extend(hits)
        return
    if code == "EU" and _builds_on_ce(reading, wanted):
        return
    wanted[code] = Market(_IMPLIED, list(hits))


def _builds_on_ce(reading: Reading, wanted: Mapping[str, Market]) -> bool:
    """Whether all markets named are ones where CE is what one brings along."""
    by_name = {each for each, market in wanted.items() if market.is_by_name}
    return bool(by_name) and by_name <= set(reading.rules.services["builds_on_ce"])


def _at_home(wanted: Mapping[str, Market], country: str | None, taxonomy: Taxonomy) -> Collection[str]:
    """The enquirer's own country, where it is only named and another market is wanted."""
    if country is None:
        return ()
    here = {code for code, region in taxonomy.regions.items() if country in (code, region.iso)}
    own = here & set(wanted)
    return {code for code in own if len(wanted) > 1 or _only_named(wanted[code])}


def _only_named(market: Market) -> bool:
    return all(hit.kind == MARKET_NAME for hit in market.hits) and market.score < 0.9


def _sectors(reading: Reading, sectors: Sectors) -> list[Said]:
    return _best_first(Said(code, score, _spans(reading, hits)) for code, (score, hits) in sectors.items())


def _best_first(said: Iterable[Said]) -> list[Said]:
    return sorted(said, key=lambda each: -each.score)


def _spans(reading: Reading, hits: Iterable[Hit]) -> Spans:
    return tuple(sorted({reading.span(hit) for hit in hits}))
