"""A mail, read from its bytes."""

import hashlib
import re
from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message
from functools import cached_property

from app.inbox import headers
from app.inbox.models import LONGEST_SUBJECT
from app.inbox.parts import File, Parts, parts_of

#: Where the address a mail was sent to may stand.
_RECIPIENTS = (
    "To",
    "Cc",
    "Delivered-To",
    "X-Original-To",
    "Envelope-To",
    "X-Envelope-To",
    "Apparently-To",
    "Resent-To",
    "Resent-Cc",
)
_NOT_IN_ADDRESSES = re.compile(rb"[\s<>,;:\"'()\[\]]+")


@dataclass(frozen=True)
class Mail:
    """What the bytes say; each thing is read when it is asked for."""

    raw: bytes
    message: Message

    @cached_property
    def senders(self) -> list[str]:
        return headers.senders(self.message)

    @property
    def sender(self) -> str | None:
        return self.senders[0] if self.senders else None

    @cached_property
    def subject(self) -> str:
        return headers.first(self.message, "Subject")[:LONGEST_SUBJECT]

    @cached_property
    def parts(self) -> Parts:
        return parts_of(self.message)

    @property
    def text(self) -> str:
        return self.parts.text

    @property
    def files(self) -> list[File]:
        return self.parts.files

    def says(self, header: str) -> str:
        """The first header of that name in lower case; empty where there is none."""
        return headers.first(self.message, header).lower()

    def addresses_at(self, domain: str) -> list[str]:
        """The recipients at that domain, each once, of however many there are."""
        end = b"@" + domain.encode()
        found: dict[str, None] = {}
        for name in _RECIPIENTS:
            for raw in headers.raw_values(self.message, name):
                for word in _NOT_IN_ADDRESSES.split(raw):
                    if word.lower().rstrip(b".").endswith(end):
                        found[word.decode("ascii", "replace")] = None
        return list(found)

    @cached_property
    def identity(self) -> str | None:
        """What makes it the same mail though its way was another; None without a Message-ID."""
        id_ = headers.message_id(self.message)
        if not id_:
            return None
        return hashlib.sha256(id_ + b"\x00" + (self.sender or "").encode()).hexdigest()

    @cached_property
    def content(self) -> str:
        """A digest of what it says and carries, whatever its headers are."""
        digest = hashlib.sha256(self.subject.encode() + b"\x00" + self.text.encode())
        for file in self.files:
            digest.update(file.name.encode() + hashlib.sha256(file.data).digest())
        return digest.hexdigest()


def read(raw: bytes) -> Mail:
    """Never raises for what is merely malformed; what is made to be heavy raises when it is looked into."""
    return Mail(raw, message_from_bytes(raw))
