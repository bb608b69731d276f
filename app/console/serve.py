"""``flask portal run``: the whole portal on one's own machine, with one command and one Ctrl-C."""

import os
import secrets
import signal
import sys
from collections.abc import Mapping
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from types import FrameType

import click
import flask_migrate
from flask import current_app
from flask.cli import AppGroup

from app.config import Settings, fresh_secret
from app.console.children import ChildDied, Children, free_port, listens, port_is_free
from app.console.seeding import DEMO_ACCOUNTS, DEMO_PASSWORD, load_command
from app.i18n.languages import LANGUAGES
from app.kernel import migrations
from app.kernel.db import db

portal_cli = AppGroup("portal", help="The portal as a whole.")

_TOP = Path(__file__).parents[2]
#: Where the search for a free port for the local mail server begins.
_MAIL_PORTS = 8025
#: Where the search for a free port for mail that comes in begins.
_INBOX_PORTS = 8024
#: Processes that answer requests.
_PROCESSES = 2
#: Seconds that the parts have to come up, also on a machine that is busy with something else.
_PATIENCE = 120
#: Requests that one process works on at a time.
_THREADS = 16


@portal_cli.command("run")
@click.option("--port", envvar="PORT", default=8000, show_default=True, help="Where to serve.")
def run(port: int) -> None:
    """Bring the database up to date, then serve the portal, its mailbox and its courier until Ctrl-C.

    Exits 1 if one of them ends by itself, saying which.
    """
    settings: Settings = current_app.config["SETTINGS"]
    if not port_is_free(port):
        raise click.ClickException(f"port {port} is taken; choose another one: PORT={port + 1} make run")
    signal.signal(signal.SIGTERM, _as_ctrl_c)
    try:
        _prepare(settings)
        mail_port = free_port(_MAIL_PORTS) if _keeps_mail(settings) else None
        inbox_port = free_port(_INBOX_PORTS) if settings.mail_reply_domain else None
        environ = children_environ(settings, port=port, mail_port=mail_port, given=os.environ)
        with Children(environ=environ, folder=_TOP) as children:
            start_all(children, port=port, mail_port=mail_port, inbox_port=inbox_port)
            _greet(environ["BASE_URL"], settings, mailbox=bool(mail_port), inbox_port=inbox_port)
            children.watch()
    except (ChildDied, TimeoutError) as failure:
        raise click.ClickException(f"{failure}; everything is stopped") from failure
    except KeyboardInterrupt:
        click.echo("\nStopped.")


def _as_ctrl_c(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _prepare(settings: Settings) -> None:
    """The database as this code needs it, with its content."""
    with db.engine.connect() as connection:
        is_behind = migrations.pending(connection)
    if is_behind:
        click.echo("Bringing the database up to date …")
        flask_migrate.upgrade()
    click.get_current_context().invoke(load_command, demo=settings.demo)
    # What follows are other processes with connections of their own.
    db.session.remove()
    db.engine.dispose()


def _keeps_mail(settings: Settings) -> bool:
    """Whether mail stays in a mailbox of ours: with sample data, unless the operator named a server."""
    return settings.demo and "MAIL_SERVER" not in os.environ


def children_environ(
    settings: Settings, *, port: int, mail_port: int | None, given: Mapping[str, str]
) -> dict[str, str]:
    """What the children are told; what the operator has ``given`` stays as it is."""
    environ = dict(given)
    # Flask's mark that a command is running: the server must not take itself for one.
    environ.pop("FLASK_RUN_FROM_CLI", None)
    environ.setdefault("DATA_DIR", str(settings.data_dir))
    environ.setdefault("BASE_URL", f"http://127.0.0.1:{port}")
    environ.setdefault("SECRET_KEY", kept_secret(settings.data_dir))
    if mail_port:
        environ.update(MAIL_SERVER="127.0.0.1", MAIL_PORT=str(mail_port))
    return environ


def kept_secret(data_dir: Path) -> str:
    """The secret kept beside the data, made at the first call: sessions and links outlive a restart."""
    file = data_dir / "secret_key"
    if not file.exists():
        data_dir.mkdir(parents=True, exist_ok=True)
        # Written aside and linked, so that two first calls at once agree on one secret.
        draft = file.with_name(f"{file.name}.{secrets.token_hex(4)}")
        draft.touch(mode=0o600)
        draft.write_text(fresh_secret())
        try:
            os.link(draft, file)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return file.read_text()


def flask_command(*words: str) -> list[str]:
    """A command of the portal, run by the same Python as this one."""
    return [sys.executable, "-m", "flask", "--app", "wsgi", *words]


def server_command(port: int) -> list[str]:
    """The web server on this machine's own address."""
    granian = [sys.executable, "-m", "granian", "--interface", "wsgi", "--log-level", "error"]
    bounds = [
        "--workers",
        str(_PROCESSES),
        "--blocking-threads",
        str(_THREADS),
        "--workers-kill-timeout",
        "5",
    ]
    return [*granian, *bounds, "--host", "127.0.0.1", "--port", str(port), "wsgi:app"]


def start_all(children: Children, *, port: int, mail_port: int | None, inbox_port: int | None = None) -> None:
    """Start the parts in the order in which they need each other, and wait until pages are answered.

    mail_port: where the local mail server shall listen; None if mail goes to another one.
    inbox_port: where answers to letters shall come in, by SMTP; None where none do.
    Raises ChildDied, TimeoutError.
    """
    if mail_port:
        children.start("the mailbox", flask_command("mailbox", "serve", "--port", str(mail_port)))
    children.start("the web server", server_command(port))
    children.start("the courier", flask_command("outbox", "deliver"))
    children.start("the timers", flask_command("timers", "run"))
    if inbox_port:
        children.start("the inbox", flask_command("inbox", "receive", "--smtp", "--port", str(inbox_port)))
    if mail_port:
        children.wait_until(lambda: listens(mail_port), seconds=_PATIENCE, what="the mailbox")
    if inbox_port:
        children.wait_until(lambda: listens(inbox_port), seconds=_PATIENCE, what="the inbox")
    children.wait_until(lambda: answers(port), seconds=_PATIENCE, what="the web server")


def answers(port: int) -> bool:
    """Whether the web server there says that it is up."""
    asked = HTTPConnection("127.0.0.1", port, timeout=2)
    try:
        asked.request("GET", "/healthz")
        return asked.getresponse().status == 200
    except (OSError, HTTPException):
        return False
    finally:
        asked.close()


def _greet(base_url: str, settings: Settings, *, mailbox: bool, inbox_port: int | None) -> None:
    say = click.echo
    say("\nThe portal is up.\n")
    say(f"  Portal      {base_url}/")
    for language in LANGUAGES:
        say(f"              {base_url}/{language.slug}/  {language.name}")
    say(f"  Firms       {base_url}/en/workspace/")
    say(f"  Desk        {base_url}/en/desk/")
    if mailbox:
        say(f"  Mail        {base_url}/dev/mail")
    if inbox_port:
        say(
            f"  Answers     mail to @{settings.mail_reply_domain} comes in on 127.0.0.1:{inbox_port}, by SMTP"
        )
    if settings.demo:
        say(f"\n  To sign in: password {DEMO_PASSWORD}")
        for account in DEMO_ACCOUNTS:
            say(f"    {account.email:<32}{account.firm or 'desk'}")
    say("\nCtrl-C stops all of it.")
