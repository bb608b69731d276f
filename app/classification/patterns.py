"""The patterns of the rules: compiled when first tried, and tried only on texts that could match.

There are hundreds, and a message has the words of a few. Compiling all took most of the portal's start, and
trying all took most of a reading.
"""

import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cached_property

from app.classification.folding import key_of


class Pattern:
    """A pattern over folded text. Equal to itself only.

    Its Chinese is folded as texts are; its Latin letters are written small already.
    """

    def __init__(self, words: str) -> None:
        self.words = words if words.isascii() else _ABOVE_LATIN.sub(_key_or_same, words)

    @cached_property
    def compiled(self) -> re.Pattern[str]:
        """Raises ``re.error`` where it is no pattern; a test compiles all that editors wrote."""
        return re.compile(self.words, re.ASCII)

    def search(self, text: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        return self.compiled.search(text, start, end)

    def match(self, text: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        return self.compiled.match(text, start, end)

    def fullmatch(self, text: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        return self.compiled.fullmatch(text, start, end)

    def finditer(self, text: str, start: int = 0, end: int = sys.maxsize) -> Iterator[re.Match[str]]:
        return self.compiled.finditer(text, start, end)

    def sub(self, instead: str, text: str) -> str:
        return self.compiled.sub(instead, text)


_ABOVE_LATIN = re.compile("[\u2e80-\U0010ffff]+")


def _key_or_same(found: re.Match[str]) -> str:
    key = key_of(found[0])
    return key if len(key) == len(found[0]) else "".join(key_of(each) or each for each in found[0])


#: A group of plain words, what opens another, plain words, anything else, and how many times it may stand.
_TOKEN = re.compile(
    r"(?:\(\?:([^\\()\[\]{}*+?.^$]+)\)"
    r"|(\((?:\?:|\?P<\w+>|\?<?[=!]|(?!\?)))"
    r"|([^\\()\[\]{}*+?|.^$]+)"
    r"|(\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|.))"
    r"((?:[*+?]|\{\d*(?:,\d*)?\})\??)?",
    re.DOTALL,
)
_ASIDE = frozenset({"(?=", "(?!", "(?<=", "(?<!"})
Token = tuple[str, str, str, str, str]
Words = frozenset[str]


def needed(pattern: str) -> Words | None:
    """Strings of which every match holds at least one; None where no such set is plain to see.

    It errs to None: what it does not understand is taken to match anything.
    """
    tokens: list[Token] = [*_TOKEN.findall(pattern), ("", "", "", ")", "")]
    found, end = _alternatives(tokens, 0)
    return found if end == len(tokens) - 1 else None


def _alternatives(tokens: list[Token], at: int) -> tuple[Words | None, int]:
    """What one of the alternatives from there on needs, and where their group ends."""
    together: Words | None = frozenset()
    best: Words | None = None
    run = ""
    while True:
        plain, opening, word, other, times = tokens[at]
        inner = _each_of(plain)
        if opening:
            inner, at = _alternatives(tokens, at + 1)
            times = tokens[at][-1]
        is_optional = times.startswith(("*", "?", "{0", "{,"))
        run += word[:-1] if is_optional else word
        if times or not word:
            if run:
                best = _better(best, frozenset({run}))
                run = ""
            if not is_optional and opening not in _ASIDE:
                best = _better(best, inner)
        if other in {"|", ")"}:
            together = None if together is None or best is None else together | best
            best = None
            if other == ")":
                return together, at
        at += 1


def _each_of(plain: str) -> Words | None:
    words = frozenset(plain.split("|"))
    return None if "" in words else words


def _better(one: Words | None, other: Words | None) -> Words | None:
    """The set that fewer texts have one of: its shortest string is longer, or it has fewer."""
    if one is None or other is None:
        return other if one is None else one
    return max(one, other, key=lambda words: (min(len(_start(each)) for each in words), -len(words)))


#: So many characters from the start of a needed string are looked for; other lengths are cut to the next.
_SIZES = (1, 2, 4, 6)


def _start(word: str) -> str:
    return word[: max(size for size in _SIZES if size <= len(word))]


class Sieve:
    """Many patterns, and in one pass over a text those that could match it."""

    def __init__(self, patterns: Iterable[Pattern]) -> None:
        self._always: set[Pattern] = set()
        self._by_size: dict[int, dict[str, set[Pattern]]] = {size: defaultdict(set) for size in _SIZES}
        for pattern in patterns:
            words = needed(pattern.words)
            if words is None:
                self._always.add(pattern)
            for start in map(_start, words or ()):
                self._by_size[len(start)][start].add(pattern)

    def left(self, text: str) -> frozenset[Pattern]:
        """The patterns that may match; none of the others can."""
        found = set(self._always)
        for size, starts in self._by_size.items():
            for start in starts.keys() & {text[at : at + size] for at in range(len(text) - size + 1)}:
                found |= starts[start]
        return frozenset(found)
