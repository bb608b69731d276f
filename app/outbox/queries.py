"""How letters are found."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, select

from app.kernel.db import db
from app.outbox.models import Letter, LetterState


def oldest_unsent() -> datetime | None:
    """When the longest waiting letter was due; None if none waits.

    Lies ahead if all of them wait for a later attempt.
    """
    return db.session.scalar(select(func.min(Letter.due_at)).where(Letter.state == LetterState.WAITING))


def given_up(most: int = 100) -> Sequence[Letter]:
    """Letters that could not be delivered and that staff are not done with, latest first."""
    return db.session.scalars(
        select(Letter).where(_unsettled()).order_by(Letter.due_at.desc(), Letter.id.desc()).limit(most)
    ).all()


def count_given_up() -> int:
    """How many letters staff are not done with."""
    return db.session.scalar(select(func.count()).select_from(Letter).where(_unsettled())) or 0


def _unsettled() -> ColumnElement[bool]:
    return and_(Letter.state == LetterState.FAILED, Letter.settled_at.is_(None))


def letters_about(*subjects: str) -> Sequence[Letter]:
    """Every letter about one of these (``enquiry:12``, ``referral:7``), in the order they were written."""
    return db.session.scalars(select(Letter).where(Letter.about.in_(subjects)).order_by(Letter.id)).all()


def letter_to_settle(number: int) -> Letter | None:
    """That letter if it was given up and staff are not done with it, locked for whoever acts on it."""
    return db.session.scalar(select(Letter).where(Letter.id == number, _unsettled()).with_for_update())
