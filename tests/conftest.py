"""What every test can ask for. ``--database=postgresql`` runs those that touch a database on PostgreSQL."""

import os

import pytest

from tests.plumbing.servers import POSTGRES_URL

pytest_plugins = [
    "tests.plumbing.network",
    "tests.plumbing.databases",
    "tests.plumbing.live",
    "tests.plumbing.browser",
]

#: A test that asks for one of these touches a database.
_DATABASE_FIXTURES = {"databases", "settings", "app", "database", "client", "live_portal"}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--database",
        choices=["sqlite", "postgresql"],
        default="sqlite",
        help="where the tests keep their data",
    )
    parser.addoption(
        "--update-answers", action="store_true", help="write tests/data/search/first-five.json anew"
    )
    parser.addoption("--update-copies", action="store_true", help="write tests/notices/copies anew")
    parser.addoption("--update-routes", action="store_true", help="write tests/route-list.json anew")


def pytest_configure(config: pytest.Config) -> None:
    if config.getoption("--database") == "postgresql" and not os.environ.get(POSTGRES_URL):
        raise pytest.UsageError(
            f"{POSTGRES_URL} names no PostgreSQL server; tools/with-postgres starts one: "
            "tools/with-postgres pytest --database=postgresql"
        )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Where no database is touched, PostgreSQL has nothing to add to the run on SQLite."""
    if config.getoption("--database") == "sqlite":
        return
    touching = [item for item in items if _DATABASE_FIXTURES & set(getattr(item, "fixturenames", ()))]
    config.hook.pytest_deselected(items=[item for item in items if item not in touching])
    items[:] = touching
