"""What firms are owed, cell by cell, and when they were last given something."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from sqlalchemy import select, tuple_

from app.kernel.db import db
from app.matching.models import CellShare
from app.matching.question import Share
from app.matching.weights import Weights


def shares_of(
    firm_ids: Collection[int], cells: Sequence[tuple[str, str]], *, at: datetime, weights: Weights
) -> dict[int, list[Share]]:
    """By firm, in the cells asked about; nothing where there is nothing to tell. One statement."""
    rows = db.session.scalars(
        select(CellShare)
        .where(
            CellShare.firm_id.in_(firm_ids),
            tuple_(CellShare.service_code, CellShare.market_code).in_(cells),
        )
        .order_by(CellShare.service_code, CellShare.market_code)
    )
    found: dict[int, list[Share]] = {}
    for row in rows:
        unserved = int((at - row.received_at).total_seconds()) if row.received_at else None
        share = Share(row.service_code, row.market_code, round(worth(row, at, weights), 6), unserved)
        found.setdefault(row.firm_id, []).append(share)
    return found


def worth(row: CellShare, at: datetime, weights: Weights) -> float:
    """What is owed by now: nothing where nobody has touched it for long."""
    idle = at - row.as_of
    return 0.0 if idle >= timedelta(days=weights.fairness.idle_days) else row.deficit
