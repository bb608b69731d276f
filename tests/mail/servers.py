"""Mail servers for tests: real ones, that answer as the test says."""

import asyncio
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from app.console.children import free_port

#: Said by a script to break the connection instead of answering.
DROP = "drop"


def parsed(raw: bytes) -> EmailMessage:
    return BytesParser(EmailMessage, policy=default).parsebytes(raw)


class Script:
    """Answers to RCPT and to the final dot, used up in order; 250 when there are none left."""

    def __init__(self) -> None:
        self.to_rcpt: list[str] = []
        self.to_data: list[str] = []
        #: Whether the final dot is never answered.
        self.hang_after_data = False
        #: After so many letters over one connection the next is answered so, and the connection closed.
        self.most_letters: int | None = None
        self.closing = "421 4.7.0 too many letters over one connection"
        self.port = 0
        self.connections = 0
        #: What came with each MAIL FROM.
        self.options: list[list[Any]] = []
        #: What was taken, whether or not the sender heard of it.
        self.taken: list[bytes] = []
        self.envelopes: list[tuple[str | None, list[str]]] = []

    @property
    def messages(self) -> list[EmailMessage]:
        return [parsed(raw) for raw in self.taken]

    async def handle_EHLO(
        self, _server: SMTP, session: Session, _envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        self.connections += 1
        session.host_name = hostname
        session.letters = 0
        return responses

    async def handle_MAIL(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[Any]
    ) -> str:
        session.letters += 1
        if self.most_letters is not None and session.letters > self.most_letters:
            if self.closing == DROP:
                server.transport.abort()
            return self.closing
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        self.options.append(options)
        return "250 OK"

    async def handle_RCPT(
        self, server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[Any]
    ) -> str:
        answer = self.to_rcpt.pop(0) if self.to_rcpt else "250 OK"
        if answer == DROP:
            server.transport.abort()
        elif answer.startswith("2"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:
        answer = self.to_data.pop(0) if self.to_data else "250 taken"
        if answer == DROP or answer.startswith("2"):
            assert isinstance(envelope.original_content, bytes)
            self.taken.append(envelope.original_content)
            self.envelopes.append((envelope.mail_from, list(envelope.rcpt_tos)))
        if answer == DROP:
            server.transport.abort()
        if self.hang_after_data:
            await asyncio.Event().wait()
        return answer


@contextmanager
def served(handler: Any, *, utf8: bool = False) -> Iterator[int]:
    """The port at which ``handler`` takes mail; with ``utf8`` also for addresses in other scripts."""
    # Not ``random``, which is seeded alike in both workers: they would go for the same port.
    port = free_port(20_000 + secrets.randbelow(11_000))
    server = Controller(handler, hostname="127.0.0.1", port=port, enable_SMTPUTF8=utf8)
    server.start()
    try:
        yield port
    finally:
        server.stop()
