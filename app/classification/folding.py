"""One key for both Chinese scripts, all widths and all cases, with the way back to the text as typed."""

import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache

import opencc

#: Character for character, so that a place in the key is a place in the text; words are not exchanged.
_to_simplified = cache(lambda: opencc.OpenCC("t2s"))

#: Of so many characters the folding is kept: more than people write with.
_KEPT = 16_384

#: Written alike by people, so alike in the key.
_SAME = str.maketrans({"‐": "-", "‑": "-", "‒": "-", "–": "-", "—": "-", "−": "-", "’": "'", "‘": "'"})


@dataclass(frozen=True, slots=True)
class Folded:
    """A text as keys are compared, and where each of its characters stands in the original."""

    key: str
    #: As ``key``, but with its capitals kept: abbreviations are told by them.
    cased: str
    #: For each character of ``key``, its index in the original text.
    origins: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The place in the original of ``key[start:end]``."""
        return self.origins[start], self.origins[end - 1] + 1


@lru_cache(maxsize=_KEPT)
def _simplified(character: str) -> str:
    converted = _to_simplified().convert(character)
    return converted if len(converted) == 1 else character


#: Formats, marks set over letters, and halves of broken pairs, which the converter cannot take.
_UNSEEN = frozenset({"Cf", "Mn", "Cs"})


@lru_cache(maxsize=_KEPT)
def _pieces(character: str) -> str:
    """A character in normal width and simplified script; nothing for what has no width."""
    if unicodedata.category(character) in _UNSEEN:
        return ""
    return "".join(_simplified(part) for part in unicodedata.normalize("NFKC", character).translate(_SAME))


class _Keys(dict[int, str]):
    """The keys of characters by their number, as ``str.translate`` asks for them."""

    def __missing__(self, number: int) -> str:
        key = fold(chr(number)).key
        if len(self) < _KEPT:
            self[number] = key
        return key


_KEYS = _Keys()


def key_of(text: str) -> str:
    """``fold(text).key``, quickly, for the many words of the rules, whose places nobody asks for."""
    return text.lower() if text.isascii() else text.translate(_KEYS)


def fold(text: str) -> Folded:
    """The key of ``text``: NFKC, simplified script, case folded, without zero-width characters."""
    pieces = list(map(_pieces, text))
    cased = "".join(pieces)
    lengths = set(map(len, pieces))
    origins = tuple(
        range(len(text)) if lengths <= {1} else (index for index, piece in enumerate(pieces) for _ in piece)
    )
    key = cased.lower() if cased.isascii() else "".join(map(_lower, cased))
    return Folded(key, cased, origins)


@lru_cache(maxsize=_KEPT)
def _lower(character: str) -> str:
    lower = character.casefold()
    return lower if len(lower) == 1 else character
