"""The parts of a mail: what it says, and what hangs on it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from email.message import Message
from email.utils import collapse_rfc2231_value, unquote
from typing import Any

from app.inbox.charsets import Decoded, decode
from app.inbox.flowing import unflowed
from app.inbox.headers import first, raw_values, text_of
from app.inbox.html_text import text_of_html
from app.kernel.text import clean

#: No letter between people has more.
MOST_PARTS = 500
_LONGEST_TEXT = 2_000_000


class TooManyParts(Exception):
    """A mail of so many parts was made to be heavy."""


@dataclass(frozen=True, slots=True)
class File:
    """Something attached, under the name its sender gave it."""

    name: str
    #: What the sender says it is.
    said_type: str
    data: bytes


@dataclass(slots=True)
class Parts:
    """What was found in a mail, in its order."""

    texts: list[str] = field(default_factory=list)
    files: list[File] = field(default_factory=list)
    #: Whether some text may not be what was written.
    doubtful: bool = False
    #: The label of the first text.
    charset: str | None = None

    @property
    def text(self) -> str:
        return "\n\n".join(each for each in self.texts if each)


def parts_of(message: Message) -> Parts:
    """Text and files. Raises TooManyParts.

    Of alternatives the plain one is read unless it is empty; nested mail is a file, not a text of this one.
    """
    found = Parts(charset=_first_charset(message))
    _gather(message, found, [0])
    return found


def _first_charset(message: Message) -> str | None:
    for number, part in enumerate(message.walk()):
        if number > MOST_PARTS:
            raise TooManyParts
        label = _charset(part)
        if part.get_content_maintype() == "text" and label:
            return label
    return None


def _gather(part: Message, found: Parts, counted: list[int]) -> None:
    counted[0] += 1
    if counted[0] > MOST_PARTS:
        raise TooManyParts
    kind = part.get_content_type()
    if kind == "message/rfc822":
        found.files.append(_enclosed(part))
    elif kind == "multipart/alternative":
        _gather_best(part, found, counted)
    elif part.is_multipart():
        for each in _children(part):
            _gather(each, found, counted)
    elif _is_text(part):
        read = _text(part)
        found.texts.append(read.text)
        found.doubtful = found.doubtful or read.doubtful
    else:
        found.files.append(_file(part, found))


def _gather_best(part: Message, found: Parts, counted: list[int]) -> None:
    """The plain text if it says anything, else the rest; files hang on either."""
    ways = []
    for each in _children(part):
        way = Parts(charset=found.charset)
        _gather(each, way, counted)
        ways.append(way)
    best = next((way for way in ways if way.text.strip()), Parts())
    found.texts += best.texts
    found.doubtful = found.doubtful or best.doubtful
    for way in ways:
        found.files += way.files


def _children(part: Message) -> Iterator[Message]:
    payload: Any = part.get_payload()
    return (each for each in payload if isinstance(each, Message)) if isinstance(payload, list) else iter(())


def _is_text(part: Message) -> bool:
    if part.get_content_type() not in {"text/plain", "text/html", "text/enriched"}:
        return False
    return part.get_content_disposition() != "attachment" and not _raw_name(part)


def _charset(part: Message) -> str | None:
    label: Any = part.get_param("charset")
    if isinstance(label, tuple):
        label = collapse_rfc2231_value(label)
    return label.encode("ascii", "ignore").decode()[:40] if isinstance(label, str) else None


def _bytes(part: Message) -> bytes:
    payload: Any = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _text(part: Message) -> Decoded:
    data = _bytes(part)
    read = decode(data[:_LONGEST_TEXT], _charset(part))
    text = read.text
    if part.get_content_type() == "text/html":
        text = text_of_html(text)
    elif str(part.get_param("format") or "").lower() == "flowed":
        text = unflowed(text, delsp=str(part.get_param("delsp") or "").lower() == "yes")
    return Decoded(clean(text), read.doubtful or len(data) > _LONGEST_TEXT)


def _raw_name(part: Message) -> Any:
    """The file name as it was written, a character a byte: a triple where it is RFC 2231's."""
    for header, param in (("Content-Disposition", "filename"), ("Content-Type", "name")):
        for raw in raw_values(part, header):
            # The parser replaces what is not ASCII, so it is given Latin letters for bytes.
            probe = Message()
            probe[header] = raw.decode("latin-1")
            found = probe.get_param(param, header=header)
            if found:
                return found
    return None


def _name(part: Message, hint: str | None) -> str:
    raw = _raw_name(part)
    if not raw:
        return ""
    if isinstance(raw, tuple):
        label, _language, value = raw
        return decode(value.encode("latin-1", "replace"), label or hint).text
    return text_of(unquote(raw).encode("latin-1", "replace"), hint).text


def _file(part: Message, found: Parts) -> File:
    return File(_name(part, found.charset), part.get_content_type(), _bytes(part))


def _enclosed(part: Message) -> File:
    """A mail inside the mail; its own parts are not looked into."""
    inner = next(_children(part), None)
    if inner is None:
        return File(_name(part, None), "message/rfc822", _bytes(part))
    name = _name(part, None) or f"{first(inner, 'Subject') or 'message'}.eml"
    try:
        return File(name, "message/rfc822", inner.as_bytes())
    except (ValueError, LookupError, TypeError):  # too broken to be written again; the whole mail is kept
        return File(name, "message/rfc822", b"")
