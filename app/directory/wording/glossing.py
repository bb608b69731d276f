"""The glossary's words where they stand in a text, each with what it is called in another language."""

from collections.abc import Iterable
from dataclasses import dataclass

from app.i18n.languages import Language
from app.taxonomy.glossary import Hints
from app.taxonomy.models import Term


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of the text; with the code of the glossary's word that it is, or none."""

    text: str
    code: str


@dataclass(frozen=True, slots=True)
class Word:
    """A word as it first stands in the text, and what it is called in the other language."""

    code: str
    said: str
    counterpart: str


@dataclass(frozen=True, slots=True)
class Glossed:
    """A text cut at the glossary's words, and these words once each. Put together, the runs are the text."""

    runs: list[Run]
    words: list[Word]


def glossed(text: str, terms: Iterable[Term], source: Language, target: Language) -> Glossed:
    """Between the two Chinese scripts only words that differ in more than their characters."""
    alike = source.is_chinese and target.is_chinese
    known = {each.code: each for each in terms if each.differs_beyond_script or not alike}
    runs: list[Run] = []
    words: dict[str, Word] = {}
    done = 0
    for hint in Hints(known.values(), source).found(text):
        said = text[hint.start : hint.end]
        runs += [Run(text[done : hint.start], ""), Run(said, hint.code)]
        words.setdefault(hint.code, Word(hint.code, said, known[hint.code].names[target.slug]))
        done = hint.end
    runs.append(Run(text[done:], ""))
    return Glossed([each for each in runs if each.text], list(words.values()))
