"""What the index holds: stems of Latin words, codes as they are written, and Chinese in pairs of characters.

Both databases are handed these tokens and have no say in them, so that both find the same.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from threading import Lock
from typing import NamedTuple

import snowballstemmer

from app.search.folding import HAN, Folded, fold, key
from app.search.spellings import american, rules

_TOKEN = re.compile(
    rf"(?P<dotted>\b(?:[a-z]\.)+[a-z]\b\.?)"  # u.s., e.u
    r"|(?P<marked>\d+\s?\([a-z0-9]\))"  # 510(k)
    r"|(?P<divided>\d+(?:[./]\d+)+)"  # 2017/745, 807.40
    r"|(?P<glued>[a-z]{2,}\d+|\d+[a-z]{2,})"  # iso13485
    rf"|(?P<han>[{HAN}]+)"
    rf"|(?P<word>[^\W_{HAN}]+)"
)
_LETTERS_OR_DIGITS = re.compile(r"[a-z]+|\d+")
_MARKS = re.compile(r"[\s().]")
#: Letters of a token; PostgreSQL refuses one of 2 kB.
_LONGEST = 64
#: Kept between parts of a code; SQLite's ``ascii`` tokenizer leaves what is not ASCII alone.
_JOIN = "·"

#: Words that say nothing of what is looked for.
STOP_WORDS = frozenset(rules("words")["idle"]["en"])
#: The same in Chinese, cut out of what was typed wherever it stands.
IDLE_HAN = re.compile("|".join(sorted(map(key, rules("words")["idle"]["zh"]), key=len, reverse=True)))


class Token(NamedTuple):
    """A piece of a key as it is looked up, and its place in the key."""

    #: What the index holds; for Chinese the run itself.
    text: str
    start: int
    end: int
    #: The word as typed, folded; what a correction replaces.
    word: str
    is_han: bool = False


_stemmer = snowballstemmer.stemmer("english")
#: The stemmer keeps the word it is at in itself: two threads at once would get each other's endings.
_stemming = Lock()


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """A Latin word as the index keeps it: American spelling, without its ending."""
    with _stemming:
        return str(_stemmer.stemWord(american(word)))


def tokens(text_key: str) -> Iterator[Token]:
    """The tokens of a key, in order; Chinese in runs. What is too long for a word is cut."""
    for found in _TOKEN.finditer(text_key):
        word, start, end = found[0], found.start(), found.end()
        if found.lastgroup != "han":
            word = word[:_LONGEST]
        match found.lastgroup:
            case "han":
                yield Token(word, start, end, word, is_han=True)
            case "dotted" | "marked":
                yield Token(_MARKS.sub("", word), start, end, word)
            case "divided":
                yield Token(re.sub("[./]", _JOIN, word), start, end, word)
            case "glued":
                for part in _LETTERS_OR_DIGITS.finditer(word):
                    yield Token(part[0], start + part.start(), start + part.end(), part[0])
            case _:
                if word != "s" or text_key[start - 1 : start] not in {"'", "’"}:
                    yield Token(stem(word) if word.isalpha() else word, start, end, word)


def pairs(run: str) -> list[str]:
    """A Chinese run as the index keeps it; a single character stands alone."""
    return [run[index : index + 2] for index in range(len(run) - 1)] or [run]


def indexed(text: str) -> Iterator[str]:
    """Everything under which a text shall be found."""
    for token in tokens(key(text)):
        if token.is_han:
            yield from pairs(token.text)
            # A single character is asked for as a beginning, and the last one begins no pair.
            yield token.text[-1]
            continue
        yield token.text
        if _JOIN in token.text:
            yield from token.text.split(_JOIN)
        elif token.text[:1].isdigit() and not token.text.isdigit():
            yield token.text.rstrip("abcdefghijklmnopqrstuvwxyz")


def words(text: str) -> Iterator[str]:
    """The Latin words of a text as they are written, for telling what a misspelt one was meant to be."""
    for token in tokens(key(text)):
        if not token.is_han and len(token.word) >= 3 and token.word.isalpha():
            yield token.word


def squeezed(text: str) -> str:
    """A name as names are compared: the key without blanks and punctuation."""
    return "".join(character for character in key(text) if character.isalnum())


def read(text: str) -> tuple[Folded, list[Token]]:
    """A text with the tokens it holds and the way back to where they stand."""
    folded = fold(text)
    return folded, list(tokens(folded.key))
