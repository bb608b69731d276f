"""``flask seed synthesise``."""

import click
from flask import current_app

from app.config import Settings
from app.console.progress import show_parts
from app.console.seeding import seed_cli
from app.console.synthesis.keeping import is_there, synthesise
from app.kernel.clock import now
from app.kernel.content import edition, raise_version
from app.kernel.db import transaction
from app.taxonomy.queries import taxonomy

_OFFERINGS_A_FIRM = 6


@seed_cli.command("synthesise")
@click.option("--firms", type=click.IntRange(0, 1_000_000), default=10_000, show_default=True)
@click.option(
    "--offerings", type=click.IntRange(0), help=f"In all; {_OFFERINGS_A_FIRM} a firm unless said otherwise."
)
@click.option("--articles", type=click.IntRange(0, 100_000), default=2_000, show_default=True)
@click.option(
    "--seed",
    type=click.IntRange(0),
    default=1,
    show_default=True,
    help="The same number makes the same data.",
)
def synthesise_command(firms: int, offerings: int | None, articles: int, seed: int) -> None:
    """Invent firms and articles in bulk, for measuring; only where DEMO=1.

    The firms are sample firms, and every page says so; the articles say so themselves. All of it is kept, or
    none. Needs the taxonomy (`seed load`).
    """
    settings: Settings = current_app.config["SETTINGS"]
    if not settings.demo:
        raise click.ClickException("invented data has no place in a portal that is in use: set DEMO=1")
    offerings = firms * _OFFERINGS_A_FIRM if offerings is None else offerings
    with transaction():
        known = taxonomy(edition().version)
        if not known.services:
            raise click.ClickException("there is no taxonomy yet: run `flask seed load` first")
        if is_there(seed):
            raise click.ClickException(f"the data of seed {seed} is there already; another --seed adds to it")
        show_parts(synthesise(firms=firms, offerings=offerings, articles=articles, seed=seed, taxonomy=known))
        raise_version(at=now())
    click.echo(f"{firms} firms, {offerings} offerings, {articles} articles")
