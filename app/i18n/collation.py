"""The order in which readers of each language look names up, and what they look under.

English by letters; 简体 by sound, so that Latin and Chinese names share the letters; 繁體 by the strokes
of the first character, Latin names behind them. The Chinese orders are CLDR's, by ``tools/collate.py``.
"""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from app.i18n.languages import ZH_HANS, ZH_HANT, Language

_FOLDER = Path(__file__).parent / "han"
_ORDERS = {ZH_HANS: "pinyin", ZH_HANT: "stroke"}
#: What is looked up under none of its own: a digit or a sign, and a script that has no place in the order.
FIGURES, OTHERS = "0-9", "other"
#: Letters that are no plain letter with a mark.
_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d", "ı": "i"})
#: Characters with two readings stand in the order under the one that names of places and firms seldom mean.
_READ_AS = {
    "重庆": "崇庆",
    "重慶": "崇慶",
    "长": "常",
    "長": "常",
    "厦": "夏",
    "廈": "夏",
    "乐": "勒",
    "樂": "勒",
}
#: Han characters are put in their order above every letter.
_ABOVE_LETTERS = 0x10000
_MOST_KEPT = 65_536


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where a name stands among others: compare places to sort names."""

    section: int
    is_latin: bool
    key: str
    #: Names alike but for case and marks still have one order.
    name: str


@dataclass(frozen=True, slots=True)
class _Order:
    #: What each character is looked up under: a letter, or a number of strokes.
    under: Mapping[str, str]
    #: For ``str.translate``.
    ranks: Mapping[int, int]


@cache
def _order(language: Language) -> _Order:
    if language not in _ORDERS:
        return _Order({}, {})
    under: dict[str, str] = {}
    for line in (_FOLDER / f"{_ORDERS[language]}.txt").read_text(encoding="utf-8").splitlines()[1:]:
        label, _tab, characters = line.partition("\t")
        under.update(dict.fromkeys(characters, label))
    ranks = {ord(character): _ABOVE_LETTERS + number for number, character in enumerate(under)}
    return _Order(under, ranks)


def _folded(name: str, language: Language) -> str:
    """Without case, marks and whatever stands before the first letter."""
    plain = name.casefold()
    if not plain.isascii():
        plain = unicodedata.normalize("NFKD", plain.translate(_LETTERS))
        plain = "".join(each for each in plain if not unicodedata.combining(each))
        plain = unicodedata.normalize("NFC", plain)
    if language == ZH_HANS:
        for written, read in _READ_AS.items():
            plain = plain.replace(written, read)
    start = next((number for number, each in enumerate(plain) if each.isalnum()), 0)
    return plain[start:]


def _under(folded: str, language: Language) -> str:
    first = folded[:1]
    if first.isascii():
        return first.upper() if first.isalpha() else FIGURES
    return _order(language).under.get(first, OTHERS)


@lru_cache(_MOST_KEPT)
def place_of(name: str, language: Language) -> tuple[str, Place]:
    """What a name is looked up under, and its place.

    The former is a letter, a number of strokes, ``FIGURES`` or ``OTHERS``.
    """
    folded = _folded(name, language)
    under = _under(folded, language)
    key = folded.translate(_order(language).ranks)
    return under, Place(_section(under), folded[:1].isascii(), key, name)


def _section(under: str) -> int:
    """Figures, strokes, letters, the rest."""
    if under in {FIGURES, OTHERS}:
        return 0 if under == FIGURES else 1000
    return int(under) if under.isdecimal() else 100 + ord(under)


def sort_key(name: str, language: Language) -> Place:
    """Sorts names as a dictionary of the language has them."""
    return place_of(name, language)[1]
