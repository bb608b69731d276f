"""The portal as it is really run: server, mailbox and courier as processes, on a database of its own."""

import os
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from app.config import read_settings
from app.console.children import Children, free_port
from app.console.serve import children_environ, start_all
from tests.plumbing.databases import Databases, surroundings

_TOP = Path(__file__).parents[2]


@dataclass(frozen=True)
class LivePortal:
    """A running portal with the sample data."""

    base_url: str
    database_url: str
    data_dir: Path
    #: Where answers to its letters come in, by SMTP on this machine.
    inbox_port: int


def _some_port() -> int:
    """Far from where ``make run`` looks, and not the same for two workers that ask at once.

    ``random`` will not do: it is seeded alike in both.
    """
    return free_port(20_000 + secrets.randbelow(11_000))


@pytest.fixture(scope="session")
def live_portal(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LivePortal]:
    """One for each worker; journeys leave their traces in it, so they count on nothing being absent."""
    data_dir = tmp_path_factory.mktemp("live")
    port, mail_port, inbox_port = _some_port(), _some_port(), _some_port()
    where = {"BASE_URL": f"http://127.0.0.1:{port}", "MAIL_REPLY_DOMAIN": "answers.example"}
    own = surroundings(databases.copy("demo", "live"), data_dir, **where)
    settings = read_settings(own)
    inherited = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    environ = children_environ(settings, port=port, mail_port=mail_port, given=inherited | own)
    with Children(environ=environ, folder=_TOP) as children:
        start_all(children, port=port, mail_port=mail_port, inbox_port=inbox_port)
        yield LivePortal(settings.base_url, settings.database_url, data_dir, inbox_port)
        children.check()
