"""What people do with a listing's words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from app.directory.errors import NotATranslation, NothingToConvert
from app.directory.models import Firm, FirmText, TextState
from app.directory.wording.converting import OTHER_SCRIPT, convert_text, keep_in_step
from app.directory.wording.versions import hold, version_now, write_anew
from app.kernel.content import raise_version
from app.kernel.db import db

_TRANSLATED = {TextState.TRANSLATION, TextState.REVIEWED}


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What a person has written in one language."""

    name: str
    name_language: str
    description: str


def write_text(
    firm: Firm,
    *,
    language: str,
    name: str,
    name_language: str,
    description: str,
    by_id: int | None,
    at: datetime,
) -> None:
    """Have the listing say that in the language, in words of a person. Call it for what a person changed.

    The same words as before change nothing. A language with no text yet gets an original; an original stays
    one. A translation counts as made from what its source says now, so write originals first
    (``write_texts`` does). A text that was converted by machine becomes a translation of the other script.
    The other Chinese script follows by machine, unless a person has written that too.
    """
    hold(firm)
    before = firm.texts.get(language)
    state = _state_after(before)
    written = write_anew(
        firm,
        language,
        name=name,
        name_language=name_language,
        description=description,
        # The same words stay what they were: whoever sends a converted text back has not written it.
        state=before.state if before and _says(before, name, name_language, description) else state,
        by_id=by_id,
        at=at,
    )
    if written:
        _follow_source(firm, language)
        keep_in_step(firm, language, at=at)
        raise_version(at=at)
    db.session.flush()


def write_texts(firm: Firm, texts: Mapping[str, Written], *, by_id: int | None, at: datetime) -> None:
    """Write several at once, by language slug; translations after what they are made from."""

    def is_made(language: str) -> bool:
        return language in firm.texts and firm.texts[language].state is not TextState.ORIGINAL

    for language in sorted(texts, key=is_made):
        each = texts[language]
        write_text(
            firm,
            language=language,
            name=each.name,
            name_language=each.name_language,
            description=each.description,
            by_id=by_id,
            at=at,
        )


def confirm_translation(firm: Firm, language: str, *, by_id: int | None, at: datetime) -> None:
    """Say that the translation is right for what its source says now. Raises NotATranslation."""
    text = firm.texts.get(language)
    if text is None or text.state not in _TRANSLATED or firm.source_of(language) is None:
        raise NotATranslation
    _follow_source(firm, language)
    version = version_now(firm, text)
    version.confirmed_at, version.confirmed_by_id = at, by_id
    raise_version(at=at)


def declare_original(firm: Firm, language: str, *, at: datetime) -> None:
    """Say that the text was made from no other. Raises NotATranslation."""
    text = firm.texts.get(language)
    if text is None or text.state not in _TRANSLATED:
        raise NotATranslation
    text.state, text.made_from, text.made_from_version = TextState.ORIGINAL, None, None
    raise_version(at=at)


def declare_translation(firm: Firm, language: str, *, source: str, at: datetime) -> None:
    """Say from which other text it was made, as that stands now. Raises NotATranslation.

    One text at least stays an original: of two, neither can be made from the other.
    """
    text, there = firm.texts.get(language), firm.texts.get(source)
    if text is None or there is None or there is text or there.state is not TextState.ORIGINAL:
        raise NotATranslation
    if text.state is not TextState.REVIEWED:
        text.state = TextState.TRANSLATION
    text.made_from, text.made_from_version = source, there.version
    for other in firm.texts.values():
        # What was made from this one still is, and now stands in a row behind the source.
        if other is not text and other.made_from is None and other.state is not TextState.ORIGINAL:
            other.made_from = language
    raise_version(at=at)


def leave_to_machine(firm: Firm, language: str, *, at: datetime) -> None:
    """Give a text up for the conversion of the other script; what it said is kept as a version.

    Raises NothingToConvert where the other script is not a person's own.
    """
    hold(firm)
    if not may_be_converted(firm, language):
        raise NothingToConvert
    convert_text(firm, language, at=at)
    raise_version(at=at)


def may_be_converted(firm: Firm, language: str) -> bool:
    """Whether a person has written the other Chinese script, from something else than this text."""
    other = firm.texts.get(OTHER_SCRIPT.get(language, ""))
    if other is None or other.state is TextState.CONVERTED:
        return False
    source = firm.source_of(other.language)
    return source is None or source.language != language


def _state_after(before: FirmText | None) -> TextState:
    """A review is of the words that were reviewed; new words have had none."""
    if before is None or before.state is TextState.ORIGINAL:
        return TextState.ORIGINAL
    return TextState.TRANSLATION


def _says(text: FirmText, *words: str) -> bool:
    return (text.name, text.name_language, text.description) == words


def _follow_source(firm: Firm, language: str) -> None:
    """Count the text as made from what its source says now."""
    source = firm.source_of(language)
    if source is not None:
        text = firm.texts[language]
        text.made_from, text.made_from_version = source.language, source.version
