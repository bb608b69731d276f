"""Counts what leaves for people: a page says what it shows of firms, also when it comes from the cache.

Nothing is known of the reader but whether it calls itself a robot; no cookie, no address, no number is
looked at. The request writes nothing: a thread of the process keeps the counts, in a transaction of its own.
"""

import atexit
import logging
import os
import re
from collections.abc import Iterable
from threading import Event, Lock, Thread

from flask import Flask, current_app, g, request
from sqlalchemy.exc import SQLAlchemyError

from app.figures.counting import Buffer, Seen, keep
from app.figures.models import Sight
from app.kernel.clock import now
from app.kernel.db import transaction

#: Seconds between two times of keeping; as much is lost when a process is killed.
_EVERY = 10
_NAME = "sights"
#: What robots and scripts call themselves; whoever says nothing is none of the browsers people use.
_ROBOT = re.compile(
    r"(?<!cu)bot\b|crawl|spider|slurp|fetch|preview|monitor|scan|curl|wget|python|java/|go-http|libwww|okhttp"
    r"|headless|facebookexternalhit|archiver|scrapy|axios|node\b|ruby|perl|php",
    re.IGNORECASE,
)

_log = logging.getLogger(__name__)


class Counting:
    """What one process has counted, and the thread that keeps it."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.buffer = Buffer()
        self._pid: int | None = None
        self._lock = Lock()
        self._stopped = Event()

    def count(self, seen: Iterable[Seen]) -> None:
        self.buffer.add(seen, on=now().date())
        if self._pid != os.getpid() and not self.app.testing:
            self._begin()

    def _begin(self) -> None:
        """Not before the first count: a process that forks afterwards would leave the thread behind."""
        with self._lock:
            if self._pid != os.getpid():
                self._pid = os.getpid()
                atexit.register(self.keep)
                Thread(target=self._run, name=_NAME, daemon=True).start()

    def _run(self) -> None:
        while not self._stopped.wait(_EVERY):
            self.keep()

    def keep(self) -> int:
        """Keep what was counted so far; says how many rows. Where the database is away, it is kept later."""
        counts = self.buffer.take()
        if not counts:
            return 0
        try:
            with self.app.app_context(), transaction():
                return keep(counts)
        except SQLAlchemyError as error:
            _log.warning("counts: %s; kept later", type(error).__name__)
            self.buffer.give_back(counts)
            return 0


def init_app(app: Flask) -> None:
    app.extensions[_NAME] = Counting(app)


def shows(seen: Iterable[Seen]) -> None:
    """Said by a view: what this page shows of firms, each time that it leaves."""
    g.sights = tuple(seen)


def shown() -> tuple[Seen, ...]:
    """What the view that has just run has said."""
    found: tuple[Seen, ...] = g.get("sights", ())
    return found


def count(seen: tuple[Seen, ...]) -> None:
    """A page with these on it leaves, whole or as “not modified”."""
    if not seen or request.method != "GET" or "prefetch" in request.headers.get("Sec-Purpose", ""):
        return
    if is_robot(request.headers.get("User-Agent", "")):
        seen = tuple(Seen(each.firm, Sight.ROBOT) for each in seen if each.sight is Sight.VIEW)
    counting: Counting = current_app.extensions[_NAME]
    counting.count(seen)


def is_robot(agent: str) -> bool:
    """By what it calls itself and nothing else."""
    return not agent.strip() or bool(_ROBOT.search(agent))
