"""``flask firms``: the offerings of firms as files, out and in again."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup
from sqlalchemy import select

from app.console.progress import show_parts
from app.directory.grid.cells import today_of
from app.directory.grid.columns import COLUMNS, NEEDED, row_of
from app.directory.grid.keeping import keep_cells, locked_offerings_of, offerings_of
from app.directory.grid.planning import Fate, Outcome, plan
from app.directory.grid.tables import FileRefused, Row, read_table
from app.directory.models import Firm
from app.kernel.clock import now
from app.kernel.content import edition
from app.kernel.db import db, transaction
from app.taxonomy.queries import taxonomy
from app.taxonomy.snapshot import Taxonomy
from app.web.sheets import csv_of, xlsx_of

firms_cli = AppGroup("firms", help="What firms offer, as files.")


@firms_cli.command("export")
@click.option("--firm", "slug", default="", help="One firm's alone; all of them by default.")
@click.option("--to", type=click.Path(dir_okay=False, path_type=Path), help="A .csv or .xlsx file.")
def export(slug: str, to: Path | None) -> None:
    """Write every offering as a row, as CSV to standard output or into a file."""
    found = _firms([slug] if slug else None)
    if slug and not found:
        raise click.ClickException(f"there is no firm {slug}")
    rows = [
        row_of(each.slug, offering) for each in found.values() for offering in offerings_of(each).values()
    ]
    if to is None:
        click.echo(csv_of(COLUMNS, rows), nl=False)
    elif to.suffix == ".xlsx":
        to.write_bytes(xlsx_of("Offerings", COLUMNS, rows))
    else:
        to.write_text(csv_of(COLUMNS, rows), encoding="utf-8", newline="")


@firms_cli.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--firm", "slug", default="", help="Whose rows they are where the file has no column firm.")
@click.option("--dry-run", is_flag=True, help="Say what would change, and change nothing.")
def import_(file: Path, slug: str, dry_run: bool) -> None:
    """Take offerings from a CSV or XLSX file, and say of each row what became of it.

    Each firm is one transaction. A row that cannot be taken spoils no other. Exits 1 if one was not taken.
    What a firm has confirmed is changed only by a row whose confirmed_at is not older.
    """
    with file.open("rb") as opened:
        try:
            table = read_table(opened.read(8 * 1024 * 1024), needed=NEEDED, known=COLUMNS)
        except FileRefused as refused:
            raise click.ClickException(f"{file.name}: not read ({refused.why.value})") from refused
    if table.unknown:
        click.echo(f"columns that are not read: {', '.join(table.unknown)}", err=True)
    counts: dict[Fate, int] = dict.fromkeys(Fate, 0)
    show_parts(_imported(table.rows, slug, dry_run, counts))
    click.echo(
        ("would be " if dry_run else "") + ", ".join(f"{n} {fate.value}" for fate, n in counts.items())
    )
    if counts[Fate.REFUSED]:
        raise SystemExit(1)


def _imported(
    rows: Sequence[Row], slug: str, dry_run: bool, counts: dict[Fate, int]
) -> Iterator[tuple[str, int, int]]:
    """Firm by firm: what, how many rows are done, of how many."""
    by_firm: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        by_firm[row.values.get("firm") or slug].append(row)
    known, words, done = _firms(list(by_firm)), taxonomy(edition().version), 0
    for each, theirs in by_firm.items():
        firm = known.get(each)
        if firm is None:
            for row in theirs:
                click.echo(f"row {row.number}: refused: there is no firm {each or '(none named)'}")
            counts[Fate.REFUSED] += len(theirs)
        else:
            for outcome in _done(firm, theirs, words, dry_run):
                counts[outcome.fate] += 1
                click.echo(f"row {outcome.number}: {_told(outcome)}")
        done += len(theirs)
        yield "rows", done, len(rows)


def _done(firm: Firm, rows: Sequence[Row], words: Taxonomy, dry_run: bool) -> Sequence[Outcome]:
    at = now()
    with transaction():
        cells = locked_offerings_of(firm)
        found = plan(rows, cells, firm=firm.slug, today=today_of(firm, at), taxonomy=words)
        if not dry_run:
            keep_cells(firm, found.changes, by=None, at=at, taxonomy=words, known=cells)
    return found.outcomes


def _told(outcome: Outcome) -> str:
    parts = [outcome.fate.value, "@".join(outcome.key) if outcome.key else ""]
    parts += [f"{column}: {fault.value}" for column, fault in outcome.wrong]
    parts += [f"as in row {outcome.same_as}" if outcome.same_as else ""]
    parts += [", ".join(outcome.differences) if outcome.differences else ""]
    return "; ".join(each for each in parts if each)


def _firms(slugs: Sequence[str] | None) -> dict[str, Firm]:
    """By slug; invented ones only where they take part."""
    wanted = select(Firm).order_by(Firm.slug)
    if slugs is not None:
        wanted = wanted.where(Firm.slug.in_(slugs))
    if not current_app.config["SETTINGS"].demo:
        wanted = wanted.where(Firm.demo.is_(False))
    return {each.slug: each for each in db.session.scalars(wanted)}
