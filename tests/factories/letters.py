"""A letter in the outbox."""

from sqlalchemy import select

from app.kernel.db import db
from app.outbox import letters
from app.outbox.models import Letter


def post(template: str, *, reason: str, **given) -> Letter:
    letters.post([letters.written(template, reason=reason, **given)])
    return db.session.scalars(select(Letter).where(Letter.reason == reason)).one()
