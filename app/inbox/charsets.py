"""From bytes to text, whatever their label says.

Labels lie: Chinese mail calls itself gb2312 and is gb18030, big5 and is what Hong Kong's or Microsoft's
tables have, or nothing at all. The bytes are asked first, then the label, then a guess; what cannot be
read is shown as far as it can be, and said so.
"""

import codecs
import re
from collections.abc import Mapping
from dataclasses import dataclass

from charset_normalizer import from_bytes

#: Python's own tables that read all that the label's would, and what goes under the same label besides.
_READ_AS: Mapping[str, str] = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "cp936": "gb18030",
    "ms936": "gb18030",
    "windows-936": "gb18030",
    "x-gbk": "gb18030",
    "gb_2312-80": "gb18030",
    "gb18030-2005": "gb18030",
    "gb18030-2022": "gb18030",
    "euc-cn": "gb18030",
    "big5": "big5",
    "big5-hkscs": "big5",
    "big5hkscs": "big5",
    "cn-big5": "big5",
    "x-x-big5": "big5",
    "cp950": "big5",
    "windows-950": "big5",
    "ms950": "big5",
    "ks_c_5601-1987": "cp949",
    "euc-kr": "cp949",
    "shift_jis": "cp932",
    "iso-8859-1": "cp1252",
    "latin1": "cp1252",
    "iso-2022-cn": "iso-2022-cn",
    "iso-2022-cn-ext": "iso-2022-cn",
    "hz-gb-2312": "hz",
}
#: Labels that mean no more than "I do not know".
_SAY_NOTHING = frozenset(
    {"", "us-ascii", "ascii", "unknown-8bit", "x-unknown", "unknown", "default", "binary", "8bit", "none"}
)
_WESTERN = frozenset({"cp1252", "iso-8859-15", "windows-1252"})
#: What a guess may come to.
_GUESSES = ["gb18030", "big5hkscs", "cp932", "cp949", "cp1252", "cp1251", "utf_16_le", "utf_16_be"]
_HIGH_RUN = re.compile(rb"[\x80-\xff]+")
_THREE_BYTES = re.compile(rb"[\xe0-\xef][\x80-\xbf]{2}")


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text, and whether a reader should know that it may not be what was written."""

    text: str
    doubtful: bool = False


def decode(data: bytes, label: str | None) -> Decoded:
    """The text in the bytes, labelled or not. Never raises; unreadable bytes become U+FFFD."""
    name = (label or "").strip().strip("\"'").lower()
    name = _READ_AS.get(name, name)
    if name not in {"iso-2022-cn", "hz", "utf-7", "iso-2022-jp", "iso-2022-kr"}:
        if data.isascii() and not name.startswith("utf-16"):
            return Decoded(data.decode("ascii"))
        if _is_utf8(data):
            return Decoded(data.decode("utf-8").removeprefix("\ufeff"))
    if name in _SAY_NOTHING or (name in _WESTERN and _is_in_pairs(data)):
        return _guessed(data)
    try:
        text = _by_name(data, name)
    except (LookupError, ValueError):
        return _guessed(data)
    return Decoded(text, doubtful="\ufffd" in text)


def _by_name(data: bytes, name: str) -> str:
    if name == "big5":
        return _big5(data)
    if name == "iso-2022-cn":
        return _iso_2022_cn(data)
    if not codecs.lookup(name)._is_text_encoding:
        raise LookupError(name)
    return data.decode(name, "replace")


def _is_utf8(data: bytes) -> bool:
    """Whether it is UTF-8 beyond doubt: two bytes may be so by chance, three in a row hardly."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return _THREE_BYTES.search(data) is not None


def _is_in_pairs(data: bytes) -> bool:
    """Whether most bytes beyond ASCII stand side by side: Western letters stand alone among others."""
    runs = _HIGH_RUN.findall(data[:100_000])
    return sum(len(run) for run in runs if len(run) > 1) * 2 > sum(map(len, runs))


def _guessed(data: bytes) -> Decoded:
    best = from_bytes(data[:100_000], cp_isolation=_GUESSES).best()
    name = best.encoding if best else "utf-8"
    text = _big5(data) if name == "big5hkscs" else data.decode(name, "replace")
    return Decoded(text, doubtful=True)


def _big5(data: bytes) -> str:
    """Big5 as it is met: Hong Kong's characters, and Microsoft's marks where the two tables differ."""
    out, at = [], 0
    while at < len(data):
        if data[at] < 0x80:
            out.append(chr(data[at]))
            at += 1
            continue
        pair = data[at : at + 2]
        character = _big5_pair(pair)
        out.append(character or "\ufffd")
        # A lost half must not swallow the line end or the letter after it.
        at += 2 if character or (len(pair) == 2 and pair[1] > 0x7F) else 1
    return "".join(out)


def _big5_pair(pair: bytes) -> str | None:
    tables = ("cp950", "big5hkscs") if 0xA1 <= pair[0] <= 0xA3 else ("big5hkscs", "cp950")
    for table in tables:
        try:
            return pair.decode(table)
        except UnicodeDecodeError:
            continue
    return None


def _iso_2022_cn(data: bytes) -> str:
    """RFC 1922, of which Python has no table: GB 2312 between shifts; of CNS 11643 only that it was there."""
    out: list[str] = []
    at, shifted, designated = 0, False, ""
    while at < len(data):
        byte = data[at]
        if byte == 0x1B and data[at + 1 : at + 2] == b"$":
            designated = (
                chr(data[at + 3]) if data[at + 2 : at + 3] == b")" and at + 3 < len(data) else designated
            )
            at += 4
        elif byte == 0x1B and data[at + 1 : at + 2] in {b"N", b"O"}:
            out.append("\ufffd")
            at += 4
        elif byte in {0x0E, 0x0F}:
            shifted = byte == 0x0E
            at += 1
        elif byte in b"\r\n" or not shifted:
            shifted = shifted and byte not in b"\r\n"
            out.append(chr(byte) if byte < 0x80 else "\ufffd")
            at += 1
        else:
            pair = bytes(each | 0x80 for each in data[at : at + 2])
            out.append(pair.decode("gb18030", "replace") if designated in {"A", "E"} else "\ufffd")
            at += 2
    return "".join(out)
