"""Finding changes to listings."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from app.directory.models import Firm
from app.directory.revisions.models import FieldState, Revision, RevisionState
from app.directory.revisions.values import values_of
from app.kernel.db import db

PAGE = 20


def pending_of(firm_id: int) -> Revision | None:
    """What of the firm's waits for an editor; two statements."""
    return db.session.scalar(
        select(Revision).where(Revision.firm_id == firm_id, Revision.state == RevisionState.PENDING)
    )


def wanted_of(firm: Firm, pending: Revision | None) -> dict[str, Any]:
    """What the listing would say if all that is pending were approved."""
    waiting = {
        each.field: each.after
        for each in (pending.fields if pending else ())
        if each.state is FieldState.PENDING
    }
    return {**values_of(firm), **waiting}


def revision_of(firm_id: int, number: int) -> Revision | None:
    """One of the firm's; None for any other."""
    return db.session.scalar(select(Revision).where(Revision.firm_id == firm_id, Revision.id == number))


def revision_at_desk(number: int) -> Revision | None:
    """Any of them, with its firm."""
    found = select(Revision).where(Revision.id == number, Revision.state != RevisionState.APPLIED)
    return db.session.scalar(found.options(joinedload(Revision.firm)))


def history_of(firm_id: int, *, before: int | None = None) -> Sequence[Revision]:
    """A page of the firm's changes, the newest first, and one more where there are more.

    before: the id of the last one on the page before.
    """
    found = select(Revision).where(Revision.firm_id == firm_id)
    if before:
        found = found.where(Revision.id < before)
    return db.session.scalars(found.order_by(Revision.id.desc()).limit(PAGE + 1)).all()


def waiting_for_editor(*, demo: bool, after: tuple[Any, int] | None = None) -> Sequence[Revision]:
    """A page of what waits, the oldest first, and one more where there are more.

    after: the moment and the id of the last one on the page before.
    """
    found = (
        select(Revision)
        .join(Revision.firm)
        .where(Revision.state == RevisionState.PENDING)
        .options(joinedload(Revision.firm))
        .order_by(Revision.made_at, Revision.id)
    )
    if not demo:
        found = found.where(Firm.demo.is_(False))
    if after:
        moment, number = after
        found = found.where(
            (Revision.made_at > moment) | ((Revision.made_at == moment) & (Revision.id > number))
        )
    return db.session.scalars(found.limit(PAGE + 1)).all()


def count_waiting(*, demo: bool) -> int:
    found = select(func.count()).select_from(Revision).where(Revision.state == RevisionState.PENDING)
    if not demo:
        found = found.join(Revision.firm).where(Firm.demo.is_(False))
    return db.session.scalar(found) or 0
