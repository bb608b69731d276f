"""A firm's figures for a period: what was seen of it, what it was asked, and how it answered."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from itertools import product
from statistics import median
from typing import Any

from sqlalchemy import func, select

from app.directory.models import Firm
from app.enquiries.models import DeclineReason, Facet, FacetKind, Referral
from app.figures.answer_times import MOST_CELLS, Cell, medians, worked_hours
from app.figures.models import DailyCount, Sight
from app.figures.periods import Period, Step, steps_of
from app.kernel.db import db

#: A number of strangers that is not told exactly: it could be one visitor.
FEW = 5


@dataclass(frozen=True, slots=True)
class CellFigures:
    """What became of one market and service. Empty codes: the reader named none."""

    market: str
    service: str
    found: int
    received: int
    answered: int
    #: Median working hours to the first answer; None where nothing was answered.
    own: float | None
    #: The same over all firms; None where too few stand behind it.
    usual: float | None


@dataclass(frozen=True, slots=True)
class Report:
    period: Period
    steps: Sequence[Step]
    #: One number for each step.
    views: Sequence[int]
    robots: Sequence[int]
    found: Sequence[int]
    received: Sequence[int]
    cells: Sequence[CellFigures]
    declines: Counter[DeclineReason]

    @property
    def is_empty(self) -> bool:
        return not any(map(sum, (self.views, self.robots, self.found, self.received)))


def report(firm: Firm, period: Period, *, today: date) -> Report:
    """Five statements, however much there is; the last of them only where something was answered."""
    steps = steps_of(period, today)
    since = datetime.combine(steps[0].first, time(), UTC)
    by_day = _by_day(firm.id, since.date())
    found = _found_by_cell(firm.id, since.date())
    referrals = _referrals(firm.id, since)
    cells = _cells_of(firm.id, since)
    views, robots, seen = (_stepped(steps, by_day.get(sight, Counter())) for sight in Sight)
    return Report(
        period=period,
        steps=steps,
        views=views,
        robots=robots,
        found=seen,
        received=_stepped(steps, Counter(each.visible_at.date() for each in referrals)),
        cells=_cell_figures(firm, found, referrals, cells, since),
        declines=Counter(each.decline_reason for each in referrals if each.decline_reason),
    )


def _stepped(steps: Sequence[Step], by_day: Counter[date]) -> list[int]:
    return [sum(number for day, number in by_day.items() if step.holds(day)) for step in steps]


def _by_day(firm_id: int, since: date) -> dict[Sight, Counter[date]]:
    rows = db.session.execute(
        select(DailyCount.sight, DailyCount.day, func.sum(DailyCount.number))
        .where(DailyCount.firm_id == firm_id, DailyCount.day >= since)
        .group_by(DailyCount.sight, DailyCount.day)
    )
    found: dict[Sight, Counter[date]] = {}
    for sight, day, number in rows:
        found.setdefault(sight, Counter())[day] = number
    return found


def _found_by_cell(firm_id: int, since: date) -> Counter[Cell]:
    rows = db.session.execute(
        select(DailyCount.market, DailyCount.service, func.sum(DailyCount.number))
        .where(DailyCount.firm_id == firm_id, DailyCount.day >= since, DailyCount.sight == Sight.FOUND)
        .group_by(DailyCount.market, DailyCount.service)
    )
    return Counter({(market, service): number for market, service, number in rows})


def _referrals(firm_id: int, since: datetime) -> Sequence[Any]:
    """What the firm was handed: those that were erased since count like others."""
    return db.session.execute(
        select(Referral.enquiry_id, Referral.visible_at, Referral.answered_at, Referral.decline_reason).where(
            Referral.firm_id == firm_id, Referral.visible_at >= since
        )
    ).all()


def _cells_of(firm_id: int, since: datetime) -> dict[int, list[Cell]]:
    """By enquiry, its cells: one of several markets or services counts in each."""
    rows = db.session.execute(
        select(Facet.enquiry_id, Facet.kind, Facet.code)
        .join(Referral, Referral.enquiry_id == Facet.enquiry_id)
        .where(Referral.firm_id == firm_id, Referral.visible_at >= since)
    )
    codes: dict[int, dict[FacetKind, list[str]]] = {}
    for id_, kind, code in rows:
        codes.setdefault(id_, {}).setdefault(kind, []).append(code)
    return {
        id_: list(product(each.get(FacetKind.MARKET, [""]), each.get(FacetKind.SERVICE, [""])))
        for id_, each in codes.items()
    }


def _cell_figures(
    firm: Firm,
    found: Counter[Cell],
    referrals: Sequence[Any],
    cells: Mapping[int, Sequence[Cell]],
    since: datetime,
) -> list[CellFigures]:
    """The busiest first."""
    received: Counter[Cell] = Counter()
    hours: dict[Cell, list[float]] = {}
    for each in referrals:
        for cell in cells.get(each.enquiry_id, [("", "")]):
            received[cell] += 1
            if each.answered_at:
                took = worked_hours(firm.calendar, firm.time_zone, each.visible_at, each.answered_at)
                hours.setdefault(cell, []).append(took)
    order = sorted({*found, *received}, key=lambda cell: (-received[cell], -found[cell], cell))
    usual = medians([cell for cell in order if cell in hours][:MOST_CELLS], since=since)
    return [
        CellFigures(
            *cell,
            found[cell],
            received[cell],
            len(hours.get(cell, ())),
            median(hours[cell]) if cell in hours else None,
            usual.get(cell),
        )
        for cell in order
    ]
