"""What a listing does not say yet."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from app.directory.revisions.fields import description_in
from app.i18n.languages import LANGUAGES

#: Shorter texts say next to nothing, in characters; a Chinese text says more with fewer.
FEW_CHARACTERS = {"en": 120, "zh-hant": 40, "zh-hans": 40}


@dataclass(frozen=True, slots=True)
class Gap:
    """A field of the listing with nothing in it, or with too little."""

    kind: str
    section: str
    #: The id of the field on the page of its section.
    anchor: str
    #: The slug of the language, where it is about one.
    language: str = ""


def gaps_of(values: Mapping[str, Any]) -> list[Gap]:
    """In the order of the pages; empty where the listing is complete."""
    return list(_gaps(values))


def _gaps(values: Mapping[str, Any]) -> Iterator[Gap]:
    for each in LANGUAGES:
        text = values[description_in(each.slug)]
        if not text:
            yield Gap("no_text", "words", f"name-{each.slug}", each.slug)
        elif len(text) < FEW_CHARACTERS[each.slug]:
            yield Gap("short_text", "words", f"description-{each.slug}", each.slug)
    entity = values["entity"]
    for name in ("legal_name", "register_name", "register_number", "register_country"):
        if not entity[name]:
            yield Gap(name, "entity", name)
    if not values["offices"]:
        yield Gap("offices", "offices", "offices")
    for number, seat in enumerate(values["offices"]):
        for each in LANGUAGES:
            if not seat["city"].get(each.slug):
                yield Gap("city", "offices", f"office-{number}-city-{each.slug}", each.slug)
    for name in ("website", "working_languages", "contact_email"):
        if not values[name]:
            yield Gap(name, "contact", name)
