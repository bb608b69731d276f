"""How a migration is run: by ``flask db …``, on SQLite and PostgreSQL alike, whole or not at all.

Whoever writes a revision also writes its number into ``HEAD`` beside this file, so that two branches
that both migrate conflict in git and not in production.
"""

from typing import Any

from alembic import context
from alembic.autogenerate.api import AutogenContext
from flask import current_app
from sqlalchemy import Connection

from app.kernel.db import UTCDateTime, db
from migrations.defaults import compare


def render_item(kind: str, item: Any, _autogen: AutogenContext) -> str | bool:
    """Our own types as plain SQLAlchemy ones: an old migration must not break when the code moves on."""
    if kind == "type" and isinstance(item, UTCDateTime):
        return "sa.DateTime(timezone=True)"
    return False


def include_name(name: str | None, kind: str, _parents: Any) -> bool:
    """The tokens of the search index stand outside of the models; on SQLite they are several tables."""
    return not (kind == "table" and (name or "").startswith("search_tokens"))


def without_empty_revisions(_context: Any, _revision: Any, directives: list[Any]) -> None:
    if getattr(context.config.cmd_opts, "autogenerate", False) and directives[0].upgrade_ops.is_empty():
        directives[:] = []


def enforce_foreign_keys(connection: Connection, on: bool) -> None:
    """Past SQLAlchemy, since a PRAGMA inside a transaction does nothing and SQLAlchemy would begin one."""
    if connection.dialect.name == "sqlite":
        raw: Any = connection.connection.dbapi_connection
        raw.execute(f"PRAGMA foreign_keys={'ON' if on else 'OFF'}")


def refuse_orphans(connection: Connection) -> None:
    """What the foreign keys would have said, asked once before the commit."""
    if connection.dialect.name == "sqlite":
        orphans = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
        if orphans:
            raise RuntimeError(f"the migration leaves rows without what they point to: {orphans[:5]}")


def run(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=db.metadata,
        # SQLite alters a table by copying it.
        render_as_batch=True,
        compare_type=True,
        compare_server_default=compare,
        # Alembic takes SQLite for unable to roll back a CREATE TABLE; with our BEGIN it can.
        transactional_ddl=True,
        render_item=render_item,
        include_name=include_name,
        process_revision_directives=without_empty_revisions,
    )
    with context.begin_transaction():
        context.run_migrations()
        refuse_orphans(connection)


if context.is_offline_mode():
    raise SystemExit("Migrations are run on a database; there is no SQL script to print.")

with current_app.extensions["migrate"].db.engine.connect() as connection:
    # The copy drops the old table, and with it, were foreign keys on, every row that hangs on it.
    enforce_foreign_keys(connection, on=False)
    try:
        run(connection)
    finally:
        enforce_foreign_keys(connection, on=True)
