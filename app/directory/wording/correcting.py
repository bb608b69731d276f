"""Correcting a converted text: it stays converted, and what was corrected is kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from app.directory.errors import NotConverted, TextMovedOn
from app.directory.models import Firm, FirmText, TextState
from app.directory.wording.actions import write_text
from app.directory.wording.conversion import Kept
from app.directory.wording.converting import (
    OTHER_SCRIPT,
    convert_text,
    converters_into,
    kept_wordings,
)
from app.directory.wording.learning import Part, learned
from app.directory.wording.models import KeptWording
from app.directory.wording.segments import sentences
from app.directory.wording.versions import hold
from app.kernel.content import raise_version
from app.kernel.db import db


@dataclass(frozen=True, slots=True)
class Held:
    """A kept wording. is_orphan: what it is for does not stand in the source any more."""

    wording: KeptWording
    is_orphan: bool


def parts_of(firm: Firm, language: str) -> list[Part]:
    """What the converted text is made of, in order: its source's name, where that is Chinese, and sentences.

    Raises NotConverted.
    """
    source = _source(firm, language)
    named = [Part(source.name, True)] if source.name_language == source.language else []
    return named + [Part(each, False) for each in sentences(source.description) if each.strip()]


def made_of(firm: Firm, language: str) -> tuple[list[tuple[Part, str]], list[Held]]:
    """Each part with what it is converted to, and the wordings kept. Raises NotConverted."""
    parts, kept = parts_of(firm, language), kept_wordings(firm, language)
    convert = converters_into(language)(kept)
    made = [(part, part.by(convert)) for part in parts]
    return made, [Held(each, (each.source, each.is_whole) not in convert.used) for each in kept]


def correct_conversion(
    firm: Firm, language: str, *, wanted: Sequence[str], by_id: int | None, at: datetime
) -> None:
    """Have each part come out as wanted, in the order of ``parts_of``, from now on.

    Raises NotConverted, and TextMovedOn where there are not as many parts as wordings.
    """
    hold(firm)
    parts, kept = parts_of(firm, language), kept_wordings(firm, language)
    if len(parts) != len(wanted):
        raise TextMovedOn
    known = [Kept(each.source, each.wanted, each.is_whole) for each in kept]
    asked = [_framed(part, want) for part, want in zip(parts, wanted, strict=True)]
    holding = learned(parts, asked, known, converters_into(language))
    for row, each in zip(kept, known, strict=True):
        if each not in holding:
            db.session.delete(row)
    for each in holding:
        if each not in known:
            _keep(firm, language, each, by_id=by_id, at=at)
    _again(firm, language, by_id=by_id, at=at)


def put_together(firm: Firm, language: str, wanted: Sequence[str]) -> tuple[str | None, str]:
    """The name, None where it is not converted, and the text, of which those are the parts.

    Raises NotConverted, and TextMovedOn where there are not as many parts as wordings.
    """
    parts = parts_of(firm, language)
    if len(parts) != len(wanted):
        raise TextMovedOn
    said = [_framed(part, want) for part, want in zip(parts, wanted, strict=True)]
    name = said.pop(0).strip() if parts[0].is_name else None
    inner = iter(said)
    pieces = sentences(_source(firm, language).description)
    return name, "".join(next(inner) if each.strip() else each for each in pieces)


def with_word(firm: Firm, language: str, *, source: str, wanted: str) -> list[str]:
    """What each part would be converted to if that word were kept too. Raises NotConverted."""
    known = [Kept(each.source, each.wanted, each.is_whole) for each in kept_wordings(firm, language)]
    convert = converters_into(language)([*known, Kept(source, wanted, False)])
    return [part.by(convert) for part in parts_of(firm, language)]


def rewrite(
    firm: Firm,
    *,
    language: str,
    name: str,
    name_language: str,
    description: str,
    by_id: int | None,
    at: datetime,
) -> None:
    """Have the listing say that in the language, whatever it was made from.

    A converted text whose sentences still stand one for one beside those of its source stays converted, and
    what differs is kept; any other becomes a person's.
    """
    text = firm.texts.get(language)
    if text is not None and text.state is TextState.CONVERTED:
        pieces = [each for each in sentences(description) if each.strip()]
        wanted = [name, *pieces] if text.name_language == language else pieces
        if len(wanted) == len(parts_of(firm, language)) and (
            text.name_language == language or (name, name_language) == (text.name, text.name_language)
        ):
            return correct_conversion(firm, language, wanted=wanted, by_id=by_id, at=at)
    write_text(
        firm,
        language=language,
        name=name,
        name_language=name_language,
        description=description,
        by_id=by_id,
        at=at,
    )


def keep_word(
    firm: Firm, language: str, *, source: str, wanted: str, by_id: int | None, at: datetime
) -> None:
    """Have a word of the source said so wherever it stands, from now on. Raises NotConverted."""
    hold(firm)
    _source(firm, language)
    for row in kept_wordings(firm, language):
        if row.source == source and not row.is_whole:
            db.session.delete(row)
    _keep(firm, language, Kept(source, wanted, False), by_id=by_id, at=at)
    _again(firm, language, by_id=by_id, at=at)


def drop_wording(firm: Firm, language: str, number: int, *, by_id: int | None, at: datetime) -> None:
    """Leave that piece to the machine again; one that is gone already is no fault. Raises NotConverted."""
    hold(firm)
    _source(firm, language)
    for row in kept_wordings(firm, language):
        if row.id == number:
            db.session.delete(row)
    _again(firm, language, by_id=by_id, at=at)


def _source(firm: Firm, language: str) -> FirmText:
    text = firm.texts.get(language)
    if text is None or text.state is not TextState.CONVERTED:
        raise NotConverted
    return firm.texts[OTHER_SCRIPT[language]]


def _framed(part: Part, want: str) -> str:
    """The wording between the blanks and line ends of the source, which no form shows."""
    inside = part.source.strip()
    start = part.source.index(inside)
    return part.source[:start] + want.strip() + part.source[start + len(inside) :]


def _keep(firm: Firm, language: str, each: Kept, *, by_id: int | None, at: datetime) -> None:
    words = {"source": each.source, "wanted": each.wanted, "is_whole": each.is_whole}
    db.session.add(KeptWording(firm_id=firm.id, language=language, at=at, by_id=by_id, **words))


def _again(firm: Firm, language: str, *, by_id: int | None, at: datetime) -> None:
    db.session.flush()
    convert_text(firm, language, at=at, by_id=by_id)
    raise_version(at=at)
    db.session.flush()
