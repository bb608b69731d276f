"""What is counted of enquiries. It needs no words and no names: those that were erased count like others."""

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from itertools import product

from sqlalchemy import func, select

from app.enquiries.models import Enquiry, Facet, FacetKind, Outcome, Referral
from app.kernel.db import db

#: How long the first answer took at most; longer, or never, has no bound.
_STEPS = tuple(timedelta(days=days) for days in (1, 3, 7, 14))


@dataclass(frozen=True, order=True, slots=True)
class Cell:
    """What is counted together; empty where it was not said or has not happened."""

    #: As 2026-11, by UTC.
    month: str
    market: str
    service: str
    outcome: str
    #: Within how many days the first answer came; ``later``, or empty for none.
    answered: str


def counts() -> Counter[Cell]:
    """How many enquiries fall into each cell; one of several markets or services counts in each."""
    codes = _codes()
    first = func.min(Referral.answered_at)
    rows = db.session.execute(
        select(Enquiry.id, Enquiry.asked_at, Enquiry.outcome, first.label("answered_at"))
        .outerjoin(Referral, Referral.enquiry_id == Enquiry.id)
        .group_by(Enquiry.id)
        .execution_options(yield_per=1000)
    )
    found: Counter[Cell] = Counter()
    for row in rows:
        outcome = row.outcome.value if isinstance(row.outcome, Outcome) else ""
        within = _within(row.answered_at - row.asked_at) if row.answered_at else ""
        markets, services = (
            codes.get((row.id, kind), [""]) for kind in (FacetKind.MARKET, FacetKind.SERVICE)
        )
        for market, service in product(markets, services):
            found[Cell(f"{row.asked_at:%Y-%m}", market, service, outcome, within)] += 1
    return found


def _codes() -> dict[tuple[int, FacetKind], list[str]]:
    found: dict[tuple[int, FacetKind], list[str]] = {}
    for row in db.session.execute(select(Facet.enquiry_id, Facet.kind, Facet.code)):
        found.setdefault((row.enquiry_id, row.kind), []).append(row.code)
    return found


def _within(took: timedelta) -> str:
    return next((str(step.days) for step in _STEPS if took <= step), "later")
