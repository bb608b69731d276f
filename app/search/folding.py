"""One key for both Chinese scripts, all widths and all cases, with the way back to the text as written.

Unlike ``app.classification.folding`` it converts whole words, not characters: 軟體 and 软件, 資訊 and 信息
share a key. A key is for comparing and never shown: the conversion damages some words, alike on both sides.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

import opencc

HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_HAN_RUN = re.compile(f"[{HAN}]+")
#: Formats, marks set over letters, and halves of broken pairs, which the converter cannot take.
_UNSEEN = frozenset({"Cf", "Mn", "Cs"})
#: Runs up to this length are names and words, and worth remembering.
_SHORT = 12


@dataclass(frozen=True, slots=True)
class Folded:
    """A key, and for each of its characters the place in the original it stands for."""

    key: str
    starts: Sequence[int]
    ends: Sequence[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The place in the original of ``key[start:end]``."""
        return self.starts[start], self.ends[end - 1]


@cache
def _converters() -> tuple[opencc.OpenCC, opencc.OpenCC]:
    """Hong Kong's characters to Taiwan's, then Taiwan's words to the mainland's."""
    return opencc.OpenCC("hk2t"), opencc.OpenCC("tw2sp")


def _convert(run: str) -> str:
    to_taiwan, to_mainland = _converters()
    return str(to_mainland.convert(to_taiwan.convert(run)))


_converted = lru_cache(maxsize=65_536)(_convert)


@lru_cache(maxsize=16_384)
def _pieces(character: str) -> str:
    """A character in normal width and lower case, without accents; nothing for what has no width."""
    found = []
    for piece in unicodedata.normalize("NFKC", character):
        # Accents go; Hangul and kana keep their shape, which taking them apart would destroy.
        plain = unicodedata.normalize("NFKD", piece) if piece < "\u0500" else piece
        found += [each for each in plain if unicodedata.category(each) not in _UNSEEN]
    return "".join(found).casefold()


def fold(text: str) -> Folded:
    """The key of a text, with the way back."""
    if text.isascii():
        return _in_place(text.lower())
    found = list(map(_pieces, text))
    plain = "".join(found)
    parts = list(_parts(plain))
    each_is_one = len(plain) == len(text) and "" not in found
    if each_is_one and all(end - start == len(piece) for start, end, piece in parts):
        return _in_place("".join(piece for _start, _end, piece in parts))
    origins = [index for index, pieces in enumerate(found) for _ in pieces]
    return _moved(plain, parts, origins)


def _in_place(key: str) -> Folded:
    """Where each character of the key stands for the one in its place: the rule, and quickly told."""
    return Folded(key, range(len(key)), range(1, len(key) + 1))


def key(text: str) -> str:
    """The key alone."""
    if text.isascii():
        return text.lower()
    plain = "".join(map(_pieces, text))
    return _HAN_RUN.sub(lambda run: _of_run(run[0]), plain)


def _of_run(run: str) -> str:
    return _converted(run) if len(run) <= _SHORT else _convert(run)


def _moved(plain: str, parts: Sequence[tuple[int, int, str]], origins: Sequence[int]) -> Folded:
    starts: list[int] = []
    ends: list[int] = []
    for start, end, piece in parts:
        for low, high in _aligned(plain[start:end], piece):
            starts.append(origins[start + low])
            ends.append(origins[start + high - 1] + 1)
    return Folded("".join(piece for _start, _end, piece in parts), starts, ends)


def _parts(plain: str) -> Iterator[tuple[int, int, str]]:
    """Each stretch of the text with what it becomes."""
    at = 0
    for run in _HAN_RUN.finditer(plain):
        if at < run.start():
            yield at, run.start(), plain[at : run.start()]
        yield run.start(), run.end(), _of_run(run[0])
        at = run.end()
    if at < len(plain):
        yield at, len(plain), plain[at:]


def _aligned(before: str, after: str) -> list[tuple[int, int]]:
    """For each character of ``after`` the stretch of ``before`` it stands for.

    Words keep their length but for a few; those few stand for the whole of what changed.
    """
    if len(before) == len(after):
        return [(index, index + 1) for index in range(len(after))]
    most = min(len(before), len(after))
    head = next((n for n in range(most) if before[n] != after[n]), most)
    tail = next((n for n in range(most - head) if before[-1 - n] != after[-1 - n]), most - head)
    changed = (head, max(len(before) - tail, head + 1)) if head < len(before) else (head - 1, head)
    places = [(index, index + 1) for index in range(head)]
    places += [changed] * (len(after) - head - tail)
    return places + [(len(before) - n, len(before) - n + 1) for n in range(tail, 0, -1)]
