"""``flask timers``: what is to happen to enquiries at a certain moment."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

import click
from flask import current_app
from flask.cli import AppGroup
from sqlalchemy.exc import OperationalError

from app.console.stopping import until_stopped
from app.directory.credentials.firing import take_steps
from app.directory.grid.lapsing import look_at_confirmations
from app.enquiries.firing import Tally, adopt, fire_due
from app.kernel.clock import now
from app.privacy.keeping import keep_to_retention

timers_cli = AppGroup("timers", help="Deadlines, reminders and whatever else time brings.")

#: Seconds between two looks.
_PAUSE = 5.0
_DAY = timedelta(days=1)
_HOUR = timedelta(hours=1)

_log = logging.getLogger(__name__)


@timers_cli.command("run")
@click.option("--once", is_flag=True, help="Fire what is due now and end; meant for a timer of the system.")
@click.option("--limit", default=500, show_default=True, help="Timers in one round.")
def run(once: bool, limit: int) -> None:
    """Fire what is due, every few seconds until stopped; once a day remove what has been kept long enough.

    Any number may run beside each other.

    A signal lets the timer in hand be finished. With --once, exits 1 if one could not be fired, so that the
    system's own alarm rings.
    """
    # Flask gives its logger somewhere to write when it is first asked for; ours is a child of it.
    current_app.logger.getChild("enquiries").setLevel(logging.INFO)
    stop = until_stopped()
    if once:
        adopted, tally = _adopted(), _round(limit, stop.is_set)
        _confirmations_hourly(None, stop.is_set)
        click.echo(
            f"{tally.fired} fired, {tally.failed} failed, {tally.served} given room, {adopted} set anew"
        )
        if tally.failed:
            raise SystemExit(1)
        return
    _adopted()
    kept_at = looked_at = None
    while not stop.is_set():
        try:
            done = _round(limit, stop.is_set).done
            kept_at = _kept_daily(kept_at, stop.is_set)
            looked_at = _confirmations_hourly(looked_at, stop.is_set)
        except OperationalError as error:
            # The database is being restarted or is very busy: what is due stays due.
            _log.warning("the database does not answer: %s", type(error.orig).__name__)
            done = 0
        if done < limit:
            stop.wait(_PAUSE)


def _round(limit: int, stopping: Callable[[], bool]) -> Tally:
    """In a context of its own: what a request remembers, such as the edition, is asked anew each round."""
    with current_app.app_context():
        steps = take_steps(limit, at=now(), stopping=stopping)
        tally = fire_due(limit, at=now(), stopping=stopping)
    tally.fired += steps.done
    tally.failed += steps.failed
    return tally


def _kept_daily(last: datetime | None, stopping: Callable[[], bool]) -> datetime:
    """Once a day, and when we begin, remove what has been kept for long enough; deadlines do not wait for it
    to succeed.
    """
    at = now()
    if last and at - last < _DAY:
        return last
    with current_app.app_context():
        try:
            keep_to_retention(at=at, stopping=stopping)
        except OperationalError:
            raise
        except Exception:
            _log.exception("what is too old could not be removed")
    return at


def _confirmations_hourly(last: datetime | None, stopping: Callable[[], bool]) -> datetime:
    """Remind firms of offerings to confirm, and let lapse what was not: days end at any hour somewhere."""
    at = now()
    if last and at - last < _HOUR:
        return last
    with current_app.app_context():
        try:
            look_at_confirmations(at=at, stopping=stopping)
        except OperationalError:
            raise
        except Exception:
            _log.exception("the days to confirm offerings by could not be looked at")
    return at


def _adopted() -> int:
    with current_app.app_context():
        return adopt(at=now())
