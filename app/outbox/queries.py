"""How letters are found."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select

from app.kernel.db import db
from app.outbox.models import Letter, LetterState


def oldest_unsent() -> datetime | None:
    """When the longest waiting letter was due; None if none waits.

    Lies ahead if all of them wait for a later attempt.
    """
    return db.session.scalar(select(func.min(Letter.due_at)).where(Letter.state == LetterState.WAITING))


def given_up(most: int = 100) -> Sequence[Letter]:
    """Letters that could not be delivered, latest first."""
    return db.session.scalars(
        select(Letter)
        .where(Letter.state == LetterState.FAILED)
        .order_by(Letter.due_at.desc(), Letter.id.desc())
        .limit(most)
    ).all()
