"""Every asking of the matching that had consequences, kept so that it can be explained and repeated."""

import hashlib
import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select

from app.kernel.db import db
from app.matching.models import RoutingRun, RunPurpose
from app.matching.ranking import Ranking


def keep_run(
    enquiry_id: int, ranking: Ranking, *, purpose: RunPurpose, at: datetime, edition: int
) -> RoutingRun:
    """Keep a ranking as it was. Before the handing over, in its transaction: that settles by it.

    edition: the content version it was asked in. Raises ValueError for a ranking put together by hand.
    """
    kept = ranking.snapshot
    if kept is None:
        raise ValueError("this ranking does not say what it rests on")
    question, firms = kept.question.record, [each.record for each in kept.firms]
    run = RoutingRun(
        enquiry_id=enquiry_id,
        at=at,
        purpose=purpose,
        weights=kept.weights.version,
        edition=edition,
        question=question,
        firms=firms,
        outcome=kept.outcome.record,
        digest=digest(question, firms),
    )
    db.session.add(run)
    db.session.flush()
    return run


def digest(question: Any, firms: Any) -> str:
    """SHA-256 of the input as canonical JSON, in hexadecimal digits."""
    canonical = json.dumps({"question": question, "firms": firms}, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def runs_of(enquiry_id: int) -> Sequence[RoutingRun]:
    """An enquiry's runs, the newest first."""
    return db.session.scalars(
        select(RoutingRun).where(RoutingRun.enquiry_id == enquiry_id).order_by(RoutingRun.id.desc())
    ).all()


def latest_run(enquiry_id: int) -> RoutingRun | None:
    return db.session.scalars(
        select(RoutingRun).where(RoutingRun.enquiry_id == enquiry_id).order_by(RoutingRun.id.desc()).limit(1)
    ).first()


def latest_runs(most: int) -> Sequence[RoutingRun]:
    """The newest of all enquiries' runs, newest first."""
    return db.session.scalars(select(RoutingRun).order_by(RoutingRun.id.desc()).limit(most)).all()
