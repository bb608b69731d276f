"""The firms that answer a need, in an order that can be explained: what the doors ask.

The facts are gathered here, ranked elsewhere by values alone, and given back with the firms themselves.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from app.classification.needs import Needs
from app.directory.models import Firm, Offering
from app.directory.turns import Turns
from app.i18n.languages import Language
from app.matching import conflicts, offers
from app.matching.gathering import Gatherer, question_of, wanted_sectors
from app.matching.grounds import Ground
from app.matching.order import Outcome, ranked
from app.matching.question import FirmFacts, Question
from app.matching.reasons import ExclusionReason, NoMatch
from app.matching.weights import Weights, weights
from app.taxonomy.snapshot import Taxonomy

__all__ = [
    "Candidate",
    "Exclusion",
    "ExclusionReason",
    "Ground",
    "NearMiss",
    "NoMatch",
    "Ranking",
    "rank",
]

#: Firms shown as nearly fitting.
MOST_NEAR = 3


@dataclass(frozen=True, slots=True)
class Candidate:
    firm: Firm
    grounds: tuple[Ground, ...]
    score: float
    #: ``gate`` and the terms of merit, each from 0 to 1.
    terms: Mapping[str, float]
    merit: float
    #: What adds up to the score: ``cover`` for the gate alone, and one for each term of merit.
    points: Mapping[str, float]
    #: Whether it is so close behind the best that it takes turns with it.
    is_in_band: bool
    #: Its place among those named first, from 1; None behind them.
    slot: int | None

    @property
    def gate(self) -> float:
        return self.terms["gate"]


@dataclass(frozen=True, slots=True)
class NearMiss:
    """A firm that would fit but for one thing."""

    firm: Firm
    grounds: tuple[Ground, ...]
    #: ``market`` or ``service``.
    missing_kind: str
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Exclusion:
    firm: Firm
    reason: ExclusionReason


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """What a ranking rests on: enough to keep it, and to repeat it."""

    question: Question
    firms: tuple[FirmFacts, ...]
    outcome: Outcome
    weights: Weights


@dataclass(frozen=True, slots=True)
class Ranking:
    candidates: tuple[Candidate, ...] = ()
    near: tuple[NearMiss, ...] = ()
    excluded: tuple[Exclusion, ...] = ()
    #: Why nobody is named; None where somebody is.
    no_match: NoMatch | None = None
    #: For ``runs.keep_run``; whoever shows less of a ranking hands it on whole (``dataclasses.replace``).
    snapshot: Snapshot | None = None


def rank(
    needs: Needs,
    *,
    taxonomy: Taxonomy,
    demo: bool,
    day: date,
    secret: str,
    language: Language | None = None,
    routing: bool = False,
    refused: frozenset[int] = frozenset(),
    key: str = "",
    asked_by: str | None = None,
    company: str = "",
    at: datetime | None = None,
    slots: int | None = None,
    near: bool | None = None,
) -> Ranking:
    """The firms for ``needs``, best first; empty where there is no service × market to go by.

    routing: for handing an enquiry over: only firms that can receive one, and in turn among equals.
    refused: ids of firms the enquirer does not want or has already asked.
    key: draws the ties for one enquiry (its nonce); without it they turn daily. Either way by a keyed
    hash: nobody can buy, guess or keep a place.
    asked_by: the enquirer's address, so that no firm is asked by its own people. company: their company, for
    the firms' conflict lists.
    at: the moment of handing over. slots: how many firms are named first, as the weights say by default.
    near: whether those that nearly fit are looked for; by default where nothing is handed over.
    """
    figures = weights()
    slots = min(figures.fairness.most_slots, max(1, slots or figures.fairness.slots))
    question = question_of(
        needs, taxonomy, day=day, language=language, routing=routing, refused=refused, slots=slots
    )
    turns = Turns(secret, day, key)
    gatherer = Gatherer(question, taxonomy, turns, day, figures)
    found = gatherer.by_firm(offers.answering(needs, taxonomy, demo=demo)) if question.cells else {}
    facts = gatherer.gather(found, at=at)
    if asked_by and found:
        question = conflicts.declared(question, [firm for firm, _ in found.values()], asked_by, company)
    outcome = ranked(question, facts, figures)
    firms = {id_: firm for id_, (firm, _offerings) in found.items()}
    looks_near = bool(question.cells) and (not routing if near is None else near)
    return Ranking(
        tuple(_candidate(firms, each) for each in outcome.placed),
        _near(needs, taxonomy, demo, frozenset(firms), turns) if looks_near else (),
        tuple(Exclusion(firms[each.firm], each.reason) for each in outcome.left_out),
        outcome.no_match,
        Snapshot(question=question, firms=facts, outcome=outcome, weights=figures),
    )


def _candidate(firms: Mapping[int, Firm], each: Any) -> Candidate:
    found = each.scored
    return Candidate(
        firm=firms[found.firm],
        grounds=found.grounds,
        score=found.score,
        terms=found.terms,
        merit=found.merit,
        points=found.points,
        is_in_band=each.is_in_band,
        slot=each.slot,
    )


def _near(
    needs: Needs, taxonomy: Taxonomy, demo: bool, taken: frozenset[int], turns: Turns
) -> tuple[NearMiss, ...]:
    """Firms with the service elsewhere, then firms there with another service of the family."""
    wanted = wanted_sectors(needs, taxonomy)
    near = [
        each
        for each in offers.nearly_answering(needs, taxonomy, demo=demo)
        if each.firm_id not in taken and _fits(each, wanted)
    ]
    found: dict[int, NearMiss] = {}
    for kind, missing in (("market", needs.markets), ("service", needs.services)):
        theirs: dict[Firm, list[Offering]] = {}
        for each in near:
            if (each.service_code in needs.services) == (kind == "market"):
                theirs.setdefault(each.firm, []).append(each)
        for firm in sorted(theirs, key=lambda firm: turns(firm.slug)):
            found.setdefault(firm.id, NearMiss(firm, _elsewhere(theirs[firm]), kind, missing))
    return tuple(found.values())[:MOST_NEAR]


def _fits(offering: Offering, wanted: frozenset[str]) -> bool:
    listed = {each.sector_code for each in offering.sectors}
    return not wanted or not listed or bool(listed & wanted)


def _elsewhere(offerings: Sequence[Offering]) -> tuple[Ground, ...]:
    return tuple(
        Ground(each.service_code, each.market_code, each.market_code, each.basis, ())
        for each in offerings[:3]
    )
