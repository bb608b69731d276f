"""Who is named first among firms that are nearly alike, and who is owed what afterwards.

Firms close behind the best form a band. The first places go to those of the band that are owed most; the
last place goes to whoever has waited longest among all that are good enough, so that nobody waits for ever.
Ties are drawn by a keyed hash.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import inf

from app.matching.question import FirmFacts, Question
from app.matching.scoring import PLACES, Scored
from app.matching.weights import Weights


@dataclass(frozen=True, slots=True)
class Placed:
    """A firm in its place: ``slot`` counts from 1, and is None for those after the first few."""

    scored: Scored
    is_in_band: bool
    slot: int | None


def placed(
    question: Question, found: Sequence[Scored], facts: Mapping[int, FirmFacts], weights: Weights
) -> tuple[Placed, ...]:
    """Everyone in order. Where nothing is handed over: by score, then by draw."""
    ordered = sorted(found, key=lambda each: (-each.score, facts[each.firm].draw))
    if not ordered:
        return ()
    edge = round(ordered[0].score - weights.fairness.band, PLACES)
    band = frozenset(each.firm for each in ordered if each.score >= edge)
    picks = _picked(question, ordered, band, facts, weights) if question.routing else []
    slots = {each.firm: slot for slot, each in enumerate(picks, 1)}
    rest = [each for each in ordered if each.firm not in slots]
    return tuple(Placed(each, each.firm in band, slots.get(each.firm)) for each in (*picks, *rest))


def _picked(
    question: Question,
    ordered: Sequence[Scored],
    band: Collection[int],
    facts: Mapping[int, FirmFacts],
    weights: Weights,
) -> list[Scored]:
    """One slot is the band's; of several the last is for whoever has waited longest."""
    by_turn = sorted(
        (each for each in ordered if each.firm in band),
        key=lambda each: _turn(facts[each.firm]),
    )
    behind = [each for each in ordered if each.firm not in band]
    picks = [*by_turn, *behind][: max(1, question.slots - 1)]
    if question.slots > len(picks):
        taken = {each.firm for each in picks}
        left = [each for each in ordered if each.firm not in taken]
        waiting = [each for each in left if each.score >= weights.fairness.least]
        waiting.sort(key=lambda each: (-_waited(facts[each.firm]), _turn(facts[each.firm])))
        picks += (waiting or left)[:1]
    return picks


def _turn(facts: FirmFacts) -> tuple[float, float, str]:
    """Who is owed most, of those who has waited longest, then by draw."""
    return -round(_owed(facts), 6), -_waited(facts), facts.draw


def _owed(facts: FirmFacts) -> float:
    """Over all the cells asked about."""
    return sum(share.deficit for share in facts.shares)


def _waited(facts: FirmFacts) -> float:
    """Seconds since it was last referred to in any of the cells asked about."""
    return min((inf if each.unserved is None else each.unserved for each in facts.shares), default=inf)


@dataclass(frozen=True, slots=True)
class Settlement:
    """What one firm's account in one cell changes by."""

    firm: int
    service: str
    asked: str
    #: Its fair share of the referrals made in the band, less one where it received.
    change: float
    has_received: bool


def settled(
    found: Iterable[Placed],
    facts: Mapping[int, FirmFacts],
    receivers: Collection[int],
    weights: Weights,
) -> list[Settlement]:
    """What a handing over means for everyone it concerns, cell by cell.

    The band's changes add up to nothing. A receiver from outside the band owes nothing; it has been served.
    """
    by_cell: dict[tuple[str, str], list[Placed]] = {}
    for each in found:
        if each.is_in_band or each.scored.firm in receivers:
            for ground in each.scored.grounds:
                by_cell.setdefault((ground.service, ground.asked), []).append(each)
    changes = []
    for (service, asked), concerned in sorted(by_cell.items()):
        band = [each.scored.firm for each in concerned if each.is_in_band]
        made = sum(firm in receivers for firm in band)
        owed = fair_shares(made, {firm: throughput(facts[firm], weights) for firm in band})
        for each in concerned:
            firm, received = each.scored.firm, each.scored.firm in receivers
            change = owed[firm] - received if firm in owed else 0.0
            changes.append(Settlement(firm, service, asked, change, received))
    return changes


def throughput(facts: FirmFacts, weights: Weights) -> float:
    """What a firm's fair share is weighed by: its stated room, as far as it has shown to use it.

    Stating more room buys nothing before the answers are there.
    """
    limit = weights.headroom.default_limit if facts.capacity is None else facts.capacity
    return min(float(limit), max(weights.fairness.proven, facts.in_time))


def fair_shares(made: int, by_weight: Mapping[int, float]) -> dict[int, float]:
    """``made`` parted by weight, nobody more than one: an enquiry goes to a firm once."""
    shares: dict[int, float] = {}
    left, waiting = float(made), dict(by_weight)
    while waiting:
        whole = sum(waiting.values())
        over = [firm for firm, weight in waiting.items() if left * weight >= whole]
        if not over or not whole:
            return shares | {firm: left * weight / (whole or 1) for firm, weight in waiting.items()}
        for firm in over:
            shares[firm] = 1.0
            left -= 1
            del waiting[firm]
    return shares
