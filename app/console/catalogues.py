"""The catalogues of the interface: taken from the sources, carried on, held to their rules."""

import re
from collections.abc import Iterator, Sequence
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po, write_po

from app.i18n.languages import LANGUAGES
from app.kernel.text import has_han

TOP = Path(__file__).parents[2]
FOLDER = TOP / "translations"
#: The Babel names of the languages that the interface is translated into.
TARGETS = tuple(language.babel for language in LANGUAGES if language.slug != "en")

_KEYWORDS = {**DEFAULT_KEYWORDS, "_l": None, "lazy_gettext": None, "lazy_ngettext": (1, 2)}
#: Words to the translator begin with this.
_TRANSLATOR = "Translators:"
#: Headers that change with every run, or that Babel fills with samples of itself; git knows better.
_IDLE_HEADERS = re.compile(
    rb'^"(?:POT-Creation-Date|PO-Revision-Date|Generated-By|Project-Id-Version'
    rb"|Report-Msgid-Bugs-To|Last-Translator|Language-Team): .*\n",
    re.MULTILINE,
)
_PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|%%|\{\w*\}")
_TAG = re.compile(r"</?\w+[^>]*>")
#: Latin marks right behind a Chinese character: Chinese sentences are set with full-width ones.
_NARROW = re.compile(r"[\u4e00-\u9fff][,;:?!]|[\u4e00-\u9fff] ?\(|\)[\u4e00-\u9fff]")
#: Quotation marks of the other script.
_FOREIGN_QUOTES = {"zh_Hant": "“”‘’", "zh_Hans": "「」『』"}
#: The character set that a script's own text can be written in, and the other script's.
_CHARACTER_SETS = {"zh_Hant": ("big5", "gb2312"), "zh_Hans": ("gb2312", "big5")}


def file_of(locale: str) -> Path:
    return FOLDER / locale / "LC_MESSAGES" / "messages.po"


def extracted() -> Catalog:
    """Every sentence of the interface, as the sources have it now."""
    with (FOLDER / "babel.cfg").open() as config:
        methods, options = parse_mapping_cfg(config)  # type: ignore[no-untyped-call]
    catalog = _empty(None)
    found = extract_from_dir(
        TOP, methods, options, keywords=_KEYWORDS, comment_tags=[_TRANSLATOR], strip_comment_tags=True
    )
    for file, _line, message, comments, context in sorted(found, key=lambda each: each[:2]):
        catalog.add(message, None, [(file, 0)], auto_comments=comments, context=context)
    return catalog


def _empty(locale: str | None) -> Catalog:
    return Catalog(
        locale=locale,
        project="Local Regulatory Experts",
        header_comment="# Sentences of the interface. English is the source.",
        fuzzy=False,
    )


def written(catalog: Catalog) -> bytes:
    """The file, the same bytes whenever it is written."""
    out = BytesIO()
    write_po(out, catalog, width=100, include_lineno=False, ignore_obsolete=True)
    return _IDLE_HEADERS.sub(b"", out.getvalue())


def kept(file: Path, locale: str | None = None) -> Catalog:
    """The catalogue of that file; an empty one if there is none."""
    if not file.exists():
        return _empty(locale)
    with file.open("rb") as source:
        return read_po(source, locale=locale)


def write_template() -> int:
    """Write ``messages.pot``; returns how many sentences it holds."""
    catalog = extracted()
    (FOLDER / "messages.pot").write_bytes(written(catalog))
    return len(catalog)


def carry_on(locale: str) -> int:
    """Bring a translation up to what the sources say; returns how many sentences wait for words."""
    file = file_of(locale)
    catalog = kept(file, locale)
    catalog.update(extracted(), no_fuzzy_matching=True)
    catalog.header_comment = _empty(locale).header_comment
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(written(catalog))
    return len([message for message in catalog if message.id and not _is_translated(message)])


def problems() -> Iterator[str]:
    """What is wrong with the catalogues, one line each."""
    template = extracted()
    if (FOLDER / "messages.pot").read_bytes() != written(template):
        yield "messages.pot is behind the sources: flask --app wsgi languages update"
    for locale in TARGETS:
        catalog = kept(file_of(locale), locale)
        wanted = {message.id for message in template if message.id}
        present = {message.id for message in catalog if message.id}
        for missing in sorted(map(str, wanted - present)):
            yield f"{locale}: missing {missing!r}"
        for obsolete in sorted(map(str, present - wanted)):
            yield f"{locale}: nobody says {obsolete!r} any more"
        for message in catalog:
            if message.id:
                yield from (f"{locale}: {fault}: {message.id!r}" for fault in faults_of(message, locale))


def _is_translated(message: Message) -> bool:
    return all(_strings(message.string))


def _strings(words: str | Sequence[str] | None) -> tuple[str, ...]:
    return (words or "",) if isinstance(words, str | None) else tuple(words)


def faults_of(message: Message, locale: str) -> Iterator[str]:
    """What is wrong with one translation."""
    if not _is_translated(message):
        yield "not translated"
        return
    if message.fuzzy:
        yield "fuzzy"
    # The last form of a plural is the one that every language has, and Chinese has no other.
    source = _strings(message.id)[-1]
    for words in _strings(message.string):
        if sorted(_PLACEHOLDER.findall(source)) != sorted(_PLACEHOLDER.findall(words)):
            yield "other placeholders than the source"
        if sorted(_TAG.findall(source)) != sorted(_TAG.findall(words)):
            yield "other tags than the source"
        if "%" in _PLACEHOLDER.sub("", words):
            yield "a bare %, which a page would take for a placeholder; write %%"
        if narrow := _NARROW.search(_PLACEHOLDER.sub("", words)):
            yield f"half-width punctuation at {narrow.group()!r}"
        if foreign := set(words) & set(_FOREIGN_QUOTES[locale]):
            yield f"quotation marks of the other script {''.join(sorted(foreign))}"
        if stray := _only_in_the_other_script(words, locale):
            yield f"characters of the other script {''.join(stray)}"


def _only_in_the_other_script(words: str, locale: str) -> list[str]:
    """Big5 holds the characters of one script and GB 2312 of the other; those of both are no evidence."""
    own, other = _CHARACTER_SETS[locale]
    return sorted(each for each in set(words) if _is_in(each, other) and not _is_in(each, own))


def _is_in(character: str, character_set: str) -> bool:
    # What no Chinese set holds, such as ▲, is no Chinese word either.
    return has_han(character) and bool(character.encode(character_set, "ignore"))
