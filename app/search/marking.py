"""Where the words of a query stand in a text, in the script the text is written in."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

import opencc

from app.articles.markdown import unmarked
from app.search.edition import Words
from app.search.finding import said
from app.search.folding import fold
from app.search.lexicon import lexicon
from app.search.reading import Reading, names
from app.search.synonyms import wordings
from app.search.tokens import Token, pairs, tokens

#: Paragraphs of bodies that are read closely for one page of results.
_MOST_READ = 12
#: Characters of a snippet, for Latin and for Chinese text.
_LONG, _LONG_HAN = 220, 90
_MARKDOWN = re.compile(r"^(?:#+|[-*>]|\d+\.)\s+", re.MULTILINE)
_CLOSES = {")": "(", "）": "（", "]": "[", "」": "「", "”": "“", "》": "《"}
_PARAGRAPHS = re.compile(r"\n\s*\n|\n(?=[-#])")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a text, and whether it is what was looked for."""

    text: str
    is_marked: bool = False


class Marker:
    """Marks texts for one query."""

    def __init__(self, reading: Reading, known: Words) -> None:
        # What the query names is marked in whatever wording a text has it.
        self._lexicon = lexicon(known).only(said(reading))
        named = [(each.start, each.end) for each in reading.named]
        self._latin = {text for token in reading.words if not token.is_han for text in wordings(token)}
        runs = dict.fromkeys(run for token in reading.words if token.is_han for run in wordings(token))
        self._runs = re.compile("|".join(sorted(runs, key=len, reverse=True))) if runs else None
        self._marked: dict[str, list[tuple[int, int]]] = {}
        self._left = _MOST_READ
        self._needles = frozenset(_needles([*self._latin, *runs, *self._lexicon.wordings()]))
        self._pairs = {
            pair
            for token in reading.rest
            if token.is_han and (token.start, token.end) not in named and len(token.text) > 2
            for pair in pairs(token.text)
        }

    def spans(self, text: str) -> list[tuple[int, int]]:
        """The places that are marked, in order, none touching another."""
        if text not in self._marked:
            folded = fold(text)
            found = list(tokens(folded.key))
            places = [*self._words(found), *((each.start, each.end) for each in names(found, self._lexicon))]
            spans = _joined(folded.span(start, end) for start, end in places)
            self._marked[text] = _joined(_closed(text, start, end) for start, end in spans)
        return self._marked[text]

    def pieces(self, text: str) -> list[Piece]:
        """The text in stretches, marked or not."""
        return list(_cut(text, self.spans(text)))

    def _words(self, found: Sequence[Token]) -> Iterator[tuple[int, int]]:
        for token in found:
            if not token.is_han:
                if token.text in self._latin:
                    yield token.start, token.end
                continue
            for each in self._runs.finditer(token.text) if self._runs else ():
                yield token.start + each.start(), token.start + each.end()
            for at in range(len(token.text) - 1 if self._pairs else 0):
                if token.text[at : at + 2] in self._pairs:
                    yield token.start + at, token.start + at + 2

    def snippet(self, summary: str, body: str) -> list[Piece]:
        """The summary if it holds what was looked for, else the paragraph that holds most of it."""
        best, most = summary, self._weight(summary)
        if not most:
            for paragraph in _PARAGRAPHS.split(_MARKDOWN.sub("", unmarked(body))):
                if self._left <= 0:
                    break
                small = paragraph.lower()
                if not any(needle in small for needle in self._needles):
                    continue
                self._left -= 1
                weight = self._weight(paragraph)
                if weight > most:
                    best, most = paragraph, weight
                if most > 1:
                    break
        return list(_around(" ".join(best.split()), self))

    def _weight(self, text: str) -> int:
        """How many different things of the query stand in the text."""
        return len({text[start:end].casefold() for start, end in self.spans(text)})


@cache
def _to_traditional() -> tuple[opencc.OpenCC, opencc.OpenCC]:
    return opencc.OpenCC("s2t"), opencc.OpenCC("s2twp")


def _needles(wordings: Iterable[str]) -> Iterator[str]:
    """The first letters of each wording in every script: a paragraph with none of them need not be read."""
    for wording in wordings:
        if wording.isascii():
            yield wording[:4]
            continue
        yield wording[:2]
        for converter in _to_traditional():
            yield str(converter.convert(wording))[:2]


def _joined(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def _closed(text: str, start: int, end: int) -> tuple[int, int]:
    """With the bracket that ends a name in which it began: UK Responsible Person (UKRP)."""
    opening = _CLOSES.get(text[end : end + 1])
    within = text[start:end]
    is_open = opening is not None and within.count(opening) > within.count(text[end])
    return start, end + is_open


def _cut(text: str, spans: Sequence[tuple[int, int]]) -> Iterator[Piece]:
    at = 0
    for start, end in spans:
        if at < start:
            yield Piece(text[at:start])
        yield Piece(text[start:end], is_marked=True)
        at = end
    if at < len(text):
        yield Piece(text[at:])


def _around(text: str, marker: Marker) -> Iterator[Piece]:
    """The text around the first mark, with dots where it was cut."""
    most = _LONG_HAN if len(text.encode()) > 2 * len(text) else _LONG
    spans = marker.spans(text)
    if len(text) <= most:
        yield from _cut(text, spans)
        return
    first = spans[0][0] if spans else 0
    start = 0 if first < most // 2 else _edge(text, first - most // 4)
    end = _edge(text, min(len(text), start + most))
    if start:
        yield Piece("… ")
    yield from _cut(text[start:end], [(a - start, b - start) for a, b in spans if start <= a and b <= end])
    if end < len(text):
        yield Piece(" …")


def _edge(text: str, near: int) -> int:
    """The end of the word that place is in; Chinese may be parted anywhere."""
    while 0 < near < len(text) and all(
        each.isascii() and each.isalnum() for each in text[near - 1 : near + 1]
    ):
        near += 1
    return near
