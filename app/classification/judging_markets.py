"""Which of the places a text names are markets: what the rules read and the second opinion, weighed.

A market may be meant that the text does not name, where its words are those of one market's own services.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from heapq import nsmallest
from itertools import pairwise

from app.classification.judging import Signs, judging
from app.classification.lexicon import MARKET, SERVICE
from app.classification.places import HELD, OPEN, STUCK, TARGET, Place, market_of
from app.classification.reading import Reading
from app.classification.statements import Said, Spans, Statements
from app.classification.voter import MARKET_COLUMN, Opinion, names, words_for
from app.taxonomy.snapshot import Taxonomy

#: So many services the voter puts first may bring in the one market they exist in.
_FIRST_SERVICES = 2
#: Less than this is said of no market: what speaks against a service may speak for nothing.
_LEAST_VOTE = -1.5
_EACH_HUNDRED = 100
_THE_EU = "EU"
_MAY_BE_MARKETS = frozenset({TARGET, OPEN, STUCK})
_ROLES = ("target", "origin", "party", "compare", "aside", "held", "stuck", "open")
_KINDS = ("market", "city", "from", "regulator")


@dataclass(frozen=True, slots=True, kw_only=True)
class MarketCase:
    """A text's markets as the rules and the voter see them."""

    #: What the rules take to be meant, with how sure they are.
    meant: Mapping[str, float]
    #: For each market named, the roles and kinds of its names.
    named: Mapping[str, Collection[str]]
    #: Markets whose names stand side by side, or are one word's.
    together: Collection[str]
    #: Services the rules take to be meant.
    services: Collection[str]
    #: What speaks for each service, and the one that most speaks for.
    votes: Mapping[str, float]
    first_service: str
    #: What the whole text speaks for, and what the words beside a market's names do.
    texts: Mapping[str, float]
    beside: Mapping[str, float]
    #: Where the writer's firm is.
    home: Collection[str]
    #: Of the text, in characters.
    length: int


def market_case(
    reading: Reading,
    places: Iterable[Place],
    said: Statements,
    opinion: Opinion,
    origin: str | None,
    taxonomy: Taxonomy,
) -> MarketCase:
    """The markets to judge, which are the keys of ``beside``, and what is known of them."""
    meant = {each.code: each.score for each in said[MARKET] if each.is_meant}
    named: dict[str, set[str]] = {}
    for place in places:
        for code in place.hit.codes:
            named.setdefault(market_of(code, taxonomy), set()).update(
                (f"as {place.role}", f"by {place.hit.kind}")
            )
    votes = opinion.of_all(taxonomy.services)
    first = nsmallest(_FIRST_SERVICES, votes, key=lambda each: (-votes[each], each))
    candidates = [*meant, *named, *(each.code for each in said[MARKET]), *_brought_in(first, votes, taxonomy)]
    beside = {code: opinion.beside(code) for code in dict.fromkeys(candidates)}
    return MarketCase(
        meant=meant,
        named=named,
        together=_side_by_side(reading, beside, taxonomy),
        services=[each.code for each in said[SERVICE] if each.is_meant],
        votes=votes,
        first_service=first[0],
        texts={code: opinion.of(MARKET_COLUMN + code) for code in beside},
        beside=beside,
        home={code for code in beside if origin and taxonomy.regions[code].iso == origin},
        length=len(reading.key),
    )


def _brought_in(first: Iterable[str], votes: Mapping[str, float], taxonomy: Taxonomy) -> list[str]:
    """The markets that the services the voter puts first exist in, where that is one."""
    return [
        taxonomy.services[code].regions[0]
        for code in first
        if votes[code] > 0 and len(taxonomy.services[code].regions) == 1
    ]


def _side_by_side(reading: Reading, markets: Collection[str], taxonomy: Taxonomy) -> set[str]:
    """The markets named by one word, or next to another in a list: such are meant together."""
    named = [({code for code in markets if names(hit, code, taxonomy)}, hit) for hit in reading.places]
    found = {code for codes, _ in named if len(codes) > 1 for code in codes}
    for (codes, hit), (others, after) in pairwise([each for each in named if each[0]]):
        if codes != others and reading.listed(hit, after):
            found |= codes | others
    return found


@lru_cache(maxsize=4)
def _bound(taxonomy: Taxonomy) -> Mapping[str, tuple[frozenset[str], frozenset[str]]]:
    """For each market the services that exist there only, and those that exist elsewhere only."""
    bound = {code: set(each.regions) for code, each in taxonomy.services.items() if each.regions}
    found = {}
    for market in taxonomy.regions:
        answering = set(taxonomy.markets_answering(market))
        found[market] = (
            frozenset(code for code, regions in bound.items() if regions <= answering),
            frozenset(code for code, regions in bound.items() if not regions & answering),
        )
    return found


def market_signs(case: MarketCase, code: str, taxonomy: Taxonomy) -> Signs:
    """What speaks for one market."""
    own, elsewhere = _bound(taxonomy)[code]
    is_meant, is_named = code in case.meant, code in case.named
    beside, text, named = case.beside[code], case.texts[code], case.named.get(code, ())
    others_meant, others = case.meant.keys() - {code}, case.beside.keys() - {code}
    above = taxonomy.ancestors(code)
    return {
        "always": 1.0,
        "meant": float(is_meant),
        "score": case.meant.get(code, 0.0),
        "beside": beside,
        "beside_and_meant": beside * is_meant,
        "behind_best_beside": max(case.beside.values()) - beside,
        "meant_alone": float(is_meant and not others_meant),
        "nothing_meant": float(not case.meant),
        "others_meant": float(len(others_meant)),
        "named": float(is_named),
        "own_service_voted": max((case.votes[each] for each in own), default=_LEAST_VOTE),
        "own_service_first": float(case.first_service in own),
        "own_service_meant": float(not own.isdisjoint(case.services)),
        "service_of_others_meant": float(not elsewhere.isdisjoint(case.services)),
        "together": float(code in case.together),
        "together_and_meant": float(code in case.together and is_meant),
        "eu": float(code == _THE_EU),
        "eu_and_meant": float(code == _THE_EU and is_meant),
        "around_another": float(any(code in taxonomy.ancestors(each) for each in others)),
        "around_one_meant": float(any(code in taxonomy.ancestors(each) for each in others_meant)),
        "within_another": float(any(each in above for each in others)),
        "home": float(code in case.home),
        "length": case.length / _EACH_HUNDRED,
        **{f"as_{role}": float(f"as {role}" in named) for role in _ROLES},
        **{f"by_{kind}": float(f"by {kind}" in named) for kind in _KINDS},
        "text": text,
        "text_and_named": text * is_named,
        "text_and_meant": text * is_meant,
    }


def markets_likely(case: MarketCase, taxonomy: Taxonomy) -> dict[str, float]:
    """How likely each market is where the writer wants to go, the likeliest first."""
    weighing = judging().markets
    odds = {code: weighing.probability(market_signs(case, code, taxonomy)) for code in case.beside}
    return dict(sorted(odds.items(), key=lambda pair: -pair[1]))


def markets_judged(
    reading: Reading,
    case: MarketCase,
    said: Statements,
    probabilities: Mapping[str, float],
    *,
    country: str | None,
    taxonomy: Taxonomy,
) -> Statements:
    """What is said, with the markets that are likely meant and the others offered.

    A market that is only named as held or refused, is the enquirer's own country, or lies around one that the
    rules read, is never made one.
    A service that only exists in markets no longer meant is no longer meant either.
    """
    barred = {code for code, given in case.named.items() if _roles(given) == {HELD}}
    barred |= {code for code in probabilities if country in (code, taxonomy.regions[code].iso)}
    barred |= {above for code in case.meant for above in taxonomy.ancestors(code)}
    known = {each.code: each for each in said[MARKET]}
    found = []
    for code, sure in probabilities.items():
        if sure >= _enough(case, code) and (code in case.meant or code not in barred):
            spans = known[code].spans if code in known else _spans(reading, code, taxonomy)
            found.append(Said(code, case.meant.get(code, sure), spans))
        elif code in known:
            found.append(replace(known[code], is_meant=False))
    meant = {each.code for each in found if each.is_meant}
    lost = case.meant.keys() - meant
    return said | {
        MARKET: sorted(found, key=lambda each: -each.score),
        SERVICE: [
            replace(each, is_meant=each.is_meant and not _is_lost(each.code, lost, meant, taxonomy))
            for each in said[SERVICE]
        ],
    }


def _enough(case: MarketCase, code: str) -> float:
    """How likely a market must be: more where the rules saw its name and took it for something else."""
    if code in case.meant:
        return judging().markets.enough
    roles = _roles(case.named.get(code, ()))
    return judging().market_read_otherwise if roles - _MAY_BE_MARKETS else judging().market_unread


def _roles(given: Collection[str]) -> set[str]:
    return {each.removeprefix("as ") for each in given if each.startswith("as ")}


def _spans(reading: Reading, code: str, taxonomy: Taxonomy) -> Spans:
    """The names of a market, or else the words that speak most for it."""
    named = [reading.span(hit) for hit in reading.places if names(hit, code, taxonomy)]
    words = named or [reading.folded.span(*each) for each in words_for(MARKET_COLUMN + code, reading.key)]
    return tuple(sorted(set(words)))


def _is_lost(code: str, lost: Collection[str], meant: Collection[str], taxonomy: Taxonomy) -> bool:
    own = set(taxonomy.services[code].regions)

    def exists_in(markets: Collection[str]) -> bool:
        return any(own & taxonomy.markets_answering(each) for each in markets)

    return exists_in(lost) and not exists_in(meant)
