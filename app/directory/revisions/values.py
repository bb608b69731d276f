"""What a listing says, field by field, as plain values; and putting such values in force."""

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from typing import Any

from app.directory.models import Firm, FirmText, Office, TextState
from app.directory.revisions.fields import description_in, name_in
from app.directory.wording.correcting import rewrite
from app.i18n.calendars import seat_of
from app.i18n.languages import LANGUAGES
from app.kernel.amend import align
from app.kernel.db import db

#: By key of ``FIELDS``; what JSON can hold.
Values = Mapping[str, Any]
_ENTITY = {"legal_name": "", "register_name": "", "register_number": "", "register_country": ""}
_PLAIN = ("website", "contact_email", "contact_language")


def values_of(firm: Firm) -> dict[str, Any]:
    """What the live listing says; one statement where the offices were not read yet."""
    if "offices" not in firm.__dict__:
        db.session.refresh(firm, ["offices"])
    return {
        **_words_of(firm),
        "former_names": list(firm.former_names),
        "entity": {name: getattr(firm, name) or "" for name in _ENTITY},
        "offices": [
            {"country": each.country, "city": dict(each.city), "is_headquarters": each.is_headquarters}
            for each in sorted(firm.offices, key=lambda office: office.position)
        ],
        "website": firm.website or "",
        "working_languages": list(firm.working_languages),
        "contact_email": firm.contact_email or "",
        "contact_language": firm.contact_language,
    }


def _words_of(firm: Firm) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for each in LANGUAGES:
        text = firm.texts.get(each.slug)
        found[name_in(each.slug)] = {"name": text.name, "language": text.name_language} if text else None
        found[description_in(each.slug)] = text.description if text else ""
    return found


Write = Callable[..., None]


def apply(firm: Firm, new: Values, *, by_id: int | None, at: datetime) -> None:
    """Have the live listing say this; fields that are not named stay as they are."""
    _say(firm, new, partial(rewrite, by_id=by_id, at=at))
    _state(firm, new)


def show_on(firm: Firm, new: Values) -> None:
    """The same for a firm that is only looked at and belongs to no session."""
    _say(firm, new, _overlay)
    _state(firm, new)


def _overlay(firm: Firm, *, language: str, **words: str) -> None:
    text = firm.texts.get(language)
    if text is None:
        firm.texts[language] = FirmText(language=language, state=TextState.ORIGINAL, **words)
        return
    for column, value in words.items():
        setattr(text, column, value)


def _say(firm: Firm, new: Values, write: Write) -> None:
    now = _words_of(firm)
    for each in LANGUAGES:
        keys = (name_in(each.slug), description_in(each.slug))
        if not any(key in new for key in keys):
            continue
        name, description = ((new if key in new else now)[key] for key in keys)
        if name and description:
            write(
                firm,
                language=each.slug,
                name=name["name"],
                name_language=name["language"],
                description=description,
            )
        else:
            firm.texts.pop(each.slug, None)


def _state(firm: Firm, new: Values) -> None:
    for name in _PLAIN:
        if name in new:
            setattr(firm, name, new[name] or None)
    for name in ("working_languages", "former_names"):
        if name in new:
            setattr(firm, name, list(new[name]))
    if "entity" in new:
        for name in _ENTITY:
            setattr(firm, name, new["entity"][name] or None)
    if "offices" in new:
        seats = [{**each, "position": number} for number, each in enumerate(new["offices"], 1)]
        align(
            firm.offices,
            {each["position"]: each for each in seats},
            key=lambda office: office.position,
            make=Office,
        )
        _keep_the_clock_of(firm, new["offices"])


def _keep_the_clock_of(firm: Firm, seats: list[dict[str, Any]]) -> None:
    """A firm keeps the working days and the clock of its head office."""
    for seat in seats:
        if seat["is_headquarters"]:
            found = seat_of(seat["country"], seat["city"].get("en", ""))
            firm.calendar, firm.time_zone = found.calendar, found.time_zone


def halves(values: Values) -> list[str]:
    """The languages, as slugs, in which there would be a name without a text or a text without a name."""
    return [
        each.slug
        for each in LANGUAGES
        if bool(values[name_in(each.slug)]) != bool(values[description_in(each.slug)])
    ]
