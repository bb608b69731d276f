"""``flask privacy``: what is kept about people, and how it goes."""

import click
from flask.cli import AppGroup

from app.privacy.inventory import as_markdown

privacy_cli = AppGroup("privacy", help="What is kept about people, and how it goes.")


@privacy_cli.command("inventory")
def show_inventory() -> None:
    """Print every column that says something about a person, as the table of docs/privacy.md."""
    click.echo(as_markdown())
