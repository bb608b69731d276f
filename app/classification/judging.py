"""How likely each service is asked for: what the rules read and what the second opinion says, weighed.

The rules know wordings, the voter knows which words go with which service; where they agree, the service is
nearly always asked for. Both weighings are tables of a few named signs under ``seed/voter/judging.yaml``,
learnt from messages that the rules had not been fitted to.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from heapq import nlargest
from math import exp
from pathlib import Path

import yaml

from app.classification.voter import FOLDER
from app.taxonomy.snapshot import Taxonomy

#: So many services are considered that only the voter names.
MOST_NAMED_BY_VOTER = 4
#: Of this kind the rules miss few, and the voter takes one market's for another's.
_REPRESENTATION = "representation"
#: Of a text shorter than this the voter says nothing.
_FEWEST_CHARACTERS = 20
#: Texts are measured in these.
_EACH_HUNDRED = 100

Signs = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Weighing:
    """Signs and how much each counts; together the odds."""

    weights: Mapping[str, float]
    #: From this probability on it holds.
    enough: float

    def probability(self, signs: Signs) -> float:
        odds = sum(weight * signs.get(sign, 0.0) for sign, weight in self.weights.items())
        return 1 / (1 + exp(-max(-30.0, min(30.0, odds))))


@dataclass(frozen=True, slots=True)
class Judging:
    #: Whether a message is spam.
    spam: Weighing
    #: From this probability on a person looks, and from this one on the voter is believed alone.
    spam_held: float
    spam_alone: float
    #: How one of the ways to press stands against the others; the likeliest is taken.
    urgency: Weighing
    #: Whether a market is where the writer wants to go.
    markets: Weighing
    #: How likely it must be where the rules do not take it to be meant, and where they take it for
    #: something else.
    market_unread: float
    market_read_otherwise: float
    services: Weighing
    #: From this probability on a service that is not assumed is offered.
    offered: float
    #: Whether nothing read would send the question to the wrong firms.
    going_on: Weighing


@cache
def judging(folder: Path = FOLDER) -> Judging:
    given = yaml.safe_load((folder / "judging.yaml").read_text(encoding="utf-8"))
    weighings = {name: Weighing(each["weights"], each.get("enough", 0.0)) for name, each in given.items()}
    return Judging(
        **weighings,
        spam_held=given["spam"]["held"],
        spam_alone=given["spam"]["alone"],
        market_unread=given["markets"]["unread"],
        market_read_otherwise=given["markets"]["read_otherwise"],
        offered=given["services"]["offered"],
    )


@dataclass(frozen=True, kw_only=True)
class Case:
    """A question as the rules and the voter see it."""

    #: Services the rules named, with how sure they are and whether they take them to be meant.
    services: Mapping[str, tuple[float, bool]]
    #: Kinds of product taken to be meant.
    sectors: Collection[str]
    #: Markets taken to be meant, with how sure the rules are.
    markets: Mapping[str, float]
    #: Services the text names and the rules do not count: held, refused, somebody else's or only mentioned.
    barred: Collection[str]
    #: What speaks for each service, and for each kind of service.
    votes: Mapping[str, float]
    kinds: Mapping[str, float]
    #: How much speaks for a question that only a person can answer.
    person_vote: float
    #: Markets that only the voter takes to be meant.
    brought_in: Collection[str]
    #: How likely each market is that the text may mean.
    market_odds: Mapping[str, float]
    #: Markets that are only offered.
    markets_offered: int
    #: The decision of the rules alone.
    way: str
    reason: str | None
    names_origin: bool
    #: Of the text, in characters.
    length: int

    @cached_property
    def best_votes(self) -> list[float]:
        """How much speaks for each of the three services that most speaks for."""
        return nlargest(3, self.votes.values())

    @property
    def meant(self) -> Collection[str]:
        return [code for code, (_, is_meant) in self.services.items() if is_meant]

    def candidates(self, taxonomy: Taxonomy) -> list[str]:
        """The services worth judging: those the rules name, and the voter's first few that can be meant.

        What is named and does not count the voter cannot bring back: it does not know a "not" from an ask.
        Nor does it name what exists in no market asked about, or for other products, or a representative
        beside one the rules found, or anything on a few words.
        """
        if self.length < _FEWEST_CHARACTERS:
            return list(self.services)
        markets = frozenset().union(*(taxonomy.markets_answering(each) for each in self.markets))
        sectors = frozenset().union(*(taxonomy.sectors_answering(each) for each in self.sectors))
        has_representative = any(taxonomy.services[each].family == _REPRESENTATION for each in self.meant)
        first: list[str] = []
        for code in sorted(self.votes, key=lambda each: (-self.votes[each], each)):
            service = taxonomy.services[code]
            if (
                code not in self.barred
                and not (has_representative and service.family == _REPRESENTATION)
                and (not service.regions or not markets.isdisjoint(service.regions))
                and (not sectors or not service.sectors or not sectors.isdisjoint(service.sectors))
            ):
                first.append(code)
            if len(first) == MOST_NAMED_BY_VOTER:
                break
        return list(dict.fromkeys((*self.services, *first)))


def service_signs(case: Case, code: str, taxonomy: Taxonomy) -> Signs:
    """What speaks for one service."""
    score, is_meant = case.services.get(code, (0.0, False))
    vote, kind = case.votes[code], case.kinds[taxonomy.services[code].family]
    best, third = case.best_votes[0], case.best_votes[2]
    own = set(taxonomy.services[code].regions)
    fits = not own or any(own & taxonomy.markets_answering(market) for market in case.markets)
    meant_kinds = {taxonomy.services[each].family for each in case.meant}
    unread = code not in case.services
    return {
        "always": 1.0,
        "meant": float(is_meant),
        "named": float(not unread),
        "score": score,
        "vote": vote,
        "vote_above_floor": max(vote, -1.0),
        "kind_vote": kind,
        "first_by_vote": float(vote >= best),
        "among_first_three": float(vote >= third),
        "fits_market": float(fits),
        "bound_to_market": float(bool(own)),
        "services_meant": float(len(case.meant)),
        "kinds_meant": float(len(meant_kinds)),
        "kind_is_meant": float(taxonomy.services[code].family in meant_kinds),
        "meant_and_vote": vote * is_meant,
        "meant_and_kind_vote": kind * is_meant,
        "behind_best_vote": best - vote,
        "nothing_meant": float(not case.meant),
        "unread_fits_market": float(fits and unread),
        "unread_vote": vote * unread,
        "nothing_meant_vote": vote * unread * (not case.meant),
        "length": case.length / _EACH_HUNDRED,
    }


def going_on_signs(case: Case, judged: Mapping[str, float], enough: float, taxonomy: Taxonomy) -> Signs:
    """What speaks for handing the question on as it was read. judged: each candidate's probability."""
    odds = case.market_odds
    taken = {code: sure for code, sure in judged.items() if sure >= enough}
    kinds: dict[str, float] = {}
    for code, sure in taken.items():
        family = taxonomy.services[code].family
        kinds[family] = max(kinds.get(family, 0.0), sure)
    return {
        "always": 1.0,
        "least_sure_kind": min(kinds.values(), default=0.0),
        "doubt_in_kinds": sum(1 - sure for sure in kinds.values()),
        "kinds": float(len(kinds)),
        "best_left_out": max((sure for sure in judged.values() if sure < enough), default=0.0),
        "markets": float(len(case.markets)),
        "several_markets": float(len(case.markets) > 1),
        "least_sure_market": min(case.markets.values(), default=0.5),
        "least_likely_market": min((odds[each] for each in case.markets if each in odds), default=1.0),
        "best_market_left_out": max((odds[each] for each in odds.keys() - case.markets.keys()), default=0.0),
        "markets_offered": float(case.markets_offered),
        "markets_brought_in": float(len(case.brought_in)),
        "person_vote": case.person_vote,
        "rules_clear": float(case.way == "clear"),
        "rules_person": float(case.way == "person"),
        "rules_ask_market": float(case.reason == "which_market"),
        "rules_ask_service": float(case.reason == "which_service"),
        "names_origin": float(case.names_origin),
        "length": case.length / _EACH_HUNDRED,
        "services": float(len(taken)),
    }
