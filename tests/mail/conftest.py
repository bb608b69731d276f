"""A portal that is nothing but its outbox, on a database that keeps what is committed."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import delete, select

from app.config import read_settings
from app.i18n.languages import EN
from app.kernel import events
from app.kernel.db import db, may_write, transaction, tune
from app.kernel.events import Event
from app.outbox import transport
from app.outbox.events import AddressBouncing, LetterGivenUp
from app.outbox.models import DeclinedTopic, Letter, MailContact, Standstill
from tests.factories.letters import post
from tests.mail.servers import Script, served
from tests.plumbing.databases import Databases

EVENTS = (LetterGivenUp, AddressBouncing)
NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


@pytest.fixture(scope="session")
def mail_database(databases: Databases, worker_id: str) -> Iterator[str]:
    name = f"outbox_{worker_id}"
    databases.server.create(name)
    yield databases.server.url(name)
    databases.server.drop(name)


@pytest.fixture
def script() -> Iterator[Script]:
    """A mail server that follows a script."""
    script = Script()
    with served(script) as port:
        script.port = port
        yield script


@pytest.fixture
def portal(mail_database: str, tmp_path: Path, script: Script) -> Iterator[Callable[..., Flask]]:
    """Makes an app with a database and an outbox, whose surroundings differ as the test says."""
    made: list[Flask] = []

    def portal(**more: str) -> Flask:
        dull = {
            "DATABASE_URL": mail_database,
            "DATA_DIR": str(tmp_path),
            "DEMO": "1",
            "MAIL_PORT": str(script.port),
            "BASE_URL": "https://portal.example",
        }
        settings = read_settings(dull | more)
        app = Flask("app", static_folder=None)
        app.config.update(SETTINGS=settings, SQLALCHEMY_DATABASE_URI=settings.database_url, TESTING=True)
        db.init_app(app)
        with app.app_context():
            tune(db.engine)
        transport.init_app(app, settings)
        made.append(app)
        return app

    yield portal
    for app in made:
        with app.app_context():
            db.engine.dispose()


TABLES = (Letter, MailContact, DeclinedTopic, Standstill)


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> list[Event]:
    """What the outbox has published, in order; nothing else follows from it here."""
    heard: list[Event] = []
    monkeypatch.setattr(events, "_reactions", {each: [heard.append] for each in EVENTS})
    return heard


@pytest.fixture
def outbox(portal: Callable[..., Flask], heard: list[Event]) -> Iterator[Flask]:
    """An empty outbox whose mail goes to ``script``, in an application context."""
    may_write.set(True)
    app = portal()
    with app.app_context():
        db.metadata.create_all(db.engine, tables=[each.__table__ for each in TABLES])
        yield app
        with transaction():
            for each in TABLES:
                db.session.execute(delete(each))
        db.session.remove()


@pytest.fixture
def write(outbox: Flask) -> Callable[..., int]:
    """Leaves a letter in the outbox and returns its id."""

    def write(number: int = 1, **given: Any) -> int:
        dull = {
            "to": f"reader{number}@example.com",
            "language": EN,
            "reason": f"test:{number}",
            "at": NOON,
            "subject": f"Letter {number}",
            "text": "Good day.\n\nYours",
            "html": "<p>Good day.</p><p>Yours</p>",
        }
        with transaction():
            return post("enquiry_received", **dull | given).id

    return write


def letter(number: int) -> Letter:
    """The letter as the database has it now."""
    found = db.session.scalars(
        select(Letter).where(Letter.id == number).execution_options(populate_existing=True)
    ).one()
    # Reading begins a transaction, and on SQLite that would be the only one that may write.
    db.session.expunge(found)
    db.session.rollback()
    return found
