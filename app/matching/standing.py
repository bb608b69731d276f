"""How reliably firms answer: counted when they do, faded with time."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from app.enquiries.events import ReferralAnswered, ReferralLapsed
from app.enquiries.models import Message, Party, Referral
from app.kernel.db import db
from app.kernel.missing import put_missing
from app.matching.models import FirmStanding
from app.matching.weights import Weights, weights


@dataclass(frozen=True, slots=True)
class Counts:
    """Answers in time and late, as they count at some moment."""

    in_time: float = 0.0
    late: float = 0.0

    def faded(self, over: timedelta, half_life_days: float) -> "Counts":
        """As they count after so long; a clock that goes back fades nothing."""
        left = 0.5 ** (max(over, timedelta(0)) / timedelta(days=half_life_days))
        return Counts(self.in_time * left, self.late * left)


def counts_of(firm_ids: Collection[int], *, at: datetime, weights: Weights) -> dict[int, Counts]:
    """By firm, for those that have answered before. One statement."""
    rows = db.session.scalars(select(FirmStanding).where(FirmStanding.firm_id.in_(firm_ids)))
    return {row.firm_id: _faded(row, at, weights) for row in rows}


def _faded(row: FirmStanding, at: datetime, weights: Weights) -> Counts:
    half_life = weights.responsiveness.half_life_days
    return Counts(row.in_time, row.late).faded(at - row.as_of, half_life)


def count_answer(event: ReferralAnswered) -> None:
    """Reaction: the firm has answered, in time or late.

    A second message before the enquirer has written again counts nothing: nobody waited for it. A question
    was no answer.
    """
    referral = db.session.get_one(Referral, event.referral_id)
    if _has_followed_itself(referral, event.message_id):
        return
    is_late = referral.due_at is not None and event.at > referral.due_at
    _count(event.firm_id, is_late=is_late, at=event.at)


def count_lapse(event: ReferralLapsed) -> None:
    """Reaction: the firm let the time pass, which counts as an answer that came too late."""
    _count(event.firm_id, is_late=True, at=event.at)


def _count(firm_id: int, *, is_late: bool, at: datetime) -> None:
    put_missing(FirmStanding, [{"firm_id": firm_id, "in_time": 0.0, "late": 0.0, "as_of": at}])
    row = db.session.scalars(
        select(FirmStanding)
        .where(FirmStanding.firm_id == firm_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()
    counts = _faded(row, at, weights())
    row.in_time = counts.in_time + (not is_late)
    row.late = counts.late + is_late
    row.as_of = max(row.as_of, at)


def _has_followed_itself(referral: Referral, message_id: int) -> bool:
    before = [each for each in referral.messages if each.id != message_id]
    last: Message | None = max(before, key=lambda each: each.id, default=None)
    return last is not None and last.author is Party.FIRM and not last.is_question
