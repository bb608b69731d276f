"""Where databases are made: files for SQLite, a PostgreSQL server that is told by ``TEST_POSTGRES_URL``."""

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import create_engine, make_url

POSTGRES_URL = "TEST_POSTGRES_URL"


@contextmanager
def alone(file: Path) -> Iterator[None]:
    """Only one of the workers at a time."""
    with file.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@dataclass(frozen=True)
class Sqlite:
    """Databases are files, and a copy of one is a copy of the file."""

    folder: Path
    kind = "sqlite"

    def url(self, name: str) -> str:
        return f"sqlite:///{self.folder / name}.db"

    def create(self, name: str) -> None:
        (self.folder / f"{name}.db").unlink(missing_ok=True)

    def copy(self, template: str, name: str) -> None:
        shutil.copy(self.folder / f"{template}.db", self.folder / f"{name}.db")

    def drop(self, name: str) -> None:
        for end in ("db", "db-wal", "db-shm"):
            (self.folder / f"{name}.{end}").unlink(missing_ok=True)


@dataclass(frozen=True)
class Postgres:
    """Databases of one server, told apart by a prefix of this run."""

    server: str
    prefix: str
    kind = "postgresql"

    def url(self, name: str) -> str:
        address = make_url(self.server).set(drivername="postgresql+psycopg", database=self.prefix + name)
        return address.render_as_string(hide_password=False)

    def _say(self, *statements: str) -> None:
        engine = create_engine(
            make_url(self.server).set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT"
        )
        with engine.connect() as connection:
            for statement in statements:
                connection.exec_driver_sql(statement)
        engine.dispose()

    def create(self, name: str) -> None:
        self.drop(name)
        self._say(f"CREATE DATABASE \"{self.prefix}{name}\" TEMPLATE template0 ENCODING 'UTF8'")

    def copy(self, template: str, name: str) -> None:
        self.drop(name)
        self._say(f'CREATE DATABASE "{self.prefix}{name}" TEMPLATE "{self.prefix}{template}"')

    def drop(self, name: str) -> None:
        self._say(f'DROP DATABASE IF EXISTS "{self.prefix}{name}" WITH (FORCE)')


def server_for(kind: str, shared: Path, run: str) -> Sqlite | Postgres:
    """shared: a folder of this run, the same for all workers. run: what tells it from other runs."""
    if kind == "sqlite":
        return Sqlite(shared)
    return Postgres(os.environ[POSTGRES_URL], f"portal_test_{run[:12]}_")
