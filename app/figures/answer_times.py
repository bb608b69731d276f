"""How long firms took to answer first, in their own working hours."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from statistics import median
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, select
from sqlalchemy.orm import aliased

from app.directory.models import Firm
from app.enquiries.models import Facet, FacetKind, Referral
from app.i18n.hours import hours_of
from app.kernel.db import db

#: Behind a median of a cell there stand at least so many firms, or it would tell of one of them.
FEWEST_FIRMS = 5
#: The newest answers of a cell that its median is taken of.
_MOST_OF_A_CELL = 100
#: Cells that medians are looked up for.
MOST_CELLS = 30

Cell = tuple[str, str]


@dataclass(slots=True)
class _Times:
    hours: list[float] = field(default_factory=list)
    firms: set[int] = field(default_factory=set)


def worked_hours(calendar: str, zone: str, start: datetime, end: datetime) -> float:
    """How long the firm was at work between the two."""
    return hours_of(calendar, zone).between(start, end).total_seconds() / 3600


def medians(cells: Collection[Cell], *, since: datetime) -> Mapping[Cell, float]:
    """By cell, the median over all firms; only where enough of them stand behind it. One statement."""
    if not cells:
        return {}
    found: dict[Cell, _Times] = {}
    for row in db.session.execute(_answers(cells, since)):
        times = found.setdefault((row.market, row.service), _Times())
        times.hours.append(worked_hours(row.calendar, row.time_zone, row.visible_at, row.answered_at))
        times.firms.add(row.firm_id)
    return {cell: median(each.hours) for cell, each in found.items() if len(each.firms) >= FEWEST_FIRMS}


def _answers(cells: Collection[Cell], since: datetime) -> Select[Any]:
    market, service = aliased(Facet), aliased(Facet)
    newest: ColumnElement[int] = func.row_number().over(
        partition_by=(market.code, service.code), order_by=Referral.answered_at.desc()
    )
    among = (
        select(
            Referral.firm_id,
            Referral.visible_at,
            Referral.answered_at,
            Firm.calendar,
            Firm.time_zone,
            market.code.label("market"),
            service.code.label("service"),
            newest.label("newest"),
        )
        .join(Firm, Firm.id == Referral.firm_id)
        .join(market, _is_about(market, FacetKind.MARKET, {each for each, _service in cells}))
        .join(service, _is_about(service, FacetKind.SERVICE, {each for _market, each in cells}))
        .where(Referral.answered_at >= since, Referral.visible_at <= Referral.answered_at)
        .subquery()
    )
    return select(among).where(among.c.newest <= _MOST_OF_A_CELL)


def _is_about(facet: Any, kind: FacetKind, codes: Collection[str]) -> ColumnElement[bool]:
    return and_(facet.enquiry_id == Referral.enquiry_id, facet.kind == kind, facet.code.in_(sorted(codes)))
