"""No stranger gets behind a door, and whoever only reads never writes."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from flask import Flask
from sqlalchemy import event
from sqlalchemy.engine import Engine
from werkzeug.routing import Rule

from app.i18n.languages import LANGUAGES
from tests.factories import make_firm
from tests.house.addresses import REAL, address, readable_pages

#: Doors that only people with an account may pass, and the pages before them, which let people in.
GUARDED = ("workspace", "listing", "ownership", "joining", "desk")
WRITES = ("INSERT", "UPDATE", "DELETE", "REPLACE")


def let_in(**_: str) -> None:
    pytest.fail("a stranger was let in")


def pages_of(app: Flask, door: str) -> list[Rule]:
    return [rule for rule in app.url_map.iter_rules() if rule.endpoint.startswith(f"{door}.")]


@pytest.mark.parametrize("door", GUARDED)
def test_no_stranger_reaches_a_page(app, client, monkeypatch, door):
    pages = pages_of(app, door)
    assert pages, f"no pages behind {door}: is the blueprint registered?"
    for page in pages:
        monkeypatch.setitem(app.view_functions, page.endpoint, let_in)
        for method in page.methods & {"GET", "POST"}:
            answer = client.open(address(app, page, **REAL), method=method)
            assert answer.status_code in {302, 303, 403, 404}, f"{method} {page.rule}: {answer.status_code}"


@contextmanager
def writes_of(engine: Engine) -> Iterator[list[str]]:
    """The writing statements that reach the database meanwhile."""
    said: list[str] = []

    def heard(_conn, _cursor, statement, _parameters, _context, _many) -> None:
        if statement.lstrip().upper().startswith(WRITES):
            said.append(statement)

    event.listen(Engine, "before_cursor_execute", heard)
    try:
        yield said
    finally:
        event.remove(Engine, "before_cursor_execute", heard)


@pytest.mark.demo
@pytest.mark.parametrize("language", [each.slug for each in LANGUAGES])
def test_a_get_never_writes(app, client, language):
    with writes_of(Engine) as said:
        for page in readable_pages(app, **REAL | {"language": language}):
            answer = client.get(page)
            assert answer.status_code < 500, f"{page}: {answer.status_code}"
            assert said == [], f"{page} writes: {said}"


def test_the_watch_over_writing_sees_one(database):
    with writes_of(Engine) as said:
        make_firm()
    assert any("INSERT INTO firm " in each for each in said)
