"""``flask inbox``: mail that comes in."""

import logging
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup
from sqlalchemy.exc import OperationalError, SQLAlchemyError

from app.config import Settings
from app.console.stopping import until_stopped
from app.inbox.actions import retry_dead
from app.inbox.claims import Post
from app.inbox.filing import Tally, file_waiting
from app.inbox.keeping import keep
from app.inbox.models import Verdict
from app.inbox.reception import open_reception
from app.kernel.clock import now
from app.kernel.db import transaction

inbox_cli = AppGroup("inbox", help="Mail that comes in.")

#: Seconds between two looks at what was kept.
_PAUSE = 1.0
_BATCH = 100

_log = logging.getLogger(__name__)


def post_of(settings: Settings) -> Post:
    """The portal's own addresses. Raises ClickException where no mail comes in."""
    if not settings.mail_reply_domain:
        raise click.ClickException("no mail comes in: MAIL_REPLY_DOMAIN names no domain")
    return Post(settings.secret_key, settings.mail_reply_domain)


def _here() -> Post:
    current_app.logger.getChild("inbox").setLevel(logging.INFO)
    return post_of(current_app.config["SETTINGS"])


def _say(tally: Tally) -> None:
    said = ", ".join(f"{tally.by_verdict[each]} {each.value}" for each in Verdict if each in tally.by_verdict)
    click.echo(said or "nothing to file")


@inbox_cli.command("receive")
@click.option("--host", default="127.0.0.1", show_default=True, help="Where to listen.")
@click.option("--port", default=8024, show_default=True, help="Where to listen.")
@click.option("--smtp", is_flag=True, help="Speak SMTP instead of LMTP.")
def receive(host: str, port: int, smtp: bool) -> None:
    """Take mail in from the mail server and file it, until stopped.

    Each mail is on the disk before it is acknowledged. Only for a mail server of one's own: nothing here
    asks who is speaking.
    """
    post = _here()
    app = current_app._get_current_object()  # type: ignore[attr-defined]  # the listener has its own thread

    def keep_it(raw: bytes, sender: str, recipients: Sequence[str]) -> None:
        with app.app_context():
            keep(raw, mailbox="smtp", at=now(), sender=sender, recipients=recipients)

    stop = until_stopped()
    door = open_reception(keep_it, domain=post.domain, lmtp=not smtp, host=host, port=port)
    try:
        door.start()
    except OSError as error:
        raise click.ClickException(f"port {port}: {error.strerror or error}") from error
    click.echo(f"Mail for {post.domain} comes in on {host}:{port} by {'SMTP' if smtp else 'LMTP'}")
    while not stop.is_set():
        if _round(post, stop.is_set).filed < _BATCH:
            stop.wait(_PAUSE)
    door.stop()


def _round(post: Post, stopping: Callable[[], bool]) -> Tally:
    try:
        return file_waiting(post, limit=_BATCH, stopping=stopping)
    except OperationalError as error:
        # What was kept is on the disk and will be filed when the database is back.
        _log.warning("the database does not answer: %s", type(error.orig).__name__)
        return Tally()


@inbox_cli.command("file")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
def file_mail(paths: Sequence[Path]) -> None:
    """Keep and file raw mails: files, Maildirs, folders of mails, or - for one from standard input.

    Exits 75 (come back later) if one could not be kept; a mail server then holds it and tries again.
    Filing goes on after a mail that cannot be read; it waits at the desk.
    """
    post = _here()
    ids = []
    try:
        for raw in _raws(paths or (Path("-"),)):
            ids.append(keep(raw, mailbox="file", at=now()))
    except (OSError, SQLAlchemyError) as error:
        click.echo(f"could not be kept: {type(error).__name__}", err=True)
        raise SystemExit(os.EX_TEMPFAIL) from error
    try:
        _say(file_waiting(post, limit=max(len(ids), 1), ids=ids))
    except OperationalError:
        click.echo(f"{len(ids)} kept; the database does not answer, they are filed later")


def _raws(paths: Sequence[Path]) -> Iterator[bytes]:
    """The bytes of each mail; those of a folder by their names, which in a Maildir begin with the time."""
    for path in paths:
        if str(path) == "-":
            yield sys.stdin.buffer.read()
        elif path.is_dir():
            maildir = [part for part in (path / "new", path / "cur") if part.is_dir()]
            found = [each for folder in maildir or [path] for each in folder.iterdir() if each.is_file()]
            for each in sorted(found, key=lambda found_file: found_file.name):
                yield each.read_bytes()
        else:
            yield path.read_bytes()


@inbox_cli.command("retry")
def retry_mail() -> None:
    """File what could not be read once more, and what still waits. Exits 1 if something is dead again."""
    post = _here()
    with transaction():
        retry_dead()
    tally = file_waiting(post)
    _say(tally)
    if Verdict.DEAD in tally.by_verdict:
        raise SystemExit(1)
