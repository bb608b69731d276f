"""Commands that run until they are told to stop."""

import signal
from threading import Event
from types import FrameType


def until_stopped() -> Event:
    """An event that SIGTERM and Ctrl-C set, instead of ending the process where it stands."""
    stop = Event()

    def _stop(_signal: int, _frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGTERM, _stop)
    signal.signal(signal.SIGINT, _stop)
    return stop
