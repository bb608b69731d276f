"""``flask outbox``: mail waiting to go out."""

import itertools
import logging
from collections.abc import Callable
from datetime import datetime

import click
from flask import current_app
from flask.cli import AppGroup
from sqlalchemy.exc import OperationalError

from app.console.stopping import until_stopped
from app.kernel.clock import now
from app.kernel.db import transaction
from app.outbox import standstill
from app.outbox.courier import Tally, deliver_due
from app.outbox.models import Standstill

outbox_cli = AppGroup("outbox", help="Mail waiting to go out.")

#: Seconds between two looks into the outbox.
_PAUSE = 1.0
_ROUNDS_BETWEEN_LOOKS = 60

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
        carried = f"{tally.sent} sent, {tally.postponed} postponed"
        click.echo(f"{carried}, {tally.dropped} dropped, {tally.failed} given up")
        if tally.failed:
            raise SystemExit(1)
        return
    for rounds in itertools.count():
        if stop.is_set():
            return
        _look_now_and_then(rounds)
        if _round(limit, stop.is_set).tried < limit:
            stop.wait(_PAUSE)


@outbox_cli.command("watch")
def watch() -> None:
    """Note whether letters move; for a timer of its own, so that it rings when the courier is frozen.

    Exits 1 while a letter has waited for over 15 minutes. Says so when they move again.
    """
    at = now()
    changed = _look(at)
    if changed and changed.ended_at:
        click.echo(f"letters move again, after standing still since {changed.began_at:%Y-%m-%d %H:%M} UTC")
    since = standstill.stuck_since(at=at)
    if since:
        click.echo(f"a letter has waited since {since:%Y-%m-%d %H:%M} UTC")
        raise SystemExit(1)


def _look(at: datetime) -> Standstill | None:
    with transaction():
        return standstill.look(at=at)


def _look_now_and_then(rounds: int) -> None:
    """A courier that runs tells when letters move again; that none runs, only others can tell."""
    if rounds % _ROUNDS_BETWEEN_LOOKS == 0:
        try:
            changed = _look(now())
        except OperationalError as error:
            _log.warning("the database does not answer: %s", type(error.orig).__name__)
            return
        if changed:
            _log.warning("letters %s", "move again" if changed.ended_at else "stand still")


def _round(limit: int, stopping: Callable[[], bool]) -> Tally:
    try:
        return deliver_due(limit, at=now(), stopping=stopping)
    except OperationalError as error:
        # The database is being restarted or is very busy: the letters are in it and will be there.
        _log.warning("the database does not answer: %s", type(error.orig).__name__)
        return Tally()
