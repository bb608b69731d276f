"""Days of counts for the sample firms, to look at their figures; the same whenever it is run."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from hashlib import blake2b
from typing import Any

from sqlalchemy import select

from app.directory.models import Firm, Offering
from app.figures.models import DailyCount, Sight
from app.kernel.db import db
from app.kernel.missing import put_missing

#: How far back they reach, and for how many of a firm's offerings.
_DAYS, _CELLS = 200, 6
#: Rows of one statement.
_AT_ONCE = 1000


def add_demo_counts(slugs: Sequence[str], *, today: date) -> tuple[int, int]:
    """Count for the days before today, of firms for which nothing was ever counted.

    Says how many rows it came to, and how many of them are new.
    """
    before = db.session.query(DailyCount).count()
    known = db.session.scalars(
        select(Firm.slug).where(Firm.id.in_(select(DailyCount.firm_id).distinct()))
    ).all()
    rows = [row for slug in slugs if slug not in known for row in _rows(slug, today)]
    for start in range(0, len(rows), _AT_ONCE):
        put_missing(DailyCount, rows[start : start + _AT_ONCE])
    return len(rows), db.session.query(DailyCount).count() - before


def _rows(slug: str, today: date) -> Iterator[dict[str, Any]]:
    firm_id = db.session.scalar(select(Firm.id).where(Firm.slug == slug))
    if firm_id is None:
        return
    offered = select(Offering.market_code, Offering.service_code).where(Offering.firm_id == firm_id)
    cells = db.session.execute(offered.order_by(Offering.id).limit(_CELLS)).all()
    for back in range(1, _DAYS + 1):
        day = today - timedelta(days=back)
        busy = 1 if day.weekday() >= 5 else 3
        seen = [(Sight.VIEW, "", "", 4 * busy), (Sight.ROBOT, "", "", 9), (Sight.FOUND, "", "", 5 * busy)]
        seen += [(Sight.FOUND, each.market_code, each.service_code, busy) for each in cells]
        for sight, market, service, most in seen:
            number = _drawn(f"{slug} {day} {sight.value} {market} {service}", most)
            if number:
                yield {
                    "firm_id": firm_id,
                    "day": day,
                    "sight": sight,
                    "market": market,
                    "service": service,
                    "number": number,
                }


def _drawn(of: str, most: int) -> int:
    """A number up to the most, the same for the same words."""
    return int.from_bytes(blake2b(of.encode(), digest_size=4).digest()) % (most + 1)
