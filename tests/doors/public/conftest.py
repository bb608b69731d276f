"""Who comes to the public door, and counting what a page asks of the database."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, event

from tests.doors.public.visitor import Visitor

#: The last is how PostgreSQL is told to plan; it asks nothing of the data.
_NO_QUESTIONS = ("BEGIN", "SAVEPOINT", "RELEASE", "ROLLBACK", "COMMIT", "SELECT SET_CONFIG")


@contextmanager
def _watched() -> Iterator[list[str]]:
    seen: list[str] = []

    def note(_connection, _cursor, statement, *_rest) -> None:
        if not statement.lstrip().upper().startswith(_NO_QUESTIONS):
            seen.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(Engine, "before_cursor_execute", note)


@pytest.fixture
def statements(client) -> Callable[[str], int]:
    """How many statements a page takes, once the taxonomy and the figures of the edition are known."""

    def count(address: str) -> int:
        client.get("/en/about/order")
        client.get("/en/firms/?market=uk&page=2")
        client.get("/en/firms/?sort=name&page=2")
        client.get("/en/firms/?q=nobody")
        with _watched() as seen:
            assert client.get(address).status_code == 200
        return len(seen)

    return count


@pytest.fixture
def tokens(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """Forms want their token, as they do in life."""
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", True)


@pytest.fixture
def visitor(client: FlaskClient) -> Visitor:
    return Visitor(client)
