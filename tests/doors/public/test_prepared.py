"""PostgreSQL plans what pages ask once a connection, not once a page: planning is dearer than answering."""

import pytest
from sqlalchemy import text

from app.kernel.db import db
from app.web import caching

pytestmark = pytest.mark.demo

_PREPARED = text("SELECT count(*) FROM pg_prepared_statements")


@pytest.fixture(autouse=True)
def _on_postgresql(database):
    if db.engine.dialect.name != "postgresql":
        pytest.skip("SQLite keeps no plans")


def _read_often(client):
    for _ in range(8):
        caching.forget_pages()
        assert client.get("/en/search?q=UKRP").status_code == 200


def test_what_a_page_asks_stays_prepared_for_the_next_reader(client):
    _read_often(client)
    assert db.session.scalar(_PREPARED)


def test_one_plan_does_for_all_words(client):
    assert db.session.scalar(text("SHOW plan_cache_mode")) == "force_generic_plan"
