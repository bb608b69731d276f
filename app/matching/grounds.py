"""Which of a firm's offerings answer which cell of a question."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from app.directory.models import Basis
from app.matching.question import Cell, FirmFacts, Fit, Offer, Question
from app.matching.weights import Weights

_STRONGEST_FIRST = tuple(Basis)


@dataclass(frozen=True, slots=True)
class Ground:
    """One offering that meets one cell of the need."""

    service: str
    #: The market of the offering.
    market: str
    #: The market that was asked about.
    asked: str
    basis: Basis
    #: Which of the firm's kinds of product answer the question's.
    sectors: tuple[str, ...]

    @property
    def record(self) -> dict[str, Any]:
        """As it is kept with a referral: what ranked a firm is what is later shown as its reason."""
        return {
            "service": self.service,
            "market": self.market,
            "asked": self.asked,
            "basis": self.basis.value,
            "sectors": list(self.sectors),
        }

    @classmethod
    def of_record(cls, record: Mapping[str, Any]) -> "Ground":
        return cls(
            record["service"],
            record["market"],
            record["asked"],
            Basis(record["basis"]),
            tuple(record["sectors"]),
        )


def region_fit(fit: Fit, weights: Weights) -> float:
    return float(getattr(weights.region, fit.value))


def offered(question: Question, facts: FirmFacts) -> Iterator[tuple[Cell, Offer]]:
    """Every offering that answers a cell, as far as service and market go."""
    for cell in question.cells:
        for offer in facts.offers:
            if offer.service == cell.service and offer.market in cell.fits:
                yield cell, offer


def answering_sectors(question: Question, offer: Offer) -> tuple[str, ...]:
    return tuple(code for code in offer.sectors if code in question.wanted)


def stands_for(question: Question, offer: Offer) -> bool:
    """Whether it is for the products asked about. One without kinds of product stands for all."""
    if not question.wanted or not offer.sectors:
        return True
    return bool(answering_sectors(question, offer))


def may_act(question: Question, offer: Offer, weights: Weights) -> bool:
    """Whether the law lets the firm take the role there. Where its offices are not known, we do not judge."""
    must_sit = question.routing and offer.service in weights.established
    return not (must_sit and offer.is_seated is False)


def usable(question: Question, facts: FirmFacts, weights: Weights) -> list[tuple[Cell, Offer]]:
    """The offerings on which the firm can be asked."""
    return [
        (cell, offer)
        for cell, offer in offered(question, facts)
        if offer.is_open
        and not offer.has_lapsed
        and not offer.is_unconfirmed
        and stands_for(question, offer)
        and may_act(question, offer, weights)
    ]


def grounds(question: Question, pairs: list[tuple[Cell, Offer]], weights: Weights) -> tuple[Ground, ...]:
    """For each cell the best of the usable offerings: the nearest market, then the surest basis."""
    best: dict[tuple[str, str], tuple[tuple[float, int, str], Ground]] = {}
    for cell, offer in pairs:
        key = (
            -region_fit(cell.fits[offer.market], weights),
            _STRONGEST_FIRST.index(offer.basis),
            offer.market,
        )
        known = best.get((cell.service, cell.asked))
        if known is None or key < known[0]:
            sectors = answering_sectors(question, offer)
            ground = Ground(cell.service, offer.market, cell.asked, offer.basis, sectors)
            best[cell.service, cell.asked] = key, ground
    return tuple(ground for _key, ground in best.values())
