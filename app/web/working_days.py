"""Whose working days a date was reckoned by, in words."""

from flask_babel import gettext as _

from app.i18n.languages import Language
from app.taxonomy.snapshot import Taxonomy


def calendar_name(code: str, taxonomy: Taxonomy, language: Language) -> str:
    """The place whose calendar it is; a part of a country by its letters. Monday to Friday for no place."""
    country, _dash, part = code.partition("-")
    place = taxonomy.regions.get(code) or taxonomy.regions.get(country)
    if place is None:
        return _("Monday to Friday")
    if code in taxonomy.regions:
        return place.name(language)
    return _("%(country)s (%(part)s)", country=place.name(language), part=part)
