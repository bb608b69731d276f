"""What happens to a question next: to firms at once, one question back, or to a person."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from itertools import pairwise

from app.classification.places import market_of
from app.classification.reading import Reading
from app.classification.rules import Rules
from app.classification.spam import HOLD, SpamVerdict
from app.classification.standing import reason_for_person
from app.taxonomy.snapshot import Taxonomy

CLEAR, ASK, PERSON = "clear", "ask", "person"
#: Regions that are too wide to route to, though the EU is a market.
_MARKET_BLOCS = frozenset({"EU", "EEA"})
#: Reasons that bring a question to a person whatever else it asks.
_ALWAYS = frozenset({"complaint", "partnership", "personal_import", "no_code_at_all"})
#: Kinds of services that one question asks for.
_MOST_KINDS = 3
#: Of several markets each is aimed at in so many words from here on; one that is only named may be none.
_MARKET_AIMED_AT = 0.9
#: Below this a service is a guess.
_SURE_ENOUGH = 0.55


@dataclass(frozen=True, slots=True)
class Decision:
    """The way a question takes, and why."""

    way: str
    reason: str | None = None

    @property
    def needs_person(self) -> bool:
        return self.way == PERSON


GOES_ON = Decision(CLEAR)


def decide(
    reading: Reading,
    *,
    spam: SpamVerdict,
    markets: Mapping[str, float],
    services: Mapping[str, float],
    sectors: Collection[str],
    taxonomy: Taxonomy,
) -> Decision:
    """The way a question takes: triage where a rule says so, a question back where two readings remain."""
    if spam.may_be_harm:
        return Decision(PERSON, "harm")
    if spam.lane == HOLD:
        return Decision(PERSON, "held_as_spam")
    reason = reason_for_person(reading)
    if reason in _ALWAYS:
        return Decision(PERSON, reason)
    if not services:
        return Decision(PERSON, "no_service")
    neutral = set(reading.rules.services["neutral"])
    if not markets and not set(services) <= neutral:
        return Decision(PERSON, "no_market")
    if markets and all(_is_wide(each, taxonomy) for each in markets):
        return Decision(PERSON, "wide_market")
    if reason and max(services.values()) < 1 and not _stands_beside(reason, services, reading.rules):
        return Decision(PERSON, reason)
    if max(services.values()) < _SURE_ENOUGH or _is_doubtful(services, reading.rules, taxonomy):
        return Decision(ASK, "which_service")
    if len(markets) > 1 and not _are_all_meant(markets, services, reading, taxonomy):
        return Decision(ASK, "which_market")
    return GOES_ON


def _are_all_meant(
    markets: Mapping[str, float], services: Collection[str], reading: Reading, taxonomy: Taxonomy
) -> bool:
    """Whether each of several markets is aimed at, has a service of its own, or is listed with others.

    A market that is only named beside another is wrong about every second time.
    """
    own = {
        code
        for code in markets
        for service in services
        if set(taxonomy.services[service].regions) & taxonomy.markets_answering(code)
        and not any(
            set(taxonomy.services[service].regions) & taxonomy.markets_answering(other)
            for other in markets
            if other != code
        )
    }
    listed = _listed(reading, markets, taxonomy)
    return all(score > _MARKET_AIMED_AT or code in own or code in listed for code, score in markets.items())


def _listed(reading: Reading, markets: Collection[str], taxonomy: Taxonomy) -> set[str]:
    """The markets that are named side by side with another one."""
    named = [(market_of(hit.codes[0], taxonomy), hit) for hit in reading.places if len(hit.codes) == 1]
    found: set[str] = set()
    for (code, hit), (other, after) in pairwise([each for each in named if each[0] in markets]):
        if code != other and reading.listed(hit, after):
            found |= {code, other}
    return found


def _is_doubtful(services: Mapping[str, float], rules: Rules, taxonomy: Taxonomy) -> bool:
    """Whether the kinds found are so many, or so seldom asked for together, that one is only mentioned."""
    together: Mapping[str, list[str]] = rules.services["seldom_together"]
    exempt = rules.services["often_together"]
    kinds = {taxonomy.services[code].family for code in services}
    if len(kinds) > _MOST_KINDS:
        return True
    found = {taxonomy.services[code].family for code in services if code not in exempt}
    return any(kinds & set(together.get(kind, ())) for kind in found)


def _stands_beside(reason: str, services: Mapping[str, float], rules: Rules) -> bool:
    """Whether a thing without a code is only mentioned beside an ask that has one."""
    return reason == "no_code" and any(score >= 0.75 for score in services.values())


def _is_wide(code: str, taxonomy: Taxonomy) -> bool:
    region = taxonomy.regions[code]
    return region.kind in {"continent", "bloc"} and code not in _MARKET_BLOCS
