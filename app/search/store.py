"""The tokens as each database keeps them: FTS5 on SQLite, text search vectors on PostgreSQL.

The table stands outside of the models: it is derived from ``search_document``'s owners, and made twice.
Neither database parses or ranks anything; both are handed tokens and asked which documents hold them.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import text

from app.kernel.db import db

#: Every name and alias; these and the summary; all of it, with the marks of what it offers and is about.
TITLE, LEAD, WHOLE = "title", "lead", "whole"
COLUMNS = (TITLE, LEAD, WHOLE)


@dataclass(frozen=True, slots=True)
class Word:
    """A document holds that token, or one beginning so."""

    token: str
    is_beginning: bool = False


@dataclass(frozen=True, slots=True)
class All:
    """Every part holds."""

    parts: tuple["Query", ...]


@dataclass(frozen=True, slots=True)
class Some:
    """At least one part holds."""

    parts: tuple["Query", ...]


Query = Word | All | Some


def all_of(parts: Iterable[Query]) -> Query:
    found = tuple(dict.fromkeys(parts))
    return found[0] if len(found) == 1 else All(found)


def any_of(parts: Iterable[Query]) -> Query:
    found = tuple(dict.fromkeys(parts))
    return found[0] if len(found) == 1 else Some(found)


def _fts5(query: Query) -> str:
    match query:
        case Word(token, is_beginning):
            return f'"{token}"' + ("*" if is_beginning else "")
        case All(parts):
            return "(" + " AND ".join(map(_fts5, parts)) + ")"
        case Some(parts):
            return "(" + " OR ".join(map(_fts5, parts)) + ")"


def _tsquery(query: Query) -> str:
    match query:
        case Word(token, is_beginning):
            return f"'{token}'" + (":*" if is_beginning else "")
        case All(parts):
            return "(" + " & ".join(map(_tsquery, parts)) + ")"
        case Some(parts):
            return "(" + " | ".join(map(_tsquery, parts)) + ")"


def _is_sqlite() -> bool:
    return db.session.get_bind().dialect.name == "sqlite"


@dataclass(frozen=True, slots=True)
class Ask:
    """Which documents hold something in one column, and what they must hold besides."""

    #: What it is to be called in the answer.
    name: str
    column: str
    query: Query
    #: Held anywhere in the document: its kind, what it offers.
    besides: Query
    limit: int


#: One part of a statement on each database; ``ids`` alone, so that the index answers without the table.
_SQLITE = "SELECT * FROM (SELECT :name{n} AS name, rowid AS id FROM search_tokens WHERE search_tokens MATCH :match{n} LIMIT :limit{n})"
_POSTGRES = (
    "(SELECT CAST(:name{n} AS text) AS name, id FROM search_tokens"
    " WHERE {column} @@ CAST(:match{n} AS tsquery) LIMIT :limit{n})"
)
_POSTGRES_BESIDES = (
    "(SELECT CAST(:name{n} AS text) AS name, id FROM search_tokens"
    " WHERE {column} @@ CAST(:match{n} AS tsquery) AND whole @@ CAST(:besides{n} AS tsquery) LIMIT :limit{n})"
)


def statement(asks: Sequence[Ask], *, sqlite: bool) -> tuple[str, dict[str, Any]]:
    """The SQL that answers all of them at once, and its values."""
    parts: list[str] = []
    values: dict[str, Any] = {}
    for n, ask in enumerate(asks):
        values |= {f"name{n}": ask.name, f"limit{n}": ask.limit}
        if sqlite:
            parts.append(_SQLITE.format(n=n))
            values[f"match{n}"] = f"{ask.column} : {_fts5(ask.query)} AND whole : {_fts5(ask.besides)}"
        elif ask.column == WHOLE:
            parts.append(_POSTGRES.format(n=n, column=WHOLE))
            values[f"match{n}"] = _tsquery(All((ask.query, ask.besides)))
        else:
            parts.append(_POSTGRES_BESIDES.format(n=n, column=ask.column))
            values |= {f"match{n}": _tsquery(ask.query), f"besides{n}": _tsquery(ask.besides)}
    found = " UNION ALL ".join(parts)
    return (
        "SELECT found.name, document.id, document.kind, document.code, document.target_id,"
        f" document.names, document.place FROM ({found}) AS found"
        " JOIN search_document AS document ON document.id = found.id"
    ), values


def answers(asks: Sequence[Ask]) -> Sequence[Any]:
    """A row for each document and each question it answers, in no order; one statement, none for none."""
    if not asks:
        return []
    sql, values = statement(asks, sqlite=_is_sqlite())
    return db.session.execute(text(sql), values).all()


def put(documents: Sequence[tuple[int, Mapping[str, Iterable[str]]]]) -> None:
    """Keep the tokens of those documents, each by its id and its columns, in place of what was kept."""
    if not documents:
        return
    remove([each for each, _columns in documents])
    sqlite = _is_sqlite()
    if sqlite:
        sql = "INSERT INTO search_tokens (rowid, title, lead, whole) VALUES (:id, :title, :lead, :whole)"
    else:
        vectors = ", ".join(f"CAST(:{column} AS tsvector)" for column in COLUMNS)
        sql = f"INSERT INTO search_tokens (id, title, lead, whole) VALUES (:id, {vectors})"  # noqa: S608 - names of ours
    rows = [
        {"id": each, **{column: _written(columns[column], sqlite) for column in COLUMNS}}
        for each, columns in documents
    ]
    db.session.execute(text(sql), rows)


def _written(tokens: Iterable[str], sqlite: bool) -> str:
    unique = dict.fromkeys(tokens)
    return " ".join(unique) if sqlite else " ".join(f"'{token}'" for token in unique)


def remove(ids: Sequence[int]) -> None:
    if ids:
        column = "rowid" if _is_sqlite() else "id"
        db.session.execute(
            text(f"DELETE FROM search_tokens WHERE {column} = :id"),  # noqa: S608 - a name of ours
            [{"id": each} for each in ids],
        )


def empty() -> None:
    """Forget every token."""
    db.session.execute(text("DELETE FROM search_tokens"))


def tidy() -> None:
    """After a rebuild: one segment instead of many, and fresh statistics."""
    if _is_sqlite():
        db.session.execute(text("INSERT INTO search_tokens(search_tokens) VALUES ('optimize')"))
    else:
        db.session.execute(text("ANALYZE search_tokens"))
        db.session.execute(text("ANALYZE search_document"))
