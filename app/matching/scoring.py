"""How well a firm answers a question, term by term.

score = gate × (floor + (1 − floor) × merit)

gate: how much of the need is covered, the mean over its cells of the region's fit.
merit: weighted terms, each in [0, 1].

The score is kept as the sum of its parts, each rounded to a thousandth: what is shown adds up to what ranked.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.matching.grounds import Ground, answering_sectors, grounds, region_fit, usable
from app.matching.question import FirmFacts, Offer, Question
from app.matching.weights import TERMS, Weights

#: Decimals of what is shown and added up.
PLACES = 3
_BRIDGE = "en"


@dataclass(frozen=True, slots=True)
class Scored:
    """A firm that can be asked, and all that its score is made of."""

    firm: int
    grounds: tuple[Ground, ...]
    score: float
    merit: float
    #: ``gate`` and the terms of merit, each in [0, 1].
    terms: Mapping[str, float]
    #: What each adds to the score: ``cover`` for the gate alone, and the terms of merit.
    points: Mapping[str, float]

    @property
    def gate(self) -> float:
        return self.terms["gate"]


def scored(question: Question, facts: FirmFacts, weights: Weights) -> Scored:
    pairs = usable(question, facts, weights)
    found = grounds(question, pairs, weights)
    fits = {(cell.service, cell.asked): cell.fits for cell in question.cells}
    gate = sum(region_fit(fits[each.service, each.asked][each.market], weights) for each in found)
    gate /= len(question.cells)
    terms = {
        "gate": gate,
        "sector": _sector(question, [offer for _cell, offer in pairs], weights),
        "language": language_term(question, facts, weights),
        "responsiveness": _responsiveness(facts, weights),
        "headroom": _headroom(facts, weights),
        "freshness": _freshness(facts, weights),
    }
    merit = sum(weights.merit[name] * terms[name] for name in TERMS)
    points = {"cover": round(gate * weights.floor, PLACES)}
    for name in TERMS:
        points[name] = round(gate * (1 - weights.floor) * weights.merit[name] * terms[name], PLACES)
    return Scored(facts.firm, found, round(sum(points.values()), PLACES), merit, terms, points)


def _sector(question: Question, offers: Sequence[Offer], weights: Weights) -> float:
    """Whether the firm names the product in any offering that answers: one more never lowers it."""
    if not question.wanted or any(answering_sectors(question, offer) for offer in offers):
        return 1.0
    return weights.unknown


def language_term(question: Question, facts: FirmFacts, weights: Weights) -> float:
    """0 where firm and reader share no language at all."""
    if question.language is None or not facts.languages:
        return weights.unknown
    wanted = question.language.lower()
    known = [_fit_of(tag, wanted, weights) for tag in facts.languages]
    return max(known)


def _fit_of(tag: str, wanted: str, weights: Weights) -> float:
    fits = weights.language
    if tag == wanted:
        return fits.same
    language = tag.split("-")[0]
    if language == wanted.split("-")[0]:
        if language != "zh":
            return fits.same
        return fits.unsaid_script if tag == "zh" else fits.other_script
    return fits.bridge if language == _BRIDGE else 0.0


def _responsiveness(facts: FirmFacts, weights: Weights) -> float:
    """The mean of the Beta distribution after what is known, from the prior."""
    prior = weights.responsiveness
    answered = facts.in_time + facts.late + prior.prior_in_time + prior.prior_late
    return (facts.in_time + prior.prior_in_time) / answered


def _headroom(facts: FirmFacts, weights: Weights) -> float:
    limit = weights.headroom.default_limit if facts.capacity is None else facts.capacity
    return max(0.0, 1 - facts.open / limit) if limit > 0 else 0.0


def _freshness(facts: FirmFacts, weights: Weights) -> float:
    if facts.age_days is None:
        return weights.unknown
    fresh, stale = weights.freshness.fresh_days, weights.freshness.stale_days
    return min(1.0, max(0.0, (stale - facts.age_days) / (stale - fresh)))
