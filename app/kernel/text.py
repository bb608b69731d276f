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


def has_han(text: str) -> bool:
    """Whether any Chinese character stands in the text."""
    return bool(_HAN.search(text))


def han_count(text: str) -> int:
    """How many Chinese characters stand in the text."""
    return len(_HAN.findall(text))
