"""What is missing in a listing, in words, with the way to its field."""

from dataclasses import dataclass

from flask import g
from flask_babel import gettext as _

from app.directory.revisions.gaps import Gap
from app.i18n.formats import language_name
from app.i18n.languages import BY_SLUG


@dataclass(frozen=True, slots=True)
class ShownGap:
    section: str
    anchor: str
    words: str


def shown_gap(gap: Gap) -> ShownGap:
    tongue = language_name(BY_SLUG[gap.language].tag, g.language) if gap.language else ""
    words = {
        "no_text": _("Name and text in %(language)s", language=tongue),
        "short_text": _("A longer text in %(language)s", language=tongue),
        "legal_name": _("Legal name"),
        "register_name": _("Name of the register"),
        "register_number": _("Number in the register"),
        "register_country": _("Country of the register"),
        "offices": _("An office"),
        "city": _("City in %(language)s", language=tongue),
        "website": _("Website"),
        "working_languages": _("Working languages"),
        "contact_email": _("Address for letters"),
    }[gap.kind]
    return ShownGap(gap.section, gap.anchor, words)
