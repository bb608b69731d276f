# ruff: noqa: S608 - statements are put together from names of ours alone; what is asked for goes in as values
"""The tokens as each database keeps them: FTS5 on SQLite, text search vectors on PostgreSQL.

The tables stand outside of the models: they are derived, and each database makes its own kind.
Neither database parses or ranks anything; both are handed tokens and asked which documents hold them.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import Any

from sqlalchemy import Integer, TextClause, TextualSelect, text
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


#: What each token of a column begins with on SQLite, which has one list of documents for a token, not one a
#: column: a common word that stands in few names would be read through wherever it stands.
PREFIXES = {TITLE: "t§", LEAD: "l§", WHOLE: ""}


def _fts5(query: Query, prefix: str) -> str:
    match query:
        case Word(token, is_beginning):
            return f'"{prefix}{token}"' + ("*" if is_beginning else "")
        case All(parts):
            return "(" + " AND ".join(_fts5(each, prefix) for each in parts) + ")"
        case Some(parts):
            return "(" + " OR ".join(_fts5(each, prefix) for each in parts) + ")"


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
    #: Where very many answer, only those in these are told: today's heap, or those for where it holds few.
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
        return f"{ask.table} MATCH :match{n}", {
            f"match{n}": f"{ask.column} : {_fts5(ask.query, PREFIXES[ask.column])}"
        }
    return f"{ask.column} @@ CAST(:match{n} AS tsquery)", {f"match{n}": _tsquery(ask.query)}


#: Heaps that hold fewer are not asked alone.
FEW = 12


#: How a document's own row is fetched. PostgreSQL would otherwise read all of them: it takes the questions to
#: be answered by far more documents than they are.
_JOINED = {
    True: "LEFT JOIN search_document AS document ON document.id = found.id",
    False: "LEFT JOIN LATERAL (SELECT kind, code, target_id, place FROM search_document"
    " WHERE id = found.id LIMIT 1) AS document ON true",
}


def statement(asks: Sequence[Ask], *, sqlite: bool) -> tuple[str, dict[str, Any]]:
    """The SQL that answers all of them at once, and its values.

    A question with heaps is first put to the smaller, then to the larger, then to all, and only as long as
    few answer: what very many documents hold is not looked up in all of them. The database asks for the
    count before it begins.
    """
    rowid = "rowid" if sqlite else "id"
    tables: list[str] = []
    parts: list[str] = []
    values: dict[str, Any] = {}

    def table(name: str, ask: Ask, only_if: str = "", *, newest: bool = False) -> str:
        condition, own = _condition(ask, name, sqlite=sqlite)
        values.update(own | {f"most{name}": ask.limit})
        # As a sum, or PostgreSQL would read the newest documents one by one until enough of them answer.
        order = f" ORDER BY {rowid} + 0 DESC" if newest else ""
        # SQLite would ask for the count at each row it has found, were it no table of its own.
        source = f"(SELECT 1 WHERE {only_if}) CROSS JOIN {ask.table}" if only_if and sqlite else ask.table
        where = f"{only_if} AND {condition}" if only_if and not sqlite else condition
        asked = f"SELECT {ask.table}.{rowid} AS id FROM {source} WHERE {where}{order} LIMIT :most{name}"
        tables.append(f"{name} AS MATERIALIZED ({asked})")
        return f"(SELECT count(*) FROM {name})"

    for n, ask in enumerate(asks):
        if ask.heaps is None:
            table(f"a{n}", ask, newest=True)
            parts.append(f"SELECT {ask.name} AS name, id FROM a{n}")
            continue
        values[f"limit{n}"] = ask.limit
        parts += _by_heaps(n, ask, table)
    return (
        f"WITH {', '.join(tables)}, answer (name, id) AS ({' UNION ALL '.join(parts)}),"
        " found AS (SELECT id, sum(1 << name) AS names FROM answer GROUP BY id)"
        f" SELECT found.names, kind, code, target_id, place FROM found {_JOINED[sqlite]}"
    ), values


def _by_heaps(n: int, ask: Ask, table: Callable[..., str]) -> Iterator[str]:
    """The answers of a question with heaps, and whether more may answer than were looked at."""
    small, large = (replace(ask, query=all_of((ask.query, heap))) for heap in ask.heaps or ())
    in_small = table(f"b{n}", small)
    in_large = table(f"c{n}", large, f"{in_small} < {FEW}")
    are_few = f"{in_small} < {FEW} AND {in_large} < {FEW}"
    anywhere = table(f"a{n}", replace(ask, limit=ask.limit + 1), are_few)
    yield f"SELECT {ask.name}, id FROM b{n} WHERE {in_small} >= {FEW}"
    yield f"SELECT {ask.name}, id FROM c{n} WHERE {in_large} >= {FEW}"
    yield f"SELECT {ask.name}, id FROM a{n}"
    yield f"SELECT {OVERFLOW}, 0 WHERE NOT ({are_few}) OR {anywhere} > :limit{n}"


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
