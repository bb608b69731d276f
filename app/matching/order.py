"""The ranking itself: values in, a value out. Asked again with the same values it says the same."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from app.matching.fairness import Placed, placed
from app.matching.filters import exclusion
from app.matching.question import FirmFacts, Question
from app.matching.reasons import ExclusionReason, NoMatch, why_nobody
from app.matching.scoring import scored
from app.matching.weights import Weights


@dataclass(frozen=True, slots=True)
class LeftOut:
    firm: int
    reason: ExclusionReason


@dataclass(frozen=True, slots=True)
class Outcome:
    """Every firm that was looked at, once: in its place with every term, or left out with its reason."""

    placed: tuple[Placed, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    #: Why nobody is named; None where somebody is.
    no_match: NoMatch | None = None

    @property
    def record(self) -> dict[str, Any]:
        """As a run keeps it."""
        return {
            "candidates": [_record(each) for each in self.placed],
            "excluded": [{"firm": each.firm, "reason": each.reason.value} for each in self.left_out],
            "no_match": self.no_match.value if self.no_match else None,
        }


def _record(each: Placed) -> dict[str, Any]:
    return {
        "firm": each.scored.firm,
        "score": each.scored.score,
        "gate": round(each.scored.gate, 6),
        "merit": round(each.scored.merit, 6),
        "terms": {name: round(term, 6) for name, term in each.scored.terms.items()},
        "points": dict(each.scored.points),
        "grounds": [ground.record for ground in each.scored.grounds],
        "in_band": each.is_in_band,
        "slot": each.slot,
    }


def ranked(question: Question, firms: Sequence[FirmFacts], weights: Weights) -> Outcome:
    """Who is named for the question, in which order, and why each of the others is not."""
    if not question.cells:
        return Outcome(no_match=NoMatch.NO_SUCH_PAIR if question.is_clear else NoMatch.UNCLEAR)
    facts = {each.firm: each for each in firms}
    found, left_out = [], []
    for each in sorted(firms, key=lambda firm: firm.draw):
        reason = exclusion(question, each, weights)
        if reason:
            left_out.append(LeftOut(each.firm, reason))
        else:
            found.append(scored(question, each, weights))
    nobody = None if found else why_nobody([each.reason for each in left_out])
    return Outcome(placed(question, found, facts, weights), tuple(left_out), nobody)
