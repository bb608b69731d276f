"""Two texts side by side, with what went and what came marked: by word, in Chinese by character."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

#: A Han or kana character by itself; else a word, a run of blanks, or a sign.
_TOKEN = re.compile(
    r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]|\s+|\w+?(?=[\u3040-\u9fff])|\w+|\W"
)
_SENTENCE = re.compile(r"[^.!?。！？\n]*[.!?。！？\n]+\s*|[^.!?。！？\n]+")
#: Comparisons that one pair of texts is worth; the longest texts are compared by sentence, or as a whole.
_MOST = 600_000


@dataclass(frozen=True, slots=True)
class Piece:
    text: str
    is_changed: bool


@dataclass(frozen=True, slots=True)
class Difference:
    before: Sequence[Piece]
    after: Sequence[Piece]


def difference(before: str, after: str) -> Difference:
    """Both texts, each in pieces that together are the whole of it."""
    for pattern in (_TOKEN, _SENTENCE):
        old, new = pattern.findall(before), pattern.findall(after)
        if len(old) * len(new) <= _MOST:
            return _compared(old, new)
    return _compared([before] if before else [], [after] if after else [])


def _compared(old: list[str], new: list[str]) -> Difference:
    left: list[Piece] = []
    right: list[Piece] = []
    for kind, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if i1 < i2:
            left.append(Piece("".join(old[i1:i2]), kind != "equal"))
        if j1 < j2:
            right.append(Piece("".join(new[j1:j2]), kind != "equal"))
    return Difference(left, right)
