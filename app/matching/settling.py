"""Putting down who is owed what, when an enquiry is handed over."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select, tuple_, update

from app.enquiries.events import EnquiryReferred
from app.enquiries.models import Referral
from app.kernel.db import db
from app.kernel.missing import put_missing
from app.matching.fairness import Settlement, settled
from app.matching.models import CellShare
from app.matching.order import ranked
from app.matching.question import FirmFacts, Question
from app.matching.runs import latest_run
from app.matching.shares import worth
from app.matching.weights import Weights, weights


def settle(event: EnquiryReferred) -> None:
    """Reaction: firms have an enquiry; put down what everyone in the band of its latest run is owed now.

    In the transaction of the handing over, by six statements however many firms there are. An enquiry
    that was never ranked settles nothing.
    """
    run = latest_run(event.enquiry_id)
    if run is None:
        return
    receivers = db.session.scalars(select(Referral.firm_id).where(Referral.id.in_(event.referral_ids))).all()
    figures = weights(run.weights)
    facts = {each.firm: each for each in map(FirmFacts.of_record, run.firms)}
    outcome = ranked(Question.of_record(run.question), tuple(facts.values()), figures)
    changes = settled(outcome.placed, facts, receivers, figures)
    if changes:
        _put_down(changes, at=event.at, figures=figures)


def _put_down(changes: Sequence[Settlement], *, at: datetime, figures: Weights) -> None:
    by_key = {(each.service, each.asked, each.firm): each for each in changes}
    names = ("service_code", "market_code", "firm_id")
    put_missing(
        CellShare,
        [dict(zip(names, key, strict=True)) | {"deficit": 0.0, "as_of": at} for key in sorted(by_key)],
    )
    keys = (CellShare.service_code, CellShare.market_code, CellShare.firm_id)
    # In one order everywhere, so that two handings over at once wait for each other instead of locking up.
    rows = db.session.scalars(
        select(CellShare)
        .where(tuple_(*keys).in_(by_key))
        .order_by(*keys)
        .with_for_update()
        # What another handing over has just put down, not what this session remembers.
        .execution_options(populate_existing=True)
    )
    cap = figures.fairness.cap
    changed = []
    for row in rows:
        change = by_key[row.service_code, row.market_code, row.firm_id]
        deficit = min(cap, max(-cap, worth(row, at, figures) + change.change))
        received = at if change.has_received else row.received_at
        changed.append({"id": row.id, "deficit": deficit, "as_of": at, "received_at": received})
    # All columns of all rows, so that it is one statement.
    db.session.execute(update(CellShare), changed)
