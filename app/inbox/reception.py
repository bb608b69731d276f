"""The door that mail servers knock at: LMTP, or SMTP, on this machine, behind a mail server of its own.

A mail is acknowledged once its bytes are on the disk and its row is kept, and not before; where that
fails, the other side is told to come back.
"""

import asyncio
import logging
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.lmtp import LMTP
from aiosmtpd.smtp import SMTP, Envelope, Session

#: Bytes of one mail; base64 makes files a third larger.
LARGEST = 32 * 1024 * 1024
#: RFC 5321, section 4.5.3.1.8, asks for 100; nobody answers to more than a few of ours.
MOST_RECIPIENTS = 100
#: Seconds without a word from the other side.
_PATIENCE = 300

_log = logging.getLogger(__name__)

#: Keeps bytes with the envelope's sender and recipients; raises if it could not.
Keep = Callable[[bytes, str, Sequence[str]], object]


class Reception:
    """Answers the other side."""

    def __init__(self, keep: Keep, domain: str, *, lmtp: bool) -> None:
        self._keep = keep
        self._at = f"@{domain}"
        self._lmtp = lmtp
        # Keeping waits for the disk; others are not to wait for it. One at a time: the order stays.
        self._hand = ThreadPoolExecutor(max_workers=1)

    async def handle_RCPT(
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, options: list[Any]
    ) -> str:
        if not address.lower().rstrip(".").endswith(self._at):
            return "550 5.7.1 no mail for others is taken here"
        if len(envelope.rcpt_tos) >= MOST_RECIPIENTS:
            return "452 4.5.3 too many recipients; send to the others in another message"
        envelope.rcpt_tos.append(address)
        envelope.rcpt_options.extend(options)
        return "250 2.1.5 ok"

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:
        raw = envelope.original_content or b""
        # A report has no sender (RFC 5321, section 4.5.5), which the library leaves in its brackets.
        sender = (envelope.mail_from or "").strip().removeprefix("<").removesuffix(">")
        try:
            loop = asyncio.get_running_loop()
            await loop.run_in_executor(self._hand, self._keep, raw, sender, tuple(envelope.rcpt_tos))
        except Exception as error:  # whatever it was, it is not kept
            _log.error("a mail of %d bytes could not be kept: %s", len(raw), type(error).__name__)
            return self._to_each("451 4.3.0 could not be kept; try again later", envelope)
        return self._to_each("250 2.6.0 kept", envelope)

    def _to_each(self, answer: str, envelope: Envelope) -> str:
        """LMTP has an answer for each recipient (RFC 2033, section 4.2)."""
        return "\r\n".join([answer] * len(envelope.rcpt_tos)) if self._lmtp else answer


class _Door(Controller):
    def __init__(self, reception: Reception, *, lmtp: bool, hostname: str, port: int) -> None:
        self._speaks = LMTP if lmtp else SMTP
        super().__init__(reception, hostname=hostname, port=port)

    def factory(self) -> SMTP:
        return self._speaks(
            self.handler,
            data_size_limit=LARGEST,
            enable_SMTPUTF8=True,
            decode_data=False,
            ident="mail",
            timeout=_PATIENCE,
        )


def open_reception(keep: Keep, *, domain: str, lmtp: bool, host: str, port: int) -> Controller:
    """The door, not yet open: ``start()`` opens it in a thread of its own, ``stop()`` closes it."""
    return _Door(Reception(keep, domain, lmtp=lmtp), lmtp=lmtp, hostname=host, port=port)
