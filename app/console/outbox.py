"""``flask outbox``: mail waiting to go out."""

import logging
from collections.abc import Callable

import click
from flask import current_app
from flask.cli import AppGroup
from sqlalchemy.exc import OperationalError

from app.console.stopping import until_stopped
from app.kernel.clock import now
from app.outbox.courier import Tally, deliver_due

outbox_cli = AppGroup("outbox", help="Mail waiting to go out.")

#: Seconds between two looks into the outbox.
_PAUSE = 1.0

_log = logging.getLogger(__name__)


@outbox_cli.command("deliver")
@click.option("--once", is_flag=True, help="Send what is due now and end; meant for a timer.")
@click.option("--limit", default=100, show_default=True, help="Letters over one connection.")
def deliver(once: bool, limit: int) -> None:
    """Send the letters that are due, every second until stopped. Any number may run beside each other.

    A signal lets the letter in hand be finished. With --once, exits 1 if a letter was given up, so that
    the timer's own alarm rings.
    """
    # Flask gives its logger somewhere to write when it is first asked for; the courier's is a child of it.
    current_app.logger.getChild("outbox").setLevel(logging.INFO)
    stop = until_stopped()
    if once:
        tally = deliver_due(limit, at=now(), stopping=stop.is_set)
        click.echo(f"{tally.sent} sent, {tally.postponed} postponed, {tally.failed} given up")
        if tally.failed:
            raise SystemExit(1)
        return
    while not stop.is_set():
        if _round(limit, stop.is_set).tried < limit:
            stop.wait(_PAUSE)


def _round(limit: int, stopping: Callable[[], bool]) -> Tally:
    try:
        return deliver_due(limit, at=now(), stopping=stopping)
    except OperationalError as error:
        # The database is being restarted or is very busy: the letters are in it and will be there.
        _log.warning("the database does not answer: %s", type(error.orig).__name__)
        return Tally()
