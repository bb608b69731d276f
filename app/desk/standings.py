"""Firms as a ranking put them, live or as a run kept them, with everything a score is made of."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import g
from flask_babel import gettext as _

from app.directory.models import Firm
from app.directory.queries import firms_in_order
from app.matching.grounds import Ground
from app.matching.ranking import Candidate, Ranking
from app.matching.reasons import ExclusionReason, NoMatch
from app.matching.weights import TERMS, Weights
from app.web import reasons
from app.web.edition import current_taxonomy


@dataclass(frozen=True, slots=True)
class Term:
    """One line of the sum: value × weight is what it adds."""

    name: str
    value: float
    #: What a value of 1 adds; None where the weights are no longer here.
    weight: float | None
    adds: float


@dataclass(frozen=True, slots=True)
class Standing:
    """A firm that can be asked, and why it stands where it stands."""

    #: None for a firm that has left the portal.
    firm: Firm | None
    why: str
    score: float
    gate: float
    merit: float
    terms: tuple[Term, ...]
    is_in_band: bool
    #: Its place among those named first, from 1; None behind them.
    slot: int | None


@dataclass(frozen=True, slots=True)
class LeftOut:
    firm: Firm | None
    reason: ExclusionReason


@dataclass(frozen=True, slots=True)
class Near:
    """A firm that would fit but for one thing, and both in words."""

    firm: Firm
    offers: str
    missing: str


@dataclass(frozen=True, slots=True)
class Standings:
    candidates: tuple[Standing, ...]
    left_out: tuple[LeftOut, ...]
    near: tuple[Near, ...] = ()
    #: Why nobody is named; None where somebody is.
    no_match: NoMatch | None = None


def of_ranking(ranking: Ranking, *, most: int, without: frozenset[int]) -> Standings:
    """A live ranking. most: candidates shown. without: ids of firms that have it, not shown again."""
    weights = ranking.snapshot.weights if ranking.snapshot else None
    taxonomy, language = current_taxonomy(), g.language
    return Standings(
        tuple(_live(each, weights) for each in ranking.candidates[:most]),
        tuple(LeftOut(each.firm, each.reason) for each in ranking.excluded if each.firm.id not in without),
        tuple(
            Near(
                each.firm,
                reasons.near(each, taxonomy=taxonomy, language=language),
                reasons.missing(each, taxonomy=taxonomy, language=language),
            )
            for each in ranking.near
            if each.firm.id not in without
        ),
        ranking.no_match,
    )


def _live(each: Candidate, weights: Weights | None) -> Standing:
    return Standing(
        each.firm,
        _why(each.firm, each.grounds),
        each.score,
        each.gate,
        each.merit,
        _terms(each.terms, each.points, weights),
        each.is_in_band,
        each.slot,
    )


def of_outcome(outcome: Mapping[str, Any], weights: Weights | None) -> Standings:
    """A ranking as a run kept it; the firms by the names they have now. Two statements."""
    firms = firms_by_id(each["firm"] for each in (*outcome["candidates"], *outcome["excluded"]))
    no_match = outcome["no_match"]
    return Standings(
        tuple(_kept(each, firms.get(each["firm"]), weights) for each in outcome["candidates"]),
        tuple(
            LeftOut(firms.get(each["firm"]), ExclusionReason(each["reason"])) for each in outcome["excluded"]
        ),
        no_match=NoMatch(no_match) if no_match else None,
    )


def firms_by_id(ids: Iterable[int]) -> dict[int, Firm]:
    return {firm.id: firm for firm in firms_in_order(list(dict.fromkeys(ids)))}


def _kept(record: Mapping[str, Any], firm: Firm | None, weights: Weights | None) -> Standing:
    grounds = [Ground.of_record(each) for each in record["grounds"]]
    return Standing(
        firm,
        _why(firm, grounds) if firm else "",
        record["score"],
        record["gate"],
        record["merit"],
        _terms(record["terms"], record["points"], weights),
        record["in_band"],
        record["slot"],
    )


def _terms(
    terms: Mapping[str, float], points: Mapping[str, float], weights: Weights | None
) -> tuple[Term, ...]:
    """The gate alone first, then the terms of merit: each counts only as far as the gate lets it."""
    gate = terms["gate"]
    shares = {name: gate * (1 - weights.floor) * weights.merit[name] for name in TERMS} if weights else {}
    return (
        Term("gate", gate, weights.floor if weights else None, points["cover"]),
        *(Term(name, terms[name], shares.get(name), points[name]) for name in TERMS),
    )


def _why(firm: Firm, grounds: Iterable[Ground]) -> str:
    return reasons.why(firm, grounds, taxonomy=current_taxonomy(), language=g.language)


def place(standing: Standing) -> str:
    """Where it stands, in words."""
    if standing.slot:
        return _("named, place %(number)d", number=standing.slot)
    return _("next in turn") if standing.is_in_band else _("behind")
