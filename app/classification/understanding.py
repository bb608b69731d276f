"""From a question to its needs, each with who says so and the words it rests on.

This is the one function the portal asks. It joins the enquirer's own choices, the page the question came
from, and what the text says; it reads nothing but its arguments and the rules under ``seed/lexicon``.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from app.classification.asks import asked, implied_markets, named, sought_for
from app.classification.decision import CLEAR, GOES_ON, PERSON, Decision, decide
from app.classification.lexicon import MARKET, SECTOR, SERVICE
from app.classification.needs import Needs
from app.classification.places import (
    COMPARED,
    HELD,
    Market,
    Place,
    at_hand,
    market_of,
    markets,
    named_aside,
    origin,
    places,
)
from app.classification.products import Sectors, implied, products
from app.classification.reading import Hit, Reading, read
from app.classification.rules import rules
from app.classification.script import EN, language
from app.classification.spam import NO_SPAM, SpamVerdict, spam
from app.classification.standing import is_held, is_refused, is_said_of_self
from app.classification.urgency import DETAINED, INCIDENT, NONE
from app.classification.vocabulary import MARKET as MARKET_NAME
from app.classification.vocabulary import ROLE, vocabulary
from app.taxonomy.snapshot import Taxonomy

#: Who says so, strongest first; the values are those of ``enquiries.models.FacetSource``.
BY_ENQUIRER, BY_TEXT, BY_PAGE = "enquirer", "lexicon", "page"
_CHOSEN, _FROM_PAGE, _IMPLIED, _GUESSED, _OFFERED = 1.0, 0.4, 0.8, 0.5, 0.3
#: The role that is sought where somebody is.
_REPRESENTATIVE = "representative"

#: Products whose labels and claims each member state of the EU looks at itself.
_NATIONAL = frozenset({"FOOD", "SUPP", "FEED"})

Spans = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Understood:
    """One thing the question seems to be about."""

    facet: str
    code: str
    source: str
    #: Places in the text as typed, each ``(start, end)``.
    spans: Spans
    #: Whether we take it to be meant; else it is only offered.
    is_meant: bool
    #: How sure, from 0 to 1.
    score: float = 1.0


@dataclass(frozen=True, slots=True)
class Understanding:
    """Everything a question says that routing needs."""

    facets: tuple[Understood, ...]
    #: The country the enquirer's firm is in, as ISO has it, and the words that say so.
    origin_country: str | None = None
    origin_spans: Spans = ()
    urgency: str = NONE
    #: ``en``, ``zh-Hans`` or ``zh-Hant``.
    language: str = EN
    spam: SpamVerdict = NO_SPAM
    decision: Decision = GOES_ON
    #: General words for services, as ``seed/lexicon/roles.yaml`` names them: a market says what they mean.
    roles: tuple[str, ...] = ()

    @property
    def needs(self) -> Needs:
        """What is meant, as something firms can be matched to."""

        def codes(facet: str) -> tuple[str, ...]:
            return tuple(each.code for each in self.facets if each.facet == facet and each.is_meant)

        return Needs(codes(MARKET), codes(SERVICE), codes(SECTOR))

    @property
    def needs_person(self) -> bool:
        return self.decision.way == PERSON


@dataclass(frozen=True, slots=True)
class _Said:
    """What the text says of one facet: how sure, on which words, and whether it is meant."""

    code: str
    score: float
    spans: Spans
    is_meant: bool = True


def understand(
    text: str, *, chosen: Needs, page: Needs, country: str | None, taxonomy: Taxonomy
) -> Understanding:
    """What the question is about.

    chosen: the enquirer's own ticks; always meant.
    page: what the page is about that the question came from; meant only where nothing stronger is.
    country: where the enquirer is. Its name in the text says where they come from, more likely than
    where they want to go, so it is offered and not assumed, unless the text says more.
    """
    given = rules()
    reading = read(text, vocabulary(taxonomy, given), given)
    said, origin_said = _said(reading, chosen, page, country, taxonomy)
    verdict = spam(reading)
    if verdict.is_spam and not chosen:
        said = {facet: [] for facet in said}
    facets = tuple(_joined(said, chosen, page))
    meant = [each for each in facets if each.is_meant]
    decision = decide(
        reading,
        spam=verdict,
        markets={each.code: each.score for each in meant if each.facet == MARKET},
        services={each.code: each.score for each in meant if each.facet == SERVICE},
        sectors=[each.code for each in meant if each.facet == SECTOR],
        taxonomy=taxonomy,
    )
    if verdict.is_spam and not verdict.may_be_harm:
        decision = Decision(CLEAR, verdict.kind)
    return Understanding(
        facets,
        origin_country=origin_said[0] if origin_said else None,
        origin_spans=(reading.span(origin_said[1]),) if origin_said else (),
        urgency=NONE if verdict.is_spam else reading.urgency,
        language=language(text),
        spam=verdict,
        decision=decision,
        roles=_roles(reading),
    )


def _roles(reading: Reading) -> tuple[str, ...]:
    """The general words for services, held or refused ones left out."""
    asked_for = (
        hit.codes[0]
        for hit in reading.services
        if hit.kind == ROLE
        and not (is_held(reading, hit) or is_refused(reading, hit) or is_said_of_self(reading, hit))
    )
    return tuple(dict.fromkeys(asked_for))


def _said(
    reading: Reading, chosen: Needs, page: Needs, country: str | None, taxonomy: Taxonomy
) -> tuple[dict[str, list[_Said]], tuple[str, Hit] | None]:
    """What the text itself says, facet by facet, best first, and where it says its writer is."""
    found = places(reading)
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
                    _Said(code, market.score, _spans(reading, market.hits), code not in offered)
                    for code, market in wanted.items()
                ),
                *_named_otherwise(reading, found, wanted),
            ]
        ),
        SERVICE: _best_first(
            _Said(code, score, _spans(reading, hits)) for code, (score, hits) in services.items()
        ),
        SECTOR: _sectors(reading, sectors),
    }, origin(found, taxonomy)


def _where_it_happened(reading: Reading, found: list[Place], taxonomy: Taxonomy) -> dict[str, Market]:
    """For somebody hurt or goods stopped, the place where it happened; nothing for other questions."""
    if reading.urgency in {INCIDENT, DETAINED}:
        return at_hand(found, taxonomy)
    return {}


def _where_one_is_sought(reading: Reading, found: list[Place], taxonomy: Taxonomy) -> dict[str, Market]:
    """The place named beside a representative, where no other is a market: one is sought for there."""
    sought = [hit for hit in sought_for(reading) if hit.codes[0] == _REPRESENTATIVE]
    wanted: dict[str, Market] = {}
    for start, end in {reading.clause(hit) for hit in sought}:
        for each in found:
            if each.hit.kind == MARKET_NAME and start <= each.hit.start < end:
                for code in each.hit.codes:
                    market = wanted.setdefault(market_of(code, taxonomy), Market(_GUESSED, is_by_name=True))
                    market.hits.append(each.hit)
    return wanted


def _named_otherwise(reading: Reading, found: list[Place], wanted: Mapping[str, Market]) -> Iterable[_Said]:
    """Markets that are only named, as where one comes from or what one has: offered, for the text may err."""
    hits: dict[str, list[Hit]] = {}
    for each in found:
        if each.hit.kind == MARKET_NAME:
            for code in each.hit.codes:
                hits.setdefault(code, []).append(each.hit)
    covered = {span for market in wanted.values() for hit in market.hits for span in [(hit.start, hit.end)]}
    for code, named_at in hits.items():
        if code not in wanted and not all((hit.start, hit.end) in covered for hit in named_at):
            yield _Said(code, _OFFERED, _spans(reading, named_at), False)


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


def _sectors(reading: Reading, sectors: Sectors) -> list[_Said]:
    return _best_first(_Said(code, score, _spans(reading, hits)) for code, (score, hits) in sectors.items())


def _best_first(said: Iterable[_Said]) -> list[_Said]:
    return sorted(said, key=lambda each: -each.score)


def _spans(reading: Reading, hits: Iterable[Hit]) -> Spans:
    return tuple(sorted({reading.span(hit) for hit in hits}))


def _joined(said: Mapping[str, list[_Said]], chosen: Needs, page: Needs) -> Iterable[Understood]:
    for facet, own, context in (
        (MARKET, chosen.markets, page.markets),
        (SERVICE, chosen.services, page.services),
        (SECTOR, chosen.sectors, page.sectors),
    ):
        spans = {each.code: each.spans for each in said[facet]}
        for code in own:
            yield Understood(facet, code, BY_ENQUIRER, spans.get(code, ()), True, _CHOSEN)
        stronger = bool(own)
        for each in said[facet]:
            if each.code not in own:
                stronger = stronger or each.is_meant
                score = each.score if each.is_meant else _OFFERED
                yield Understood(facet, each.code, BY_TEXT, each.spans, each.is_meant, score)
        for code in context:
            if code not in own and code not in spans:
                yield Understood(facet, code, BY_PAGE, (), not stronger and facet != SERVICE, _FROM_PAGE)
