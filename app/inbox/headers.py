"""Headers as they stand in the bytes, and what they say."""

import re
from collections.abc import Iterator
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message
from email.utils import parseaddr

from app.inbox.charsets import Decoded, decode
from app.kernel.text import clean

#: A header longer than that is not read to its end; ten thousand recipients are.
_LONGEST = 1_000_000
_LONGEST_ADDRESS = 320


def raw_values(message: Message, name: str) -> Iterator[bytes]:
    """Every header of that name, as it stands in the bytes, unfolded."""
    for key, value in message.raw_items():
        if key.lower() == name.lower():
            yield re.sub(rb"\r?\n(?=[ \t])", b"", _bytes(str(value)[:_LONGEST]))


def _bytes(value: str) -> bytes:
    return value.encode("ascii", "surrogateescape") if _is_raw(value) else value.encode("utf-8", "replace")


def _is_raw(value: str) -> bool:
    return all(each.isascii() or "\udc80" <= each <= "\udcff" for each in value)


def text_of(raw: bytes, hint: str | None = None) -> Decoded:
    """A header's text: encoded words of any table, adjoining ones together, or plain 8-bit bytes.

    hint: the table of the mail's body, for bytes that have no label.
    """
    if b"=?" not in raw:
        found = decode(raw, hint)
        return Decoded(_one_line(found.text), found.doubtful)
    try:
        pieces = decode_header(raw.decode("latin-1"))
    except (HeaderParseError, ValueError):
        return Decoded(_one_line(decode(raw, hint).text), doubtful=True)
    read = [decode(_piece(piece), label or hint) for piece, label in pieces]
    return Decoded(_one_line("".join(each.text for each in read)), any(each.doubtful for each in read))


def _piece(piece: bytes | str) -> bytes:
    return piece.encode("latin-1", "replace") if isinstance(piece, str) else piece


def _one_line(text: str) -> str:
    return clean(" ".join(text.split()))


def first(message: Message, name: str) -> str:
    """The first header of that name as text; empty where there is none."""
    for raw in raw_values(message, name):
        return text_of(raw).text
    return ""


def senders(message: Message) -> list[str]:
    """The addresses that From gives, in lower case; more than one where somebody tries to be two people."""
    found = []
    for raw in raw_values(message, "From"):
        # Before any encoded word is read: a name may hold what looks like an address.
        value = clean(raw.decode("ascii", "replace"))
        address = parseaddr(value)[1].strip().lower()
        others = len(re.findall(r"@", re.sub(r'"[^"]*"|\([^)]*\)', "", value)))
        found += [address] * max(1, others)
    return [each[:_LONGEST_ADDRESS] for each in found if each]


def message_id(message: Message) -> bytes:
    """The Message-ID as it stands, blanks and all: read by a parser, different broken ones become one."""
    return next(raw_values(message, "Message-ID"), b"").strip()
