# ruff: noqa: S608 - statements are put together from names of ours alone; what is asked for goes in as values
"""The tokens as each database keeps them: FTS5 on SQLite, text search vectors on PostgreSQL.

The tables stand outside of the models: they are derived, and each database makes its own kind.
Neither database parses or ranks anything; both are handed tokens and asked which documents hold them.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import Any

from sqlalchemy import Integer, TextClause, TextualSelect, func, select, text
from sqlalchemy import column as column_named

from app.kernel.db import db

#: Every name and alias; these and the summary; all of it, with the marks of what it offers and is about.
TITLE, LEAD, WHOLE = "title", "lead", "whole"
COLUMNS = (TITLE, LEAD, WHOLE)
#: Firms stand apart from everything else, so that neither has to be read past to find the other.
FIRMS, PAGES = "search_tokens_firm", "search_tokens_page"


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


def is_sqlite() -> bool:
    return db.session.get_bind().dialect.name == "sqlite"


@dataclass(frozen=True, slots=True)
class Ask:
    """Which documents of one table hold something in one column."""

    #: What it is called in the answer, from 0 to 14; a document that answers several is told once.
    name: int
    table: str
    column: str
    query: Query
    #: So many at most: the newest, or where ``heaps`` are given, see there.
    limit: int
    #: Asked for besides where more than ``limit`` answer: today's heap, and those for where it holds too few.
    heaps: tuple[Query, Query] | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """A document, and the names of what it answers, lowest first."""

    names: tuple[int, ...]
    kind: str
    code: str
    target_id: int | None
    place: int


def _condition(ask: Ask, n: str, *, sqlite: bool) -> tuple[str, dict[str, str]]:
    """The condition on the table, and its value: one column is asked, so that one index answers."""
    if sqlite:
        return f"{ask.table} MATCH :match{n}", {f"match{n}": f"{ask.column} : {_fts5(ask.query)}"}
    return f"{ask.column} @@ CAST(:match{n} AS tsquery)", {f"match{n}": _tsquery(ask.query)}


#: A heap that holds fewer is not asked alone.
FEW = 20


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
    tables: list[str] = []
    parts: list[str] = []
    values: dict[str, Any] = {}

    def table(name: str, ask: Ask, where: str, limit: int, *, newest: bool) -> str:
        condition, own = _condition(ask, name, sqlite=sqlite)
        values.update(own | {f"most{name}": limit})
        order = f" ORDER BY {rowid} DESC" if newest else ""
        asked = f"SELECT {rowid} AS id FROM {ask.table} WHERE {where}{condition}{order} LIMIT :most{name}"
        tables.append(f"{name} AS MATERIALIZED ({asked})")
        return f"(SELECT count(*) FROM {name})"

    for n, ask in enumerate(asks):
        every = table(f"a{n}", ask, "", ask.limit + bool(ask.heaps), newest=not ask.heaps)
        if ask.heaps is None:
            parts.append(f"SELECT {ask.name} AS name, id FROM a{n}")
            continue
        values[f"limit{n}"] = ask.limit
        few, more = (replace(ask, query=all_of((ask.query, heap))) for heap in ask.heaps)
        many = f"{every} > :limit{n} AND "
        held = table(f"b{n}", few, many, ask.limit, newest=True)
        table(f"c{n}", more, f"{many}{held} < {FEW} AND ", ask.limit, newest=True)
        parts += [
            f"SELECT {ask.name}, id FROM a{n} WHERE {every} <= :limit{n}",
            f"SELECT {ask.name}, id FROM b{n} WHERE {held} >= {FEW}",
            f"SELECT {ask.name}, id FROM c{n}",
            f"SELECT {OVERFLOW}, 0 WHERE {every} > :limit{n}",
        ]
    return (
        f"WITH {', '.join(tables)}, answer (name, id) AS ({' UNION ALL '.join(parts)}),"
        " found AS (SELECT id, sum(1 << name) AS names FROM answer GROUP BY id)"
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


def plan_each() -> None:
    """Have PostgreSQL plan what follows in this transaction for its very words, which may be rare or common.

    The driver prepares what it has seen often; a plan made once for all words was measured to be fifty times
    dearer. And reading a table from its start looks cheap to it where a word is common: it does not know
    what unpacking tokens costs. SQLite has nothing of the kind.
    """
    if not is_sqlite():
        settings = {"plan_cache_mode": "force_custom_plan", "enable_seqscan": "off"}
        db.session.execute(select(*(func.set_config(name, to, True) for name, to in settings.items())))


def answers(asks: Sequence[Ask]) -> tuple[list[Answer], bool]:
    """Each document that answers, in no order; and whether more would than were looked at.

    One statement, whatever the number of questions, and a word to PostgreSQL before it.
    """
    plan_each()
    sql, values = statement(asks, sqlite=is_sqlite())
    rows = db.session.execute(_prepared(sql), values).all()
    found = [Answer(_names_in(row.names), *row[1:]) for row in rows if row.kind is not None]
    return found, len(found) < len(rows)


def holding(table: str, queries: Mapping[str, Query]) -> TextualSelect:
    """The ids of all documents that hold one of those queries in its column, for use within a statement."""
    sqlite = is_sqlite()
    parts: list[str] = []
    values: dict[str, str] = {}
    for n, (column, query) in enumerate(queries.items()):
        condition, own = _condition(Ask(n, table, column, query, 0), f"_h{n}", sqlite=sqlite)
        parts.append(f"SELECT {'rowid' if sqlite else 'id'} AS id FROM {table} WHERE {condition}")
        values |= own
    return text(" UNION ".join(parts)).bindparams(**values).columns(column_named("id", Integer))
