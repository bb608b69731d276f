"""Writing what a firm says in one language."""

from datetime import datetime

from app.directory.models import Firm, FirmText, TextState


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
    """Have the firm say this in that language, a slug; whoever writes is a person, no machine."""
    words = {"name": name, "name_language": name_language, "description": description}
    text = firm.texts.get(language)
    if text is None:
        state = TextState.TRANSLATION if firm.texts else TextState.ORIGINAL
        firm.texts[language] = FirmText(language=language, state=state, **words)
        return
    for column, value in words.items():
        setattr(text, column, value)
    if text.state is TextState.CONVERTED:
        text.state = TextState.TRANSLATION
