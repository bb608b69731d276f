"""Where the rules' reading and the second opinion come together: which services are meant, and the way on."""

from collections.abc import Collection, Mapping
from dataclasses import replace

from app.classification.decision import ASK, CLEAR, PERSON, Decision
from app.classification.judging import Case, going_on_signs, judging, service_signs
from app.classification.lexicon import MARKET, SECTOR, SERVICE
from app.classification.reading import Reading
from app.classification.statements import Said, Statements
from app.classification.vocabulary import ROLE
from app.classification.voter import PERSON_COLUMN, Opinion, words_for
from app.taxonomy.snapshot import Taxonomy

#: Where the rules found nothing to go by, what the second opinion finds is asked about and never assumed.
_NOTHING_FOUND = "no_service"
#: Of several markets one less likely than this is the doubtful thing about a question.
_DOUBTFUL_MARKET = 0.7


def case_of(
    reading: Reading,
    said: Statements,
    decision: Decision,
    opinion: Opinion,
    *,
    market_odds: Mapping[str, float],
    brought_in: Collection[str],
    chosen: Collection[str],
    names_origin: bool,
    taxonomy: Taxonomy,
) -> Case:
    """The question as both see it.

    said: with the markets judged. decision: that of the rules. chosen: the markets the enquirer ticked, or
    else the page is about.
    """
    kinds = {each.family for each in taxonomy.services.values()}
    read_of = {each.code: each.score for each in said[MARKET] if each.is_meant}
    markets = read_of | dict.fromkeys(chosen, 1.0)
    return Case(
        services={each.code: (each.score, each.is_meant) for each in said[SERVICE]},
        sectors=[each.code for each in said[SECTOR] if each.is_meant],
        markets=markets,
        barred={code for hit in reading.services if hit.kind != ROLE for code in hit.codes}
        - {each.code for each in said[SERVICE]},
        votes=opinion.of_all(taxonomy.services),
        kinds=opinion.of_all(kinds),
        person_vote=opinion.of(PERSON_COLUMN),
        brought_in=brought_in,
        market_odds={code: sure for code, sure in market_odds.items() if code not in chosen},
        markets_offered=sum(not each.is_meant for each in said[MARKET]),
        way=decision.way,
        reason=decision.reason,
        names_origin=names_origin,
        length=len(reading.key),
    )


def judged(case: Case, taxonomy: Taxonomy) -> dict[str, float]:
    """How likely each candidate is asked for, the likeliest first."""
    weighing = judging().services
    odds = {
        code: weighing.probability(service_signs(case, code, taxonomy)) for code in case.candidates(taxonomy)
    }
    return dict(sorted(odds.items(), key=lambda pair: -pair[1]))


def services_of(markets: Collection[str], statements: list[Said], taxonomy: Taxonomy) -> set[str]:
    """The services meant that exist in these markets only. Of a ticked market the voter sees no word."""
    answering = frozenset().union(*(taxonomy.markets_answering(each) for each in markets))
    return {
        each.code
        for each in statements
        if each.is_meant and not answering.isdisjoint(taxonomy.services[each.code].regions)
    }


def services_judged(
    reading: Reading,
    statements: list[Said],
    probabilities: Mapping[str, float],
    *,
    kept: Collection[str] = (),
) -> list[Said]:
    """What is said of services, each as sure as both together are; the unlikely is offered or left out.

    kept: what stays meant, however unlikely.
    A service that only the voter names rests on the words that speak most for it.
    """
    enough, offered = judging().services.enough, judging().offered
    known = {each.code: each for each in statements}
    found = []
    for code, sure in probabilities.items():
        if code in known:
            found.append(replace(known[code], score=sure, is_meant=sure >= enough or code in kept))
        elif sure >= offered:
            spans = tuple(sorted(reading.folded.span(*each) for each in words_for(code, reading.key)))
            found.append(Said(code, sure, spans, sure >= enough))
    return found


def decided(case: Case, first: Decision, probabilities: Mapping[str, float], taxonomy: Taxonomy) -> Decision:
    """The way on. A reason of the rules to ask a person stands; else it hangs on how sure all of it is."""
    enough = judging().services.enough
    finds = any(sure >= enough for sure in probabilities.values())
    if first.way == PERSON:
        return Decision(ASK, "which_service") if first.reason == _NOTHING_FOUND and finds else first
    if not finds:
        return Decision(PERSON, _NOTHING_FOUND)
    signs = going_on_signs(case, probabilities, enough, taxonomy)
    if judging().going_on.probability(signs) >= judging().going_on.enough:
        return Decision(CLEAR)
    return first if first.way == ASK else Decision(ASK, _open_question(case))


def _open_question(case: Case) -> str:
    """Which of the two readings is the doubtful one."""
    least = min((case.market_odds.get(each, 1.0) for each in case.markets), default=1.0)
    is_market = len(case.markets) > 1 and least < _DOUBTFUL_MARKET
    return "which_market" if is_market else "which_service"
