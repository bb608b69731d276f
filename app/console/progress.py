"""How far a long command is, on standard error."""

import sys
from collections.abc import Iterable

import click


def show_parts(parts: Iterable[tuple[str, int, int]]) -> None:
    """A bar for what comes as (what, done, of how many), begun anew for each ``what``; none in a log file."""
    quiet = not sys.stderr.isatty()
    done_of: dict[str, int] = {}
    with click.progressbar(length=1, file=sys.stderr, hidden=quiet) as bar:
        for part, done, total in parts:
            if part not in done_of:
                bar.label, bar.length, bar.pos = part.capitalize(), total, 0
            bar.update(done - done_of.get(part, 0))
            done_of[part] = done
