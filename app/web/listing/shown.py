"""A change to a listing as both its firm and the editors see it: field by field, before and after."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from app.directory.revisions.deciding import is_stale
from app.directory.revisions.fields import FIELDS
from app.directory.revisions.models import RevisionField
from app.i18n.formats import endonym, language_name, placed
from app.i18n.languages import BY_SLUG, Language
from app.taxonomy.snapshot import Taxonomy
from app.web.listing.differences import Difference, difference


@dataclass(frozen=True, slots=True)
class ShownField:
    """One field of a change."""

    field: RevisionField
    name: str
    #: The language its texts are in, as a tag; empty where they are in the reader's.
    tag: str
    difference: Difference
    is_private: bool = False
    is_stale: bool = False
    #: What the live listing says by now, where that is neither of the two.
    live: str = ""


def field_name(key: str, language: Language) -> str:
    """What readers call the field."""
    part, _dot, of = key.partition(".")
    if of:
        tongue = language_name(BY_SLUG[of].tag, language)
        if part == "name":
            return _("Name in %(language)s", language=tongue)
        return _("Text in %(language)s", language=tongue)
    return {
        "entity": _("Entity of record"),
        "former_names": _("Former names"),
        "offices": _("Offices"),
        "website": _("Website"),
        "working_languages": _("Working languages"),
        "contact_email": _("Address for letters"),
        "contact_language": _("Language of letters"),
    }[key]


def in_words(key: str, value: Any, taxonomy: Taxonomy, language: Language) -> str:
    """A value as lines of text."""
    if not value:
        return ""
    if key.startswith("name."):
        return str(value["name"])
    if key == "entity":
        return _entity(value, taxonomy, language)
    if key == "offices":
        return "\n".join(_office(each, taxonomy, language) for each in value)
    if key == "working_languages":
        return "\n".join(endonym(tag) for tag in value)
    if key == "contact_language":
        return BY_SLUG[value].name
    return "\n".join(value) if isinstance(value, list) else str(value)


def _entity(value: Mapping[str, str], taxonomy: Taxonomy, language: Language) -> str:
    country = taxonomy.regions.get(value["register_country"])
    lines = (
        value["legal_name"],
        value["register_name"],
        value["register_number"],
        country.name(language) if country else value["register_country"],
    )
    return "\n".join(line for line in lines if line)


def _office(seat: Mapping[str, Any], taxonomy: Taxonomy, language: Language) -> str:
    known = taxonomy.regions.get(seat["country"])
    country = known.name(language) if known else seat["country"]
    city = seat["city"].get(language.slug) or next(iter(seat["city"].values()), "")
    others = [each for each in seat["city"].values() if each != city]
    place = " / ".join([placed(city, country, language), *others])
    return _("%(city)s (head office)", city=place) if seat["is_headquarters"] else place


def shown_fields(
    fields: Iterable[RevisionField], live: Mapping[str, Any], taxonomy: Taxonomy, language: Language
) -> Sequence[ShownField]:
    """In the order of the listing; of one field, the latest last."""
    order = list(FIELDS)
    return [
        _shown(each, live, taxonomy, language)
        for each in sorted(fields, key=lambda field: (order.index(field.field), field.id))
    ]


def _shown(
    field: RevisionField, live: Mapping[str, Any], taxonomy: Taxonomy, language: Language
) -> ShownField:
    key = field.field

    def said(value: Any) -> str:
        return in_words(key, value, taxonomy, language)

    stale = is_stale(field, live)
    return ShownField(
        field,
        field_name(key, language),
        _tag(key, field),
        difference(said(field.before), said(field.after)),
        is_private=FIELDS[key].is_private,
        is_stale=stale,
        live=said(live[key]) if stale else "",
    )


def _tag(key: str, field: RevisionField) -> str:
    part, _dot, of = key.partition(".")
    if part == "name":
        return BY_SLUG[(field.after or field.before or {}).get("language", of)].tag
    return BY_SLUG[of].tag if of else ""
