"""Leaving a letter in the outbox."""

import secrets
from datetime import datetime

from sqlalchemy import select

from app.i18n.languages import Language
from app.kernel.db import db
from app.kernel.text import clean
from app.outbox.models import Letter

_LONGEST_SUBJECT = 400

_host = "localhost"


def sign_as(host: str) -> None:
    """Say once, at start, under which host name Message-IDs are made."""
    global _host
    _host = host


def one_line(subject: str) -> str:
    """The subject as the header can carry it: one line, single spaces, at most 400 characters."""
    line = clean(" ".join(subject.split()))
    return line if len(line) <= _LONGEST_SUBJECT else line[: _LONGEST_SUBJECT - 1].rstrip() + "…"


def post(
    template: str,
    *,
    to: str,
    language: Language,
    reason: str,
    at: datetime,
    subject: str,
    text: str,
    html: str,
) -> Letter:
    """Leave a finished letter in the outbox; the caller's transaction keeps it, the courier carries it after.

    to: one address, without a name.
    reason: what is announced to whom, as ``referral:12:invited``. It is unique: a second letter for the
    same reason raises IntegrityError here and takes the caller's transaction with it. A caller that may
    come by twice asks ``posted`` first.
    """
    letter = Letter(
        reason=reason,
        template=template,
        recipient=to,
        language=language.slug,
        subject=one_line(subject),
        text=clean(text),
        html=clean(html),
        message_id=f"<{secrets.token_hex(16)}@{_host}>",
        written_at=at,
        due_at=at,
    )
    db.session.add(letter)
    db.session.flush()
    return letter


def posted(reason: str) -> bool:
    """Whether a letter was already written for this reason, in this transaction or before."""
    return db.session.scalar(select(Letter.id).where(Letter.reason == reason)) is not None
