"""The part of the public door that knows a visitor: asking, and following what was asked. Never cached."""

from collections.abc import Iterable
from typing import Any

from flask import Blueprint, current_app, g
from flask_babel import gettext as _

from app.directory.models import Firm
from app.enquiries.models import Enquiry, Party, Referral
from app.i18n.formats import zone_name
from app.matching.ranking import Ground
from app.public import consent_words
from app.taxonomy.snapshot import names
from app.web import reasons
from app.web.edition import current_taxonomy
from app.web.languages import LANGUAGE_RULE
from app.web.working_days import calendar_name

personal = Blueprint("personal", __name__, url_prefix=LANGUAGE_RULE)


def _countries_of(firm: Firm) -> list[str]:
    """Where the enquirer's data would go: the countries of the firm's offices, headquarters first."""
    offices = sorted(firm.offices, key=lambda office: (not office.is_headquarters, office.position))
    return names(current_taxonomy().regions, dict.fromkeys(office.country for office in offices), g.language)


def _asked_consents(country: str, firms: Iterable[Firm]) -> list[tuple[str, str]]:
    return consent_words.asked(country, list(firms), current_taxonomy(), g.language)


def _why(firm: Firm, grounds: Iterable[Ground]) -> str:
    return reasons.why(firm, grounds, taxonomy=current_taxonomy(), language=g.language)


def _kept_grounds(referral: Referral) -> list[Ground]:
    return [Ground.of_record(record) for record in referral.reasons]


def _waiting(enquiry: Enquiry) -> str:
    """What waits on whom, in a sentence."""
    if not enquiry.is_open:
        return _("The enquiry has ended.")
    if enquiry.confirmed_at is None:
        return _("Please confirm your e-mail address through the link in our letter.")
    return {
        Party.ENQUIRER: _("It now waits for you."),
        Party.FIRM: _("It now waits for the firms."),
        Party.STAFF: _("It now waits for our editors."),
        Party.NOBODY: _("It waits for nobody."),
    }[enquiry.waiting_on]


@personal.context_processor
def _words() -> dict[str, Any]:
    return {
        "base_url": current_app.config["SETTINGS"].base_url,
        "countries_of": _countries_of,
        "asked_consents": _asked_consents,
        "brief_words": consent_words.brief_words,
        "why": _why,
        "kept_grounds": _kept_grounds,
        "waiting": _waiting,
        "zone_name": lambda zone: zone_name(zone, g.language),
        "calendar_name": lambda code: calendar_name(code, current_taxonomy(), g.language),
    }
