"""A text in the other Chinese script: what people have corrected first, then the glossary, then OpenCC."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from app.directory.wording.segments import clauses, framed, sentences
from app.i18n.languages import Language
from app.i18n.scripts import in_characters, in_words


@dataclass(frozen=True, slots=True)
class Kept:
    """A wording that a person wants for a piece of the source.

    is_whole: for a sentence or clause that is exactly that; otherwise for a word wherever it stands.
    """

    source: str
    wanted: str
    is_whole: bool


class Converter:
    """Converts into one script. What it makes follows from what it is given: once more makes the same."""

    def __init__(self, target: Language, glossary: Mapping[str, str], kept: Iterable[Kept] = ()) -> None:
        kept = list(kept)
        self._target = target
        self._whole = {each.source: each.wanted for each in kept if each.is_whole}
        self._own = {each.source: each.wanted for each in kept if not each.is_whole}
        # A person's word goes before the glossary's.
        self._words = {**glossary, **self._own}
        # At one place the longest wins; of two as long, none, for they are the same.
        ordered = sorted(self._words, key=lambda each: (-len(each), each))
        self._pattern = re.compile("|".join(map(re.escape, ordered))) if ordered else None
        #: Sources of kept wordings that what was converted so far had a place for.
        self.used: set[tuple[str, bool]] = set()

    def convert(self, text: str) -> str:
        return "".join(self._sentence(each) for each in sentences(text))

    def name(self, name: str) -> str:
        """A name keeps its words: it is called so, whatever the thing is called elsewhere."""
        whole = self._wanted(name)
        return in_characters(name, self._target) if whole is None else whole

    def _sentence(self, sentence: str) -> str:
        whole = self._wanted(sentence)
        if whole is not None:
            return whole
        return "".join(self._clause(each) for each in clauses(sentence))

    def _clause(self, clause: str) -> str:
        whole = self._wanted(clause)
        return self._said(clause) if whole is None else whole

    def _wanted(self, segment: str) -> str | None:
        """What a person wants for exactly this: with its punctuation, or else for what is inside."""
        exact = segment.strip()
        if exact in self._whole:
            self.used.add((exact, True))
            start = segment.index(exact)
            return segment[:start] + self._whole[exact] + segment[start + len(exact) :]
        before, inside, behind = framed(segment)
        if inside and inside in self._whole:
            self.used.add((inside, True))
            return before + self._whole[inside] + self._said(behind)
        return None

    def _said(self, text: str) -> str:
        made, done = [], 0
        for match in self._pattern.finditer(text) if self._pattern else ():
            if match.group() in self._own:
                self.used.add((match.group(), False))
            made += [in_words(text[done : match.start()], self._target), self._words[match.group()]]
            done = match.end()
        return "".join([*made, in_words(text[done:], self._target)])
