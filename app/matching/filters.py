"""What shuts a firm out, whatever its score: each of the firms left out has exactly one reason."""

from collections.abc import Callable

from app.matching.grounds import offered, stands_for, usable
from app.matching.question import FirmFacts, Offer, Question
from app.matching.reasons import ExclusionReason
from app.matching.scoring import language_term
from app.matching.weights import Weights

_Holds = Callable[[Question, FirmFacts, Weights], bool]


def _live(question: Question, facts: FirmFacts) -> list[Offer]:
    """What is open, confirmed in time, and rests on no evidence that is over."""
    found = (offer for _cell, offer in offered(question, facts))
    return [each for each in found if each.is_open and not each.has_lapsed and not each.is_unconfirmed]


def _evidence_lapsed(question: Question, facts: FirmFacts, _weights: Weights) -> bool:
    found = [offer for _cell, offer in offered(question, facts)]
    return bool(found) and all(offer.has_lapsed for offer in found)


def _closed(question: Question, facts: FirmFacts, _weights: Weights) -> bool:
    return not any(offer.is_open and not offer.has_lapsed for _cell, offer in offered(question, facts))


def _unconfirmed(question: Question, facts: FirmFacts, _weights: Weights) -> bool:
    return not _live(question, facts)


def _other_products(question: Question, facts: FirmFacts, _weights: Weights) -> bool:
    return not any(stands_for(question, offer) for offer in _live(question, facts))


def _other_languages(question: Question, facts: FirmFacts, weights: Weights) -> bool:
    return language_term(question, facts, weights) == 0


def _full(_question: Question, facts: FirmFacts, _weights: Weights) -> bool:
    return facts.capacity is not None and facts.open >= facts.capacity


#: In the order of ``ExclusionReason``. The second says whether it holds only where an enquiry is handed
#: over: a reader of a list may look at a firm that cannot be asked through us.
_FILTERS: tuple[tuple[ExclusionReason, bool, _Holds], ...] = (
    (ExclusionReason.REFUSED, False, lambda question, facts, _: facts.firm in question.refused),
    (ExclusionReason.NOT_CLAIMED, True, lambda _question, facts, _: not facts.is_claimed),
    (ExclusionReason.NOT_TAKING_ENQUIRIES, True, lambda _question, facts, _: not facts.is_accepting),
    (ExclusionReason.NO_ADDRESS, True, lambda _question, facts, _: not facts.is_reachable),
    (ExclusionReason.EVIDENCE_LAPSED, False, _evidence_lapsed),
    (ExclusionReason.CLOSED, False, _closed),
    (ExclusionReason.UNCONFIRMED, False, _unconfirmed),
    (ExclusionReason.OTHER_PRODUCTS, False, _other_products),
    (
        ExclusionReason.OTHER_LANGUAGES,
        True,
        lambda question, facts, w: language_term(question, facts, w) == 0,
    ),
    (ExclusionReason.ABSENT, True, lambda _question, facts, _: facts.is_absent),
    (ExclusionReason.FULL, True, _full),
    (ExclusionReason.CONFLICT, True, lambda question, facts, _: facts.firm in question.conflicts),
    (ExclusionReason.NOT_ESTABLISHED, True, lambda question, facts, w: not usable(question, facts, w)),
)


def exclusion(question: Question, facts: FirmFacts, weights: Weights) -> ExclusionReason | None:
    """The first reason that holds; None for a firm that can be named."""
    for reason, only_routing, holds in _FILTERS:
        if (question.routing or not only_routing) and holds(question, facts, weights):
            return reason
    return None
