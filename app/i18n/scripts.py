"""Which script a Chinese word is written in, so that each is shown with its own glyphs."""

import re
from functools import cache

import opencc

from app.i18n.languages import EN, ZH_HANS, ZH_HANT, Language

_HAN = r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]"
_HAN_RUN = re.compile(rf"({_HAN}(?:[^\x00-\x7f])*(?:/{_HAN}[^\x00-\x7f]*)*)")
_QUOTED = re.compile(r"(?<=[「“])([^」”]+)(?=[」”])")

_to_simplified = cache(lambda: opencc.OpenCC("t2s"))
_to_traditional = cache(lambda: opencc.OpenCC("s2t"))


@cache
def _converter(name: str) -> opencc.OpenCC:
    return opencc.OpenCC(name)


#: Quotation marks go with the script. ’ between letters is an apostrophe.
_MARKS = {
    "zh-hans": (
        (re.compile("「"), "“"),
        (re.compile("」"), "”"),
        (re.compile("『"), "‘"),
        (re.compile("』"), "’"),
    ),
    "zh-hant": (
        (re.compile("“"), "「"),
        (re.compile("”"), "」"),
        (re.compile(r"‘(?![A-Za-z])"), "『"),
        (re.compile(r"(?<![A-Za-z])’"), "』"),
    ),
}


def in_words(text: str, target: Language) -> str:
    """The text as it is written in the other place: its characters, its words of every day, its marks."""
    made = _converter("s2twp" if target is ZH_HANT else "tw2sp").convert(text)
    for mark, instead in _MARKS[target.slug]:
        made = mark.sub(instead, made)
    return str(made)


def in_characters(text: str, target: Language) -> str:
    """The same words in the characters of the other script."""
    return str(_converter("s2tw" if target is ZH_HANT else "tw2s").convert(text))


def script_of(word: str) -> Language | None:
    """The language whose script a word is in; None where it is written alike in both."""
    if _to_simplified().convert(word) != word:
        return ZH_HANT
    return ZH_HANS if _to_traditional().convert(word) != word else None


def runs(text: str, language: Language) -> list[tuple[str, str]]:
    """A note about words, cut so that each piece has the tag of its language; empty where it is the page's.

    On an English page every Chinese word is marked; on a Chinese one, words of the other script in
    quotation marks.
    """
    pieces = (_HAN_RUN if language is EN else _QUOTED).split(text)
    found = []
    for number, piece in enumerate(pieces):
        tag = ""
        if number % 2:
            script = script_of(piece)
            tag = (script or ZH_HANT).tag if language is EN else (script or language).tag
        found.append((piece, "" if tag == language.tag else tag))
    return [(piece, tag) for piece, tag in found if piece]
