"""What every template may use, beside what its page hands it."""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from functools import partial
from operator import attrgetter
from typing import Any

from flask import Flask, request
from flask_babel import ngettext

from app.i18n import formats, scripts
from app.i18n.addresses import Addresses
from app.i18n.languages import BY_SLUG, LANGUAGES, ZH_HANT, Language
from app.kernel.text import has_han
from app.taxonomy.laws import cited
from app.taxonomy.snapshot import names
from app.web import evidence_words, linked_data, offering_words, spam_words, statuses
from app.web.credential_files import document_name
from app.web.describing import described, locale_of
from app.web.edition import current_edition
from app.web.languages import current_language


def _same_page_in(language: Language) -> str:
    """This page's address in another language, query and all."""
    parts = request.path.split("/", 2)
    if len(parts) < 3 or parts[1] not in BY_SLUG:
        return Addresses(language).home
    query = request.query_string.decode("utf-8", "replace")
    return f"/{language.slug}/{parts[2]}" + (f"?{query}" if query else "")


def _data_day() -> date | None:
    """The day what is shown was last changed; None before anything was published."""
    changed = current_edition().changed_at
    return changed.date() if changed else None


def _day(day: date | datetime) -> str:
    """The machine's form of a day, for ``<time datetime>``."""
    return (day.date() if isinstance(day, datetime) else day).isoformat()


def _word(words: Mapping[str, str], language: Language) -> str:
    """One of the words kept by language slug; empty where there are none."""
    return words.get(language.slug) or words.get("en", "")


def _script_tag(word: str, language: Language) -> str:
    """The language of a word that stands by itself: its script's; English where it is Latin."""
    if not has_han(word):
        return "en"
    return (scripts.script_of(word) or (language if language.is_chinese else ZH_HANT)).tag


def _worded(phrases: Iterable[Mapping[str, str]], language: Language) -> list[str]:
    """Phrases kept by language slug, in the reader's language."""
    return [_word(each, language) for each in phrases]


def _runs(items: Iterable[Any], attribute: str) -> list[tuple[Any, list[Any]]]:
    """What shares a value brought together, in the order of first appearance; Jinja's own would sort."""
    kept, value = list(items), attrgetter(attribute)
    order = dict.fromkeys(value(item) for item in kept)
    return [(each, [item for item in kept if value(item) == each]) for each in order]


def _wash(firms: int) -> str:
    """The class of a cell with so many firms: five steps of ink."""
    return f"w{bisect_right((1, 2, 4, 7), firms)}"


#: For components, which are handed the language and reach for nothing else.
_FILTERS: Mapping[str, Callable[..., Any]] = {
    "long_date": formats.long_date,
    "joined": formats.joined,
    "clauses": formats.clauses,
    "placed": formats.placed,
    "endonym": formats.endonym,
    "tongue": formats.language_name,
    "iso_day": _day,
    "word": _word,
    "worded": _worded,
    "script_runs": scripts.runs,
    "script_tag": _script_tag,
    "described": described,
    "og_locale": locale_of,
    "name_in": lambda concept, language: concept.name(language),
    "groups": _runs,
    "tag_of": lambda slug: BY_SLUG[slug].tag,
    "named": names,
    "cited": cited,
    "has_han": has_han,
    "wash": _wash,
    "original_language": lambda firm: BY_SLUG[firm.original_language],
}


def _context() -> dict[str, Any]:
    language = current_language()

    def written(form: Callable[..., str]) -> Callable[..., str]:
        return partial(form, language=language)

    return {
        "language": language,
        "languages": LANGUAGES,
        "at": Addresses(language),
        "same_page_in": _same_page_in,
        "data_day": _data_day,
        "long_date": written(formats.long_date),
        "long_moment": written(formats.long_moment),
        "promised_moment": written(formats.promised_moment),
        "joined": written(formats.joined),
        "clauses": written(formats.clauses),
        "listed": written(formats.listed),
        "iso_day": _day,
        "ngettext": ngettext,
    }


def init_app(app: Flask) -> None:
    app.context_processor(_context)
    app.jinja_env.filters.update(_FILTERS)
    app.jinja_env.globals["statuses"] = statuses
    app.jinja_env.globals["document_name"] = document_name
    app.jinja_env.globals["evidence_words"] = evidence_words
    app.jinja_env.globals["offering_words"] = offering_words
    app.jinja_env.globals["spam_words"] = spam_words
    app.jinja_env.globals["linked_data"] = linked_data.written
    app.jinja_env.globals["breadcrumb_data"] = linked_data.breadcrumbs
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
