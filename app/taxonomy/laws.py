"""What laws are called in the reader's language; the official citation alone counts."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from app.i18n.languages import LANGUAGES, Language
from app.kernel.text import has_han

_FILE = Path(__file__).resolve().parents[2] / "seed/taxonomy/laws.yaml"


@dataclass(frozen=True, slots=True)
class Law:
    """A law, regulation or standard."""

    names: Mapping[str, str]
    #: The tag of the language its citations are in.
    tag: str


@dataclass(frozen=True, slots=True)
class Citation:
    """A place in a law, as a page shows it."""

    #: As the law itself is cited.
    official: str
    tag: str
    #: What the law is called in the reader's language; empty where only the citation is known.
    name: str


@cache
def _laws() -> tuple[Mapping[str, Law], re.Pattern[str]]:
    """The laws by how their citations begin, and what finds that beginning; read once."""
    found = {
        beginning: Law(
            {each.slug: entry[each.babel] for each in LANGUAGES},
            entry.get("language", "en"),
        )
        for entry in yaml.safe_load(_FILE.read_text(encoding="utf-8"))["laws"]
        for beginning in entry["cited"]
    }
    longest_first = sorted(found, key=len, reverse=True)
    return found, re.compile("(?:" + "|".join(map(re.escape, longest_first)) + r")(?![A-Za-z0-9])")


def law_of(citation: str) -> Law | None:
    """The law a citation begins with; None where it has no name of its own here."""
    laws, beginnings = _laws()
    found = beginnings.match(citation)
    return laws[found.group()] if found else None


def cited(citation: str, language: Language) -> Citation:
    """A citation with the name of its law in that language."""
    law = law_of(citation)
    if law is None:
        return Citation(citation, "zh-Hant" if has_han(citation) else "en", "")
    name = law.names[language.slug]
    return Citation(citation, law.tag, "" if citation.startswith(name) else name)
