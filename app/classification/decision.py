"""What happens to a question next: to firms at once, one question back, or to a person."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

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
#: So sure is a service that a general word means, beside ones called by name.
_RESOLVED = 0.8
#: Kinds of services that one question asks for.
_MOST_KINDS = 3
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
    markets: Collection[str],
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
    if max(services.values()) < _SURE_ENOUGH or _is_mixed(services, taxonomy):
        return Decision(ASK, "which_service")
    return GOES_ON


def _is_mixed(services: Mapping[str, float], taxonomy: Taxonomy) -> bool:
    """Whether some are asked for by name and others only seem to be, or too many kinds at once.

    Such readings are wrong about one time in three, others one time in sixteen. A representative is
    mostly asked for by a general word, and rightly so.
    """
    sure = max(services.values())
    guessed = [
        code
        for code, score in services.items()
        if score < _RESOLVED and taxonomy.services[code].family != "representation"
    ]
    kinds = {taxonomy.services[code].family for code in services}
    return len(kinds) > _MOST_KINDS or bool(guessed and sure > _RESOLVED)


def _stands_beside(reason: str, services: Mapping[str, float], rules: Rules) -> bool:
    """Whether a thing without a code is only mentioned beside an ask that has one."""
    return reason == "no_code" and any(score >= 0.75 for score in services.values())


def _is_wide(code: str, taxonomy: Taxonomy) -> bool:
    region = taxonomy.regions[code]
    return region.kind in {"continent", "bloc"} and code not in _MARKET_BLOCS
