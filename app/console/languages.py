"""``flask languages``: the catalogues of the interface."""

import click
from flask.cli import AppGroup

from app.console import catalogues

languages_cli = AppGroup("languages", help="The catalogues of the interface.")


@languages_cli.command("extract")
def extract() -> None:
    """Write translations/messages.pot from the sources."""
    click.echo(f"messages.pot: {catalogues.write_template()} sentences")


@languages_cli.command("update")
def update() -> None:
    """The same, then carry every translation on; words are never guessed."""
    click.echo(f"messages.pot: {catalogues.write_template()} sentences")
    for locale in catalogues.TARGETS:
        click.echo(f"{locale}: {catalogues.carry_on(locale)} to translate")


@languages_cli.command("check")
def check() -> None:
    """Exits 1 if a catalogue is incomplete, uncertain or behind the sources, saying where."""
    found = list(catalogues.problems())
    for problem in found:
        click.echo(problem, err=True)
    if found:
        raise SystemExit(1)
