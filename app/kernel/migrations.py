"""Whether the database has the shape that this code was written for."""

from pathlib import Path

from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection

#: Number of the newest revision, kept as a file so that two branches that both migrate conflict in git.
HEAD = Path(__file__).parents[2] / "migrations" / "HEAD"


def expected() -> str:
    """The revision the code needs."""
    return HEAD.read_text().strip()


def pending(connection: Connection) -> bool:
    """Whether ``flask db upgrade`` has something to do; also True where there is no table at all."""
    return MigrationContext.configure(connection).get_current_heads() != (expected(),)
