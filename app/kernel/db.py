"""One base, one session, one way to commit."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from datetime import UTC, datetime
from enum import Enum as PyEnum
from typing import Any, cast

from flask_sqlalchemy import SQLAlchemy
from flask_sqlalchemy.session import Session
from sqlalchemy import CursorResult, DateTime, Dialect, Engine, Enum, MetaData, Result, event
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, registry
from sqlalchemy.types import TypeDecorator

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class UTCDateTime(TypeDecorator[datetime]):
    """An aware moment in, an aware moment in UTC out, also on SQLite, which keeps no zones."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a moment needs a zone: {value!r}")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def _values(members: type[PyEnum]) -> list[str]:
    return [str(member.value) for member in members]


#: States are kept by their value, as text with a CHECK: readable in the database, the same on both engines.
BY_VALUE = Enum(PyEnum, values_callable=_values, native_enum=False, create_constraint=True, length=32)


class Base(DeclarativeBase):
    # The types hang on the registry, not on the class: Flask-SQLAlchemy copies the
    # class body, and SQLAlchemy refuses a copied type_annotation_map.
    # https://github.com/pallets-eco/flask-sqlalchemy/issues/1361
    registry = registry(
        metadata=MetaData(naming_convention=NAMES),
        type_annotation_map={datetime: UTCDateTime, PyEnum: BY_VALUE},
    )

    id: Mapped[int] = mapped_column(primary_key=True)


#: Whether what runs now may write. A page that only reads leaves SQLite's single write lock to others.
may_write: ContextVar[bool] = ContextVar("may_write", default=True)


class _Session(Session):
    def close(self) -> None:
        """Let go of everything; where nothing may have been written, by COMMIT.

        psycopg forgets what it has prepared, and PostgreSQL how that is answered, at every ROLLBACK.
        """
        if not may_write.get() and self.in_transaction():
            self.expunge_all()
            with suppress(SQLAlchemyError):
                self.commit()
        super().close()


db = SQLAlchemy(model_class=Base, session_options={"class_": _Session})


@contextmanager
def transaction() -> Iterator[None]:
    """Everything inside is kept together, or none of it is."""
    try:
        yield
        db.session.commit()
    except BaseException:
        db.session.rollback()
        raise


def read_at_one_moment() -> None:
    """Have the transaction that begins here see the database as it is now, whatever others do meanwhile.

    SQLite's do so by themselves; PostgreSQL's else see with each statement what has come since the last.
    """
    if db.engine.dialect.name == "postgresql":
        db.session.connection(execution_options={"isolation_level": "REPEATABLE READ"})


def rows_of(result: Result[Any]) -> int:
    """How many rows an UPDATE or DELETE has changed."""
    return cast("CursorResult[Any]", result).rowcount


def breaks_unique(error: Exception, table: str, column: str) -> bool:
    """Whether a database error is that unique constraint speaking.

    SQLite names the column (``enquiry.nonce``), PostgreSQL the constraint (``uq_enquiry_nonce``).
    """
    said = str(error)
    return f"uq_{table}_{column}" in said or f"{table}.{column}" in said


def tune(engine: Engine) -> None:
    """Make SQLite keep its promises, and PostgreSQL remember its plans."""
    if engine.dialect.name == "sqlite":
        _tune_sqlite(engine)
    else:
        _tune_postgresql(engine)


def _tune_postgresql(engine: Engine) -> None:
    """A statement that comes again is planned once a connection, for all values alike.

    Planning a page's statements anew was measured to take longer than answering them. Those of searches alone
    have about a hundred forms, most of them rare.
    """

    @event.listens_for(engine, "connect")
    def _connected(connection: Any, _record: Any) -> None:
        connection.prepare_threshold = 1
        connection.execute("SET plan_cache_mode = force_generic_plan")
        connection.commit()


_PRAGMAS = (
    "foreign_keys=ON",
    "journal_mode=WAL",
    "busy_timeout=15000",
    "synchronous=FULL",
    # What was erased is overwritten, not only unlinked; many builds have it so anyway.
    "secure_delete=ON",
)


def _tune_sqlite(engine: Engine) -> None:
    """Foreign keys are enforced; readers do not block the writer (WAL); a commit survives a power cut
    (synchronous=FULL). The driver's own transaction handling is off, since it begins too late: a writer
    takes the lock at BEGIN, so that it waits its turn instead of failing half-way.
    """

    @event.listens_for(engine, "connect")
    def _connected(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in _PRAGMAS:
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begun(connection: Any) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if may_write.get() else "BEGIN")
