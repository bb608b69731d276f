"""Writing a text anew while what it said before is kept."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select

from app.directory.models import Firm, FirmText, TextState
from app.directory.wording.models import TextVersion
from app.kernel.db import db

_WORDS = ("name", "name_language", "description")


def hold(firm: Firm) -> None:
    """Wait until nobody else is writing the firm's texts, and see what they say then."""
    db.session.flush()
    db.session.execute(select(Firm.id).where(Firm.id == firm.id).with_for_update())
    db.session.refresh(firm, ["texts"])
    for text in firm.texts.values():
        db.session.refresh(text)


def write_anew(
    firm: Firm,
    language: str,
    *,
    name: str,
    name_language: str,
    description: str,
    state: TextState,
    by_id: int | None,
    at: datetime | None,
) -> bool:
    """Have the text say that from now on; says whether its words are new. The same words make no version."""
    words = {"name": name, "name_language": name_language, "description": description}
    text = firm.texts.get(language)
    if text is None:
        number = _last_number(firm, language) + 1
        text = FirmText(language=language, state=state, version=number, **words)
        firm.texts[language] = text
        db.session.flush()
    elif all(getattr(text, each) == said for each, said in words.items()):
        text.state = state
        return False
    else:
        version_now(firm, text)
        text.state = state
        text.version += 1
        for each, said in words.items():
            setattr(text, each, said)
    db.session.add(_version(firm, text, at=at, by_id=by_id))
    return True


def version_now(firm: Firm, text: FirmText) -> TextVersion:
    """The version the text is in. One from before versions were kept gets its row here."""
    found = version_of(firm, text.language, text.version)
    if found is None:
        found = _version(firm, text, at=None, by_id=None)
        db.session.add(found)
    return found


def version_of(firm: Firm, language: str, number: int) -> TextVersion | None:
    mine = (TextVersion.firm_id == firm.id, TextVersion.language == language, TextVersion.number == number)
    return db.session.scalar(select(TextVersion).where(*mine))


def versions_of(firm: Firm, language: str, *, most: int) -> Sequence[TextVersion]:
    """How the text was written before, the newest first."""
    return db.session.scalars(
        select(TextVersion)
        .where(TextVersion.firm_id == firm.id, TextVersion.language == language)
        .order_by(TextVersion.number.desc())
        .limit(most)
    ).all()


def _last_number(firm: Firm, language: str) -> int:
    """0 where there was never a text in the language."""
    newest = versions_of(firm, language, most=1) if firm.id else ()
    return newest[0].number if newest else 0


def _version(firm: Firm, text: FirmText, **rest: Any) -> TextVersion:
    words = {each: getattr(text, each) for each in _WORDS}
    return TextVersion(
        firm_id=firm.id, language=text.language, number=text.version, state=text.state, **words, **rest
    )
