"""Keeping the text in one Chinese script in step with the other."""

from collections.abc import Callable, Sequence
from datetime import datetime

from sqlalchemy import select

from app.directory.models import Firm, FirmText, TextState
from app.directory.wording.conversion import Converter, Kept
from app.directory.wording.models import KeptWording
from app.directory.wording.versions import write_anew
from app.directory.wording.vocabulary import counterparts
from app.i18n.languages import BY_SLUG, ZH_HANS, ZH_HANT
from app.kernel.db import db
from app.taxonomy.queries import false_friends, terms

#: Each script's other one.
OTHER_SCRIPT = {ZH_HANT.slug: ZH_HANS.slug, ZH_HANS.slug: ZH_HANT.slug}


def kept_wordings(firm: Firm, language: str) -> Sequence[KeptWording]:
    """What people want in that converted text, in the order they asked for it."""
    return db.session.scalars(
        select(KeptWording)
        .where(KeptWording.firm_id == firm.id, KeptWording.language == language)
        .order_by(KeptWording.id)
    ).all()


def converters_into(language: str) -> Callable[[Sequence[Kept | KeptWording]], Converter]:
    """Makes converters into that script from the wordings they are to keep. Reads the glossary once."""
    target, source = BY_SLUG[language], BY_SLUG[OTHER_SCRIPT[language]]
    glossary = counterparts(terms(), false_friends(), source, target)
    return lambda kept: Converter(
        target, glossary, [Kept(each.source, each.wanted, each.is_whole) for each in kept]
    )


def keep_in_step(firm: Firm, written: str, *, at: datetime) -> None:
    """Convert the text into the other script, unless a person has written that one."""
    language = OTHER_SCRIPT.get(written)
    there = firm.texts.get(language) if language else None
    if language and (there is None or there.state is TextState.CONVERTED):
        convert_text(firm, language, at=at)


def convert_text(firm: Firm, language: str, *, at: datetime, by_id: int | None = None) -> None:
    """Make the text in that script from the other one, whoever wrote what is there now.

    by_id: who corrected it, where that is why.
    """
    source = firm.texts[OTHER_SCRIPT[language]]
    convert = converters_into(language)(kept_wordings(firm, language))
    name, name_language = converted_name(convert, source, language)
    write_anew(
        firm,
        language,
        name=name,
        name_language=name_language,
        description=convert.convert(source.description),
        state=TextState.CONVERTED,
        by_id=by_id,
        at=at,
    )
    text = firm.texts[language]
    text.made_from, text.made_from_version = source.language, source.version


def converted_name(convert: Converter, source: FirmText, language: str) -> tuple[str, str]:
    """The name in the other script, and its language; a name in Latin letters stays what it is."""
    if source.name_language != source.language:
        return source.name, source.name_language
    return convert.name(source.name), language
