"""A mail server that answers by script, in a process of its own: ``python -m tools.faults.mailserver``.

What it takes stands in its ledger before it answers. The file ``script`` in its folder says how it answers:
a name of ``SCRIPTS`` and how many conversations of a hundred are answered so; it may change at any time.
"""

import argparse
import asyncio
import logging
import os
import random
import re
from contextlib import suppress
from email import policy
from email.parser import BytesParser
from pathlib import Path
from typing import Any

from aiosmtpd.smtp import SMTP, Envelope, Session

from tools.faults.ledger import Ledger

SCRIPTS = ("ok", "temporary", "permanent", "drop_before_dot", "drop_after_dot", "hang", "slow", "refuse")
_SLOWLY = 0.3
_LOOK = 0.05


class Script:
    def __init__(self, folder: Path) -> None:
        self._file = folder / "script"
        # Which letter is hit is chance, but the same chance in every run.
        self._chance = random.Random(5)

    def _read(self) -> tuple[str, int]:
        name, _, share = self._file.read_text().partition(" ")
        return name, int(share or 0)

    def now(self) -> str:
        name, share = self._read()
        return name if self._chance.randrange(100) < share else "ok"

    @property
    def refuses(self) -> bool:
        return self._read()[0] == "refuse"


class Conversation(SMTP):
    """One that can break off in the middle of a letter, and knows whether its last answer was used."""

    script: Script
    ledger: Ledger
    doing = "ok"
    #: The letter that was answered last, until the other side says its next word.
    last: str | None = None

    async def smtp_MAIL(self, arg: str) -> None:
        self.last = None
        await super().smtp_MAIL(arg)

    async def smtp_QUIT(self, arg: str) -> None:
        self.last = None
        await super().smtp_QUIT(arg)

    async def smtp_DATA(self, arg: str) -> None:
        self.doing = self.script.now()
        if self.doing == "drop_before_dot":
            await self.push("354 go on")
            await self._reader.readline()
            self.transport.abort()
            # Until the loss of the connection ends us; what it still holds is not to be read as commands.
            await asyncio.Event().wait()
        await super().smtp_DATA(arg)

    def connection_lost(self, error: Exception | None) -> None:
        if self.last:
            # Taken and answered, and the other side died before its next word: it may not know.
            self.ledger.write(kind="orphan", id=self.last)
        super().connection_lost(error)


class Handler:
    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    async def handle_DATA(self, server: Conversation, _session: Session, envelope: Envelope) -> str:
        doing = server.doing
        if doing == "temporary":
            return "451 4.3.0 come back later"
        if doing == "permanent":
            return "554 5.7.1 not taken"
        if doing == "slow":
            await asyncio.sleep(_SLOWLY)
        id_ = self._take(envelope, answered=doing not in {"drop_after_dot", "hang"})
        if doing == "drop_after_dot":
            server.transport.abort()
        if doing == "hang":
            await asyncio.Event().wait()
        server.last = id_
        return "250 2.0.0 taken"

    def _take(self, envelope: Envelope, *, answered: bool) -> str:
        mail = BytesParser(policy=policy.default).parsebytes(envelope.original_content or b"")
        body = mail.get_body(("plain",))
        text = body.get_content() if body else ""
        link = re.search(r"https?://[^/\s]+(/\S+/confirm\?token=\S+)", text)
        self._ledger.write(
            kind="taken",
            id=str(mail["Message-ID"]).strip(),
            to=envelope.rcpt_tos[0],
            answered=answered,
            reply_to=str(mail["Reply-To"] or ""),
            link=link.group(1) if link else None,
        )
        return str(mail["Message-ID"]).strip()


async def serve(folder: Path, port: int) -> None:
    script, ledger = Script(folder), Ledger(folder / "taken.jsonl")
    handler = Handler(ledger)

    def conversation() -> Conversation:
        begun = Conversation(handler, enable_SMTPUTF8=True, decode_data=False, timeout=60, ident="faults")
        begun.script, begun.ledger = script, ledger
        return begun

    listening: Any = None
    loop = asyncio.get_running_loop()
    parent = os.getppid()
    while os.getppid() == parent:
        if script.refuses and listening:
            listening.close()
            listening = None
        elif not script.refuses and not listening:
            with suppress(OSError):
                listening = await loop.create_server(conversation, "127.0.0.1", port)
        await asyncio.sleep(_LOOK)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("port", type=int)
    given = parser.parse_args()
    logging.disable()
    asyncio.run(serve(given.folder, given.port))
