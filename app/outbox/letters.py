"""Leaving a letter in the outbox."""

import secrets
from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import insert, or_, select

from app.i18n.languages import Language
from app.kernel.db import db
from app.kernel.text import clean
from app.outbox.models import Letter, Topic

_LONGEST_SUBJECT = 400
_LONGEST_NAME = 200

#: Parts the reason of a copy to another address from the reason of the first.
_AGAIN = "~"
#: What such a copy has from the first.
_SAME = (
    "template",
    "about",
    "topic",
    "sender_name",
    "reply_to",
    "language",
    "subject",
    "text",
    "html",
)

_host = "localhost"


def sign_as(host: str) -> None:
    """Say once, at start, under which host name Message-IDs are made."""
    global _host
    _host = host


def one_line(subject: str) -> str:
    """The subject as the header can carry it: one line, single spaces, at most 400 characters."""
    line = clean(" ".join(subject.split()))
    return line if len(line) <= _LONGEST_SUBJECT else line[: _LONGEST_SUBJECT - 1].rstrip() + "…"


def _fresh_id() -> str:
    return f"<{secrets.token_hex(16)}@{_host}>"


def written(
    template: str,
    *,
    to: str,
    language: Language,
    reason: str,
    at: datetime,
    subject: str,
    text: str,
    html: str,
    about: str | None = None,
    topic: Topic | None = None,
    sender_name: str | None = None,
    reply_to: str | None = None,
) -> Letter:
    """A finished letter, not yet in the outbox.

    to: one address, without a name.
    about: ``enquiry:12`` for a letter to who asked, ``referral:7`` for one to a firm; with it the letter is
    asked before it leaves whether it still holds.
    topic: for a letter that its reader may do without; it then carries a link that stops them.
    sender_name: on whose behalf. reply_to: an address at which an answer joins the conversation.
    reason: what is announced to whom, as ``referral:12:invited``; unique.
    """
    return Letter(
        reason=reason,
        template=template,
        about=about,
        topic=topic,
        recipient=to,
        sender_name=one_line(sender_name)[:_LONGEST_NAME] if sender_name else None,
        reply_to=reply_to,
        language=language.slug,
        subject=one_line(subject),
        text=clean(text),
        html=clean(html),
        message_id=_fresh_id(),
        written_at=at,
        due_at=at,
    )


#: What ``written`` fills; the rest are defaults.
_WRITTEN = (*_SAME, "reason", "recipient", "message_id", "written_at", "due_at")


def post(letters: Sequence[Letter]) -> None:
    """Leave finished letters in the outbox; the caller's transaction keeps them, the courier carries them.

    By one statement however many they are. A second letter for the same reason raises IntegrityError here
    and takes the caller's transaction with it; a caller that may come by twice asks ``posted`` first.
    """
    if letters:
        rows = [{name: getattr(each, name) for name in _WRITTEN} for each in letters]
        db.session.execute(insert(Letter), rows)


def posted(reasons: Iterable[str]) -> frozenset[str]:
    """For which of them a letter was already written, in this transaction or before."""
    return frozenset(db.session.scalars(select(Letter.reason).where(Letter.reason.in_(reasons))))


def readdressed(letter: Letter, *, to: str, at: datetime) -> Letter:
    """The same letter to another of its reader's addresses; a letter of its own, with a reason of its own."""
    again = Letter(
        **{name: getattr(letter, name) for name in _SAME},
        reason=f"{first_reason(letter)}{_AGAIN}{letter.id}",
        recipient=to,
        message_id=_fresh_id(),
        written_at=at,
        due_at=at,
    )
    db.session.add(again)
    db.session.flush()
    return again


def first_reason(letter: Letter) -> str:
    """Why it was written the first time, to whatever address."""
    return letter.reason.partition(_AGAIN)[0]


def addresses_tried(letter: Letter) -> set[str]:
    """Where this letter has been sent so far, itself and its copies."""
    first = first_reason(letter)
    copies = Letter.reason.startswith(first + _AGAIN, autoescape=True)
    return set(db.session.scalars(select(Letter.recipient).where(or_(Letter.reason == first, copies))))
