"""A clean database for every test, on SQLite and on PostgreSQL.

Each world is filled once a run and copied once for each worker; a test works inside an outer transaction
that is rolled back, and what the portal commits becomes a savepoint of it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import flask_migrate
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, create_engine

from app.config import Settings, read_settings
from app.console import seeding
from app.factory import create_app
from app.kernel.content import raise_version
from app.kernel.db import db, may_write, transaction, tune
from app.public import arriving
from app.search import edition as search_edition
from app.search import spelling
from app.taxonomy import queries as taxonomy_queries
from app.web import caching
from tests.plumbing.servers import Postgres, Sqlite, alone, server_for

#: When the content of the test databases was loaded.
SEEDED = datetime(2026, 11, 1, tzinfo=UTC)


def surroundings(url: str, data_dir: Path, **more: str) -> dict[str, str]:
    """An environment for a portal under test: sample data, no limits, and a mail server that is not there."""
    return {
        "DATABASE_URL": url,
        "DATA_DIR": str(data_dir),
        "DEMO": "1",
        "SECRET_KEY": "a-secret-for-tests-of-more-than-32-characters",
        "POST_LIMIT": "",
        "MAIL_SERVER": "127.0.0.1",
        "MAIL_PORT": "9",
        **more,
    }


def _fill_taxonomy() -> None:
    with transaction():
        list(seeding.load_taxonomy(seeding.SEED))
        raise_version(at=SEEDED)


def _fill_demo() -> None:
    list(seeding.load(seeding.SEED, demo=True, at=SEEDED))


#: The taxonomy is there in every world, as it is in every real portal; ``demo`` is the whole seed.
WORLDS = {"taxonomy": _fill_taxonomy, "demo": _fill_demo}


class Databases:
    """The worlds of this run, made when first asked for."""

    def __init__(self, server: Sqlite | Postgres, shared: Path, worker: str) -> None:
        self.server = server
        self._shared = shared
        self._worker = worker
        self._made: list[str] = []

    def template(self, world: str) -> str:
        """The name of the filled database that others are copies of."""
        ready = self._shared / f"{self.server.kind}-{world}.ready"
        with alone(self._shared / f"{self.server.kind}-{world}.lock"):
            if not ready.exists():
                self.server.create(world)
                self._fill(world)
                ready.touch()
        return world

    def _fill(self, world: str) -> None:
        settings = read_settings(surroundings(self.server.url(world), self._shared / "data"))
        app = create_app(settings)
        with app.app_context():
            flask_migrate.upgrade()
            WORLDS[world]()
            db.session.remove()
            if db.engine.dialect.name == "sqlite":
                with db.engine.connect() as connection:
                    raw: Any = connection.connection.dbapi_connection
                    raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            db.engine.dispose()
        taxonomy_queries.forget()

    def copy(self, world: str, purpose: str) -> str:
        """The address of a database of this worker's own, filled as that world."""
        name = f"{world}_{purpose}_{self._worker}"
        self.server.copy(self.template(world), name)
        self._made.append(name)
        return self.server.url(name)

    def drop_all(self) -> None:
        for name in self._made:
            self.server.drop(name)


@pytest.fixture(scope="session")
def databases(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, worker_id: str, testrun_uid: str
) -> Iterator[Databases]:
    base = tmp_path_factory.getbasetemp()
    shared = base if worker_id == "master" else base.parent
    kind = request.config.getoption("--database")
    made = Databases(server_for(kind, shared, testrun_uid), shared, worker_id)
    yield made
    made.drop_all()


@pytest.fixture(scope="session")
def settings(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The settings of ``app``."""
    url = databases.copy("taxonomy", "tests")
    return read_settings(surroundings(url, tmp_path_factory.mktemp("data")))


class FreshContextClient(FlaskClient):
    """Each request has a ``g`` and a session of its own, as on a server; the test's own are left alone."""

    def open(self, *args: Any, **kwargs: Any) -> Any:
        writes = may_write.get()
        try:
            with self.application.app_context():
                return super().open(*args, **kwargs)
        finally:
            may_write.set(writes)


@pytest.fixture(scope="session")
def app(settings: Settings) -> Flask:
    """The portal of this worker. Forms ask for no token here; tests about tokens switch that on."""
    app = create_app(settings)
    app.test_client_class = FreshContextClient
    app.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
    db.session.session_factory.configure(join_transaction_mode="create_savepoint")
    return app


class Worlds:
    """This worker's engines, one a world; the demo world is copied when first asked for."""

    def __init__(self, app: Flask, databases: Databases) -> None:
        self._databases = databases
        with app.app_context():
            self._engines = {"taxonomy": db.engine}

    def engine(self, world: str) -> Engine:
        if world not in self._engines:
            self._engines[world] = create_engine(self._databases.copy(world, "tests"))
            tune(self._engines[world])
        return self._engines[world]

    def dispose(self) -> None:
        for engine in self._engines.values():
            engine.dispose()


@pytest.fixture(scope="session")
def worlds(app: Flask, databases: Databases) -> Iterator[Worlds]:
    worlds = Worlds(app, databases)
    yield worlds
    worlds.dispose()


@contextmanager
def _swapped(app: Flask, engine: Engine) -> Iterator[None]:
    """Everything in ``app`` goes through one connection whose transaction is never kept."""
    may_write.set(True)
    binds: dict[str | None, Any] = db._app_engines[app]
    own = binds[None]
    with engine.connect() as connection:
        outer = connection.begin()
        binds[None] = connection
        try:
            yield
        finally:
            outer.rollback()
            binds[None] = own


@pytest.fixture
def database(request: pytest.FixtureRequest, app: Flask, worlds: Worlds) -> Iterator[None]:
    """A clean database, and an application context to use it in.

    It holds the taxonomy; marked ``@pytest.mark.demo``, the whole seed with its sample firms.
    """
    world = "demo" if request.node.get_closest_marker("demo") else "taxonomy"
    with _swapped(app, worlds.engine(world)), app.app_context():
        _forget_all()
        yield
        db.session.remove()
    _forget_all()


def _forget_all() -> None:
    """What processes keep by content version, which the databases of tests use again."""
    for keeper in (taxonomy_queries, spelling, search_edition, arriving):
        keeper.forget()
    caching.forget_pages()


@pytest.fixture
def client(app: Flask, database: None) -> FlaskClient:
    return app.test_client()
