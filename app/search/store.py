# ruff: noqa: S608 - statements are put together from names of ours alone; what is asked for goes in as values
"""The tokens as each database keeps them: FTS5 on SQLite, text search vectors on PostgreSQL.

The table stands outside of the models: it is derived from ``search_document``'s owners, and made twice.
Neither database parses or ranks anything; both are handed tokens and asked which documents hold them.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from sqlalchemy import Integer, TextClause, TextualSelect, text
from sqlalchemy import column as column_named

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
    """Which documents hold something in one column, and are of a certain kind."""

    #: What it is called in the answer, from 0 to 15; a document that answers several is told once.
    name: int
    column: str
    query: Query
    #: Kind, heap, real: what every column holds.
    besides: Query
    #: So many at most: of pages the newest; where ``heaps`` are given, see there.
    limit: int
    #: Asked for besides where more than ``limit`` answer; without the heaps nobody would be told then.
    heaps: Query | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """A document, and the names of what it answers, lowest first."""

    names: tuple[int, ...]
    kind: str
    code: str
    target_id: int | None
    place: int


def _condition(ask: Ask, n: str, *, sqlite: bool) -> tuple[str, dict[str, str]]:
    """The condition on ``search_tokens``, and its value: one column is asked, so that one index answers."""
    both = all_of((ask.query, ask.besides))
    if sqlite:
        return f"search_tokens MATCH :match{n}", {f"match{n}": f"{ask.column} : {_fts5(both)}"}
    return f"{ask.column} @@ CAST(:match{n} AS tsquery)", {f"match{n}": _tsquery(both)}


#: How a document's own row is fetched. PostgreSQL would otherwise read all of them: it takes the questions to
#: be answered by far more documents than they are.
_JOINED = {
    True: "LEFT JOIN search_document AS document ON document.id = found.id",
    False: "LEFT JOIN LATERAL (SELECT kind, code, target_id, place FROM search_document"
    " WHERE id = found.id LIMIT 1) AS document ON true",
}


def statement(asks: Sequence[Ask], *, sqlite: bool) -> tuple[str, dict[str, Any]]:
    """The SQL that answers all of them at once, and its values.

    A question with heaps is first put to all; only where more answer than are looked at is it put to the
    heaps alone, which costs nothing where it is not needed: the database asks for the count before it begins.
    """
    rowid = "rowid" if sqlite else "id"
    first: list[str] = []
    parts: list[str] = []
    values: dict[str, Any] = {}
    for n, ask in enumerate(asks):
        condition, own = _condition(ask, str(n), sqlite=sqlite)
        values |= own | {f"most{n}": ask.limit + bool(ask.heaps)}
        order = "" if ask.heaps else f" ORDER BY {rowid} DESC"
        asked = f"SELECT {rowid} AS id FROM search_tokens WHERE {condition}"
        first.append(f"a{n} AS MATERIALIZED ({asked}{order} LIMIT :most{n})")
        if ask.heaps is None:
            parts.append(f"SELECT {ask.name} AS name, id FROM a{n}")
            continue
        narrow = Ask(ask.name, ask.column, ask.query, all_of((ask.besides, ask.heaps)), ask.limit)
        condition, own = _condition(narrow, f"{n}h", sqlite=sqlite)
        values |= own | {f"limit{n}": ask.limit}
        count = f"(SELECT count(*) FROM a{n})"
        parts += [
            f"SELECT {ask.name} AS name, id FROM a{n} WHERE {count} <= :limit{n}",
            f"SELECT {ask.name} AS name, {rowid} AS id FROM search_tokens"
            f" WHERE {count} > :limit{n} AND {condition}",
            f"SELECT {OVERFLOW} AS name, 0 AS id WHERE {count} > :limit{n}",
        ]
    return (
        f"WITH {', '.join(first)}, found AS (SELECT id, sum(1 << name) AS names"
        f" FROM ({' UNION ALL '.join(parts)}) AS each GROUP BY id)"
        f" SELECT found.names, kind, code, target_id, place FROM found {_JOINED[sqlite]}"
    ), values


@lru_cache(maxsize=512)
def _prepared(sql: str) -> TextClause:
    """Parsing a statement takes longer than answering it, and queries share their statements."""
    return text(sql)


#: The name under which it is told that more answer than are looked at.
OVERFLOW = 15
_NAMES = range(OVERFLOW)


@cache
def _names_in(bits: int) -> tuple[int, ...]:
    return tuple(name for name in _NAMES if bits >> name & 1)


def answers(asks: Sequence[Ask]) -> tuple[list[Answer], bool]:
    """Each document that answers, in no order; and whether more would than were looked at.

    One statement, whatever the number of questions.
    """
    sql, values = statement(asks, sqlite=_is_sqlite())
    rows = db.session.execute(_prepared(sql), values).all()
    found = [Answer(_names_in(row.names), *row[1:]) for row in rows if row.kind is not None]
    return found, len(found) < len(rows)


def holding(queries: Mapping[str, Query], besides: Query) -> TextualSelect:
    """The ids of all documents that hold one of those queries in its column, for use within a statement."""
    sqlite = _is_sqlite()
    parts: list[str] = []
    values: dict[str, str] = {}
    for n, (column, query) in enumerate(queries.items()):
        condition, own = _condition(Ask(n, column, query, besides, 0), f"_h{n}", sqlite=sqlite)
        rowid = "rowid" if sqlite else "id"
        parts.append(f"SELECT {rowid} AS id FROM search_tokens WHERE {condition}")
        values |= own
    return text(" UNION ".join(parts)).bindparams(**values).columns(column_named("id", Integer))


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
        sql = f"INSERT INTO search_tokens (id, title, lead, whole) VALUES (:id, {vectors})"
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
            text(f"DELETE FROM search_tokens WHERE {column} = :id"),
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
