"""A kept run, asked again from what was kept: with its own weights it must say the same."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.matching.models import RoutingRun
from app.matching.order import ranked
from app.matching.question import FirmFacts, Question
from app.matching.runs import digest
from app.matching.weights import weights


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a run said of one firm: a candidate's record with its ``place``, or the reason it was left out."""

    candidate: Mapping[str, Any] | None
    reason: str | None

    @property
    def place(self) -> int | None:
        return self.candidate["place"] if self.candidate else None


@dataclass(frozen=True, slots=True)
class Row:
    """One firm, then and now. Of a firm that was not looked at, there is no verdict."""

    firm: int
    then: Verdict | None
    now: Verdict | None
    #: What differs: ``place``, ``score``, ``slot``, ``reason``, or a term; empty where nothing does.
    differing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Replay:
    """A run then and now, firm by firm, in the order of then."""

    run: RoutingRun
    weights: str
    rows: tuple[Row, ...]
    #: Whether the kept input is still what it was when it was kept.
    is_intact: bool
    no_match_then: str | None
    no_match_now: str | None

    @property
    def same(self) -> bool:
        """Whether it said exactly the same again."""
        alike = not any(row.differing for row in self.rows) and self.no_match_then == self.no_match_now
        return self.is_intact and alike


def replay(run: RoutingRun, *, version: str | None = None) -> Replay:
    """Ask again. version: other weights than its own. Raises LookupError where those are not to be had."""
    figures = weights(version or run.weights)
    firms = tuple(FirmFacts.of_record(each) for each in run.firms)
    again = ranked(Question.of_record(run.question), firms, figures).record
    then, now = _verdicts(run.outcome), _verdicts(again)
    return Replay(
        run=run,
        weights=figures.version,
        rows=tuple(_row(firm, then.get(firm), now.get(firm)) for firm in {**then, **now}),
        is_intact=digest(run.question, run.firms) == run.digest,
        no_match_then=run.outcome["no_match"],
        no_match_now=again["no_match"],
    )


def _verdicts(outcome: Mapping[str, Any]) -> dict[int, Verdict]:
    found = {
        each["firm"]: Verdict({**each, "place": place}, None)
        for place, each in enumerate(outcome["candidates"], 1)
    }
    return found | {each["firm"]: Verdict(None, each["reason"]) for each in outcome["excluded"]}


def _row(firm: int, then: Verdict | None, now: Verdict | None) -> Row:
    old, new = _flat(then), _flat(now)
    return Row(firm, then, now, tuple(name for name in {**old, **new} if old.get(name) != new.get(name)))


def _flat(verdict: Verdict | None) -> dict[str, Any]:
    """Everything that was said, by one name each."""
    if verdict is None:
        return {}
    if verdict.candidate is None:
        return {"reason": verdict.reason}
    terms = verdict.candidate["terms"]
    return {**{name: value for name, value in verdict.candidate.items() if name != "terms"}, **terms}
