"""``flask search``: the index behind the search box."""

import click
from flask.cli import AppGroup

from app.console.progress import show_parts
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
    with transaction():
        show_parts(indexing.rebuild())
        raise_version(at=now())
        documents = indexing.count()
    click.echo(f"{documents} documents")
