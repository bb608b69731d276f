"""How mail is found."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, func, select

from app.inbox.models import FOR_STAFF, InboundMail, Verdict
from app.kernel.db import db


def _is(verdicts: Sequence[Verdict], settled: bool | None) -> list[ColumnElement[bool]]:
    terms: list[ColumnElement[bool]] = [InboundMail.verdict.in_(verdicts)]
    if settled is not None:
        terms.append(InboundMail.settled_at.is_not(None) if settled else InboundMail.settled_at.is_(None))
    return terms


def mails(
    verdicts: Sequence[Verdict], *, settled: bool | None = None, limit: int, offset: int = 0
) -> Sequence[InboundMail]:
    """Mails with one of these verdicts, the latest first; settled: only those that are, or are not."""
    found = select(InboundMail).where(*_is(verdicts, settled)).order_by(InboundMail.id.desc())
    return db.session.scalars(found.limit(limit).offset(offset)).all()


def counts() -> Mapping[tuple[Verdict, bool], int]:
    """How many mails have each verdict, and whether staff are done with them."""
    is_settled = InboundMail.settled_at.is_not(None)
    rows = select(InboundMail.verdict, is_settled, func.count()).group_by(InboundMail.verdict, is_settled)
    return {(verdict, bool(settled)): count for verdict, settled, count in db.session.execute(rows)}


def waiting_for_staff() -> int:
    """How many mails wait for a person."""
    rows = select(func.count()).where(*_is(sorted(FOR_STAFF, key=lambda each: each.value), settled=False))
    return db.session.scalar(rows) or 0


def mail(id_: int) -> InboundMail | None:
    return db.session.get(InboundMail, id_) if id_ < 2**31 else None


def about(referral_ids: Sequence[int]) -> Sequence[InboundMail]:
    """Every mail that named one of these referrals, oldest first: joined, notices, and what waits."""
    found = select(InboundMail).where(InboundMail.referral_id.in_(referral_ids)).order_by(InboundMail.id)
    return db.session.scalars(found).all()


def notices_about(referral_ids: Sequence[int]) -> Sequence[InboundMail]:
    """What machines wrote to one of these conversations, oldest first."""
    by_machines = InboundMail.verdict.in_((Verdict.NOTICE, Verdict.BOUNCE))
    found = select(InboundMail).where(InboundMail.referral_id.in_(referral_ids), by_machines)
    return db.session.scalars(found.order_by(InboundMail.id)).all()


def oldest_unfiled() -> datetime | None:
    """Since when the longest waiting mail has been here; None if none waits."""
    return db.session.scalar(
        select(func.min(InboundMail.received_at)).where(InboundMail.verdict == Verdict.WAITING)
    )
