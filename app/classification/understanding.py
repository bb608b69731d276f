"""From a question to its needs, each with who says so and the words it rests on.

This is the one function the portal asks. It joins the enquirer's own choices, the page the question came
from, and what the text says; it reads nothing but its arguments the rules under ``seed/lexicon`` and the
second opinion under ``seed/voter``.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from app.classification.decision import CLEAR, GOES_ON, PERSON, Decision, decide
from app.classification.judging import Case
from app.classification.judging_markets import market_case, markets_judged, markets_likely
from app.classification.judging_messages import spam_judged, urgency_judged
from app.classification.lexicon import MARKET, SECTOR, SERVICE
from app.classification.needs import Needs
from app.classification.places import Place, origin, places
from app.classification.reading import Hit, Reading, read
from app.classification.rules import rules
from app.classification.script import EN, language
from app.classification.spam import NO_SPAM, SpamVerdict, spam
from app.classification.standing import is_held, is_refused, is_said_of_self
from app.classification.statements import OFFERED, Spans, Statements, said_in
from app.classification.urgency import NONE
from app.classification.verdicts import case_of, decided, judged, services_judged, services_of
from app.classification.vocabulary import ROLE, vocabulary
from app.classification.voter import Opinion, opinion
from app.taxonomy.snapshot import Taxonomy

#: Who says so, strongest first; the values are those of ``enquiries.models.FacetSource``.
BY_ENQUIRER, BY_TEXT, BY_PAGE = "enquirer", "lexicon", "page"
_CHOSEN, _FROM_PAGE = 1.0, 0.4


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
class Question:
    """What was asked, where, and by whom: the arguments of ``understand``."""

    text: str
    chosen: Needs
    page: Needs
    country: str | None


@dataclass(frozen=True, slots=True)
class ByRules:
    """What the rules alone make of a question."""

    reading: Reading
    places: list[Place]
    said: Statements
    origin: tuple[str, Hit] | None
    verdict: SpamVerdict


def read_by_rules(question: Question, taxonomy: Taxonomy) -> ByRules:
    given = rules()
    reading = read(question.text, vocabulary(taxonomy, given), given)
    found = places(reading, taxonomy)
    said = said_in(
        reading,
        found,
        chosen=question.chosen,
        page=question.page,
        country=question.country,
        taxonomy=taxonomy,
    )
    return ByRules(reading, found, said, origin(found, taxonomy), spam(reading))


@dataclass(frozen=True, slots=True)
class Weighed:
    """What rules and second opinion together make of a question, but for its services."""

    verdict: SpamVerdict
    urgency: str
    said: Statements
    #: How likely each market is that may be meant.
    market_odds: Mapping[str, float]


def weigh(first: ByRules, heard: Opinion, question: Question, taxonomy: Taxonomy) -> Weighed:
    asks = bool(question.chosen) or any(each.is_meant for each in first.said[SERVICE])
    verdict = spam_judged(first.reading, first.verdict, heard, names_service=asks)
    if verdict.is_spam:
        said = first.said if question.chosen else {facet: [] for facet in first.said}
        return Weighed(verdict, NONE, said, {})
    urgency = urgency_judged(first.reading.urgency, heard)
    home = first.origin[0] if first.origin else None
    case = market_case(first.reading, first.places, first.said, heard, home, taxonomy)
    odds = markets_likely(case, taxonomy)
    said = markets_judged(first.reading, case, first.said, odds, country=question.country, taxonomy=taxonomy)
    return Weighed(verdict, urgency, said, odds)


def case_from(
    first: ByRules, weighed: Weighed, heard: Opinion, question: Question, taxonomy: Taxonomy
) -> tuple[Case, Decision]:
    """The question as both see it before its services are judged, and the way on that the rules give it."""
    facets = _joined(weighed.said, question.chosen, question.page)
    decision = way_by_rules(first.reading, weighed.verdict, facets, taxonomy)
    meant = {each.code for each in weighed.said[MARKET] if each.is_meant}
    by_rules = {each.code for each in first.said[MARKET] if each.is_meant}
    case = case_of(
        first.reading,
        weighed.said,
        decision,
        heard,
        market_odds=weighed.market_odds,
        brought_in=meant - by_rules,
        chosen=question.chosen.markets or (() if meant else question.page.markets),
        names_origin=first.origin is not None,
        taxonomy=taxonomy,
    )
    return case, decision


def understand(
    text: str, *, chosen: Needs, page: Needs, country: str | None, taxonomy: Taxonomy
) -> Understanding:
    """What the question is about.

    chosen: the enquirer's own ticks; always meant.
    page: what the page is about that the question came from; meant only where nothing stronger is.
    country: where the enquirer is. Its name in the text says where they come from, more likely than
    where they want to go, so it is offered and not assumed, unless the text says more.
    """
    question = Question(text, chosen, page, country)
    first = read_by_rules(question, taxonomy)
    heard = opinion(first.reading, taxonomy)
    weighed = weigh(first, heard, question, taxonomy)
    case, decision = case_from(first, weighed, heard, question, taxonomy)
    said, verdict = weighed.said, weighed.verdict
    if not verdict.is_spam:
        sure = judged(case, taxonomy)
        kept = services_of(chosen.markets, said[SERVICE], taxonomy)
        said = said | {SERVICE: services_judged(first.reading, said[SERVICE], sure, kept=kept)}
        if not chosen.services:
            decision = decided(case, decision, sure, taxonomy)
    elif not verdict.may_be_harm:
        decision = Decision(CLEAR, verdict.kind)
    return Understanding(
        tuple(_joined(said, chosen, page)),
        origin_country=first.origin[0] if first.origin else None,
        origin_spans=(first.reading.span(first.origin[1]),) if first.origin else (),
        urgency=weighed.urgency,
        language=language(text),
        spam=verdict,
        decision=decision,
        roles=_roles(first.reading),
    )


def way_by_rules(
    reading: Reading, verdict: SpamVerdict, facets: Iterable[Understood], taxonomy: Taxonomy
) -> Decision:
    """The way on, as the rules see it."""
    meant = [each for each in facets if each.is_meant]
    return decide(
        reading,
        spam=verdict,
        markets={each.code: each.score for each in meant if each.facet == MARKET},
        services={each.code: each.score for each in meant if each.facet == SERVICE},
        sectors=[each.code for each in meant if each.facet == SECTOR],
        taxonomy=taxonomy,
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


def _joined(said: Statements, chosen: Needs, page: Needs) -> Iterable[Understood]:
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
                score = each.score if each.is_meant else OFFERED
                yield Understood(facet, each.code, BY_TEXT, each.spans, each.is_meant, score)
        for code in context:
            if code not in own and code not in spans:
                yield Understood(facet, code, BY_PAGE, (), not stronger and facet != SERVICE, _FROM_PAGE)
