"""Small truths about text that hold in any language."""

import re
import unicodedata

#: Controls that no reader sees and no database needs; tab and newline stay. NUL is a 500 on PostgreSQL.
_UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")


def clean(text: str) -> str:
    """What was typed, in NFC, with one kind of line end and without unseen controls.

    Names stay as they are otherwise: no NFKC, which would rewrite what people call themselves.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", _UNSEEN.sub("", lines)).strip()


_JOINER = "\u200d"
_SKIN_TONES = range(0x1F3FB, 0x1F400)


def whole(text: str, start: int, end: int) -> tuple[int, int]:
    """A place in a text, widened to what readers see as characters: no accent left behind, no emoji cut."""
    while 0 < start < len(text) and _is_joined(text, start):
        start -= 1
    while end < len(text) and _is_joined(text, end):
        end += 1
    return start, end


def _is_joined(text: str, index: int) -> bool:
    """Whether the character there is seen as part of the one before."""
    character = text[index]
    return (
        unicodedata.category(character) in {"Mn", "Me", "Mc"}
        or ord(character) in _SKIN_TONES
        or character == _JOINER
        or (text[index - 1] == _JOINER and unicodedata.category(character) == "So")
    )


def has_han(text: str) -> bool:
    """Whether any Chinese character stands in the text."""
    return bool(_HAN.search(text))


def han_count(text: str) -> int:
    """How many Chinese characters stand in the text."""
    return len(_HAN.findall(text))
