"""``flask files``: the bytes behind mails and attachments."""

from datetime import timedelta

import click
from flask.cli import AppGroup
from sqlalchemy import String, Table, select

from app.kernel.clock import now
from app.kernel.db import Base, db, transaction
from app.kernel.files import KEY_LENGTH, files

files_cli = AppGroup("files", help="The bytes behind mails and attachments.")

#: Bytes are kept before the row that names them; a transaction of today may still be under way.
_YOUNG = timedelta(days=1)


@files_cli.command("sweep")
def sweep() -> None:
    """Delete what no row names and is older than a day: left by transactions that failed."""
    old = list(files().kept_before(now() - _YOUNG))
    with transaction():
        named = {key for table in Base.metadata.sorted_tables for key in _keys_in(table)}
    orphans = [key for key in old if key not in named]
    for key in orphans:
        files().delete(key)
    click.echo(f"{len(orphans)} of {len(old)} files deleted")


def _keys_in(table: Table) -> set[str]:
    """Whatever could be a key in any table: a new table that keeps files is not to lose them to this."""
    found: set[str] = set()
    for column in table.columns:
        if type(column.type) is String and column.type.length == KEY_LENGTH:
            found.update(each for each in db.session.scalars(select(column).distinct()) if each)
    return found
