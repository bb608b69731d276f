"""Rendering a letter in its reader's language and leaving it in the outbox."""

from datetime import datetime
from functools import partial
from typing import Any

from flask import current_app, render_template
from flask_babel import force_locale
from flask_babel import gettext as _

from app.config import Settings
from app.directory.models import Firm
from app.i18n import formats
from app.i18n.addresses import Addresses
from app.i18n.languages import Language
from app.outbox.letters import post, posted


def settings() -> Settings:
    return current_app.config["SETTINGS"]


def firm_name(firm: Firm, language: Language) -> str:
    """The firm's name; an invented firm is called a sample in letters too."""
    name = firm.read(language).text.name
    if not firm.demo:
        return name
    with force_locale(language.babel):
        return _("%(firm)s (sample)", firm=name)


def write(letter: str, *, to: str, language: Language, reason: str, at: datetime, **facts: Any) -> None:
    """Write the letter ``mail/<letter>/`` and leave it in the outbox, in the caller's transaction.

    reason: unique; a letter already written for it is not written again.
    facts: what its templates speak of.
    """
    if posted(reason):
        return
    words = {
        "language": language,
        "at": Addresses(language),
        "base_url": settings().base_url,
        "long_date": partial(formats.long_date, language=language),
        "promised_moment": partial(formats.promised_moment, language=language),
        "joined": partial(formats.joined, language=language),
        **facts,
    }
    with force_locale(language.babel):
        subject, text, html = (
            render_template(f"mail/{letter}/{part}", **words)
            for part in ("subject.txt", "body.txt", "body.html")
        )
    post(letter, to=to, language=language, reason=reason, at=at, subject=subject, text=text, html=html)
