"""Wordings and where they stand in an enquirer's text."""

import re
from collections.abc import Iterable, Sequence


def places_of(wording: str, text: str) -> list[tuple[int, int]]:
    """Every place where the wording stands, in any case; none for a blank one."""
    if not wording.strip():
        return []
    return [found.span() for found in re.finditer(re.escape(wording), text, re.IGNORECASE)]


def words_at(text: str, spans: Iterable[Sequence[int]]) -> list[str]:
    """The words at those places, each once; a place outside the text holds none."""
    found = (text[start:end] for start, end in spans if 0 <= start < end <= len(text))
    return list(dict.fromkeys(found))
