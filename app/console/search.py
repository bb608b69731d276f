"""``flask search``: the index behind the search box."""

import sys

import click
from flask.cli import AppGroup

from app.kernel.clock import now
from app.kernel.content import raise_version
from app.kernel.db import transaction
from app.search import indexing

search_cli = AppGroup("search", help="The index behind the search box.")


@search_cli.command("rebuild")
def rebuild() -> None:
    """Make the index anew; safe at any time, since readers see the old one until the new one stands.

    It keeps itself up to date. Needed after rows were written past the portal, and after a release that
    reads words otherwise.
    """
    quiet = not sys.stderr.isatty()
    with transaction():
        parts: dict[str, int] = {}
        with click.progressbar(length=1, label="Index", file=sys.stderr, hidden=quiet) as bar:
            for part, done, total in indexing.rebuild():
                if part not in parts:
                    bar.label, bar.length, bar.pos = part.capitalize(), total, 0
                bar.update(done - parts.get(part, 0))
                parts[part] = done
        raise_version(at=now())
        documents = indexing.count()
    click.echo(f"{documents} documents")
