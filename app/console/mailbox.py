"""``flask mailbox``: a mail server for one's own machine, whose post is read at ``/dev/mail``."""

from mailbox import Maildir
from pathlib import Path

import click
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from flask import current_app
from flask.cli import AppGroup

from app.config import Settings
from app.console.stopping import until_stopped

mailbox_cli = AppGroup("mailbox", help="The mailbox of this machine, only with DEMO=1.")


class Keeper:
    """Puts every message that comes in into a Maildir, byte for byte, under a line saying for whom."""

    def __init__(self, folder: Path) -> None:
        folder.parent.mkdir(parents=True, exist_ok=True)
        self._box = Maildir(folder, factory=None, create=True)

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:
        content = envelope.original_content or b""
        for_whom = "".join(f"Delivered-To: {each}\r\n" for each in envelope.rcpt_tos)
        self._box.add(for_whom.encode("utf-8", "replace") + content)
        return "250 kept"


def open_mailbox(folder: Path, port: int) -> Controller:
    """A server, not yet started, on this machine's own address only."""
    return Controller(Keeper(folder), hostname="127.0.0.1", port=port)


@mailbox_cli.command("serve")
@click.option("--port", default=8025, show_default=True, help="Where to listen, on 127.0.0.1.")
def serve(port: int) -> None:
    """Take in whatever mail comes and keep it under the data folder, until stopped. Sends nothing on."""
    settings: Settings = current_app.config["SETTINGS"]
    if not settings.demo:
        raise click.ClickException("the mailbox is for trying out: set DEMO=1, or name a real MAIL_SERVER")
    stop = until_stopped()
    server = open_mailbox(settings.data_dir / "mailbox", port)
    try:
        server.start()
    except OSError as error:
        raise click.ClickException(f"port {port}: {error.strerror or error}") from error
    click.echo(f"Mail for this machine on 127.0.0.1:{port}")
    stop.wait()
    server.stop()
