# ruff: noqa: S608 - statements are put together from names of ours alone
"""Writing tokens into the tables that ``store`` asks."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager

from sqlalchemy import text

from app.kernel.db import db
from app.search.store import COLUMNS, FIRMS, PAGES, PREFIXES, is_sqlite

_TABLES = (FIRMS, PAGES)


def put(table: str, documents: Sequence[tuple[int, Mapping[str, Iterable[str]]]]) -> None:
    """Keep the tokens of those documents, each by its id and its columns; none of them may be kept yet."""
    if not documents:
        return
    sqlite = is_sqlite()
    places = ", ".join(f":{column}" if sqlite else f"CAST(:{column} AS tsvector)" for column in COLUMNS)
    rows = [
        {"id": each, **{column: _written(columns[column], column, sqlite) for column in COLUMNS}}
        for each, columns in documents
    ]
    key = "rowid" if sqlite else "id"
    db.session.execute(
        text(f"INSERT INTO {table} ({key}, {', '.join(COLUMNS)}) VALUES (:id, {places})"), rows
    )


def _written(tokens: Iterable[str], column: str, sqlite: bool) -> str:
    unique = dict.fromkeys(tokens)
    return " ".join(PREFIXES[column] + token if sqlite else f"'{token}'" for token in unique)


def remove(ids: Sequence[int]) -> None:
    """Forget those documents, whichever table they are in."""
    key = "rowid" if is_sqlite() else "id"
    for table in _TABLES if ids else ():
        db.session.execute(text(f"DELETE FROM {table} WHERE {key} = :id"), [{"id": each} for each in ids])


def empty() -> None:
    """Forget every token."""
    for table in _TABLES:
        db.session.execute(text(f"DELETE FROM {table}"))


@contextmanager
def in_bulk() -> Iterator[None]:
    """Write first and index after, many times faster on PostgreSQL; nobody else can use the tables meanwhile.

    Where what is written fails, the transaction takes the indexes back with the rest.
    """
    indexes = [] if is_sqlite() else [(table, column) for table in _TABLES for column in COLUMNS]
    for table, column in indexes:
        db.session.execute(text(f"DROP INDEX ix_{table}_{column}"))
    yield
    for table, column in indexes:
        made = f"CREATE INDEX ix_{table}_{column} ON {table} USING gin ({column}) WITH (fastupdate = off)"
        db.session.execute(text(made))


def tidy() -> None:
    """After a rebuild: one segment instead of many, and fresh statistics."""
    for table in _TABLES:
        if is_sqlite():
            db.session.execute(text(f"INSERT INTO {table}({table}) VALUES ('optimize')"))
        else:
            db.session.execute(text(f"ANALYZE {table}"))
    if not is_sqlite():
        db.session.execute(text("ANALYZE search_document"))
