"""Which of the three languages a text is written in."""

from functools import cache, lru_cache

import opencc

EN, ZH_HANS, ZH_HANT = "en", "zh-Hans", "zh-Hant"
#: How many Latin letters weigh as much as one Chinese character.
_LETTERS = 4
#: Longer texts are judged by their beginning.
_READ = 8_000
#: Written on both sides, though one side's dictionaries would have them otherwise.
_SHARED = frozenset("台后里只面于制表系准了出干发松云回升布占症群才向")

_to_simplified = cache(lambda: opencc.OpenCC("t2s"))
_to_traditional = cache(lambda: opencc.OpenCC("s2t"))


def language(text: str) -> str:
    """The language and script most of the text is in."""
    text = text[:_READ]
    han = [each for each in text if "\u3400" <= each <= "\u9fff"]
    bopomofo = sum("\u3100" <= each <= "\u312f" for each in text)
    latin = sum(each.isascii() and each.isalpha() for each in text)
    chinese = len(han) + bopomofo
    if not chinese or chinese * _LETTERS < latin:
        return EN
    sides = [_side(each) for each in han]
    return ZH_HANT if sides.count(ZH_HANT) + bopomofo > sides.count(ZH_HANS) else ZH_HANS


@lru_cache(maxsize=16_384)
def _side(character: str) -> str | None:
    """The script a character is told by, if it is."""
    if character in _SHARED:
        return None
    if _to_simplified().convert(character) != character:
        return ZH_HANT
    return ZH_HANS if _to_traditional().convert(character) != character else None
