"""Rendering a letter in its reader's language and leaving it in the outbox."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any

from flask import current_app, render_template
from flask_babel import force_locale
from flask_babel import gettext as _

from app.config import Settings
from app.directory.models import Firm
from app.enquiries.models import Party
from app.enquiries.reply_addresses import reply_address
from app.i18n import formats
from app.i18n.addresses import Addresses
from app.i18n.languages import Language
from app.outbox import topics
from app.outbox.letters import post, posted, written
from app.outbox.models import Letter, Topic


def settings() -> Settings:
    return current_app.config["SETTINGS"]


def firm_name(firm: Firm, language: Language) -> str:
    """The firm's name; an invented firm is called a sample in letters too."""
    name = firm.read(language).text.name
    if not firm.demo:
        return name
    with force_locale(language.babel):
        return _("%(firm)s (sample)", firm=name)


def _stop(to: str, topic: Topic | None, language: Language) -> str:
    """The link that stops letters of the topic; empty where there is nothing to stop."""
    if topic is None:
        return ""
    token = topics.sign(topics.Choice(to, topic), secret=settings().secret_key)
    return settings().base_url + Addresses(language).letters(token)


@dataclass(frozen=True, slots=True)
class Relayed:
    """A letter on behalf of one side of a referral, to the other."""

    referral_id: int
    #: Who reads the letter, and may answer it.
    reader: Party
    #: Who writes, as the reader knows them; empty where that is not said in letters.
    sender: str = ""


def _reply_to(relayed: Relayed | None) -> str | None:
    """Where an answer to the letter joins the conversation; None where answers are not read."""
    domain = settings().mail_reply_domain
    if relayed is None or domain is None:
        return None
    return reply_address(relayed.referral_id, relayed.reader, secret=settings().secret_key, domain=domain)


def _sender_name(relayed: Relayed | None, language: Language) -> str | None:
    """On whose behalf the portal writes, as the reader sees it; None where it writes for itself."""
    if relayed is None or not relayed.sender:
        return None
    with force_locale(language.babel):
        return _("%(who)s via %(portal)s", who=relayed.sender, portal=_("Local Regulatory Experts"))


def _words(language: Language) -> dict[str, Any]:
    """What every letter may speak with."""
    return {
        "language": language,
        "at": Addresses(language),
        "base_url": settings().base_url,
        "long_date": partial(formats.long_date, language=language),
        "promised_moment": partial(formats.promised_moment, language=language),
        "joined": partial(formats.joined, language=language),
    }


def _rendered(letter: str, language: Language, words: dict[str, Any]) -> tuple[str, str, str]:
    """Its subject, its text and its HTML."""
    folder = f"mail/{letter}"
    with force_locale(language.babel):
        return (
            render_template(f"{folder}/subject.txt", **words),
            render_template(f"{folder}/body.txt", **words),
            render_template(f"{folder}/body.html", **words),
        )


@dataclass(frozen=True, slots=True)
class Notice:
    """What one letter is to say, and to whom."""

    #: Which: the folder ``mail/<letter>/``.
    letter: str
    to: str
    language: Language
    #: Unique; a letter already written for it is not written again.
    reason: str
    #: ``enquiry:12`` or ``referral:7``; ``still_true.CHECKS`` says whether the letter still holds.
    about: str
    at: datetime
    #: For a letter that its reader may do without.
    topic: Topic | None = None
    relayed: Relayed | None = None
    #: What its templates speak of.
    facts: dict[str, Any] = field(default_factory=dict)


def write(
    letter: str,
    *,
    to: str,
    language: Language,
    reason: str,
    about: str,
    at: datetime,
    topic: Topic | None = None,
    relayed: Relayed | None = None,
    **facts: Any,
) -> None:
    """Write one letter and leave it in the outbox; see ``Notice``."""
    notice = Notice(letter, to, language, reason, about, at, topic, relayed, facts)
    write_all([notice])


def write_all(notices: Sequence[Notice]) -> None:
    """Write these letters and leave them in the outbox, in the caller's transaction."""
    known = posted(each.reason for each in notices)
    post([_written(each) for each in notices if each.reason not in known])


def _written(notice: Notice) -> Letter:
    language, reply_to = notice.language, _reply_to(notice.relayed)
    stop = _stop(notice.to, notice.topic, language)
    words = _words(language) | {"answerable": bool(reply_to), "stop": stop} | notice.facts
    subject, text, html = _rendered(notice.letter, language, words)
    return written(
        notice.letter,
        to=notice.to,
        language=language,
        reason=notice.reason,
        about=notice.about,
        topic=notice.topic,
        sender_name=_sender_name(notice.relayed, language),
        reply_to=reply_to,
        at=notice.at,
        subject=subject,
        text=text,
        html=html,
    )
