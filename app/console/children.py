"""Processes that are started together and end together."""

import ctypes
import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

#: Seconds a child has to end by itself before it is ended.
PATIENCE = 10.0
_TICK = 0.1
#: From here upwards the system hands out ports by itself, so a free one may be taken a moment later.
_EPHEMERAL = 32768


#: Linux: which signal a process gets when its parent is gone.
_PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None)


def _end_with_parent() -> None:
    """Run in the child: if we are killed outright, nobody else would end it."""
    if hasattr(_libc, "prctl"):
        _libc.prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


class ChildDied(Exception):
    """A child ended that should have gone on; ``name`` is which."""

    def __init__(self, name: str, status: int) -> None:
        super().__init__(f"{name} ended by itself (exit status {status})")
        self.name = name


class Children:
    """A context in which processes run; leaving it ends them all, the youngest first."""

    def __init__(self, *, environ: Mapping[str, str], folder: Path) -> None:
        self._environ = dict(environ)
        self._folder = folder
        self._running: list[tuple[str, subprocess.Popen[bytes]]] = []

    def start(self, name: str, command: Sequence[str]) -> None:
        # A session of its own: Ctrl-C in the terminal reaches us alone, and we end the children in order.
        child = subprocess.Popen(  # noqa: S603 (the command is ours)
            command,
            env=self._environ,
            cwd=self._folder,
            start_new_session=True,
            stdin=subprocess.DEVNULL,
            preexec_fn=_end_with_parent,
        )
        self._running.append((name, child))

    def check(self) -> None:
        """Raises ChildDied if one of them is no longer there."""
        for name, child in self._running:
            status = child.poll()
            if status is not None:
                raise ChildDied(name, status)

    def wait_until(self, answers: Callable[[], bool], *, seconds: float, what: str) -> None:
        """Raises ChildDied if a child ends meanwhile, TimeoutError if nothing answers in time."""
        deadline = time.monotonic() + seconds
        while not answers():
            self.check()
            if time.monotonic() > deadline:
                raise TimeoutError(f"{what} does not answer after {seconds:.0f} seconds")
            time.sleep(_TICK)

    def watch(self) -> None:
        """Stay until one of them ends. Raises ChildDied."""
        while True:
            self.check()
            time.sleep(_TICK)

    def stop(self) -> None:
        """End them all: politely, and after ``PATIENCE`` seconds for certain, with whatever they started."""
        for _, child in reversed(self._running):
            if child.poll() is None:
                child.send_signal(signal.SIGTERM)
        deadline = time.monotonic() + PATIENCE
        for _, child in reversed(self._running):
            with suppress(subprocess.TimeoutExpired):
                child.wait(timeout=max(0.0, deadline - time.monotonic()))
            # The child leads a group of its own; a worker that outlived it would keep the port.
            with suppress(ProcessLookupError):
                os.killpg(child.pid, signal.SIGKILL)
            child.wait()
        self._running.clear()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.stop()


def port_is_free(port: int) -> bool:
    """Whether nobody listens there. Asked before a server is started that would share the port silently."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True


def free_port(first: int) -> int:
    """A port on this machine where nobody listens, at ``first`` or above. Raises OSError if there is none."""
    for port in range(first, _EPHEMERAL):
        if port_is_free(port):
            return port
    raise OSError(f"no free port from {first} to {_EPHEMERAL - 1}")


def listens(port: int) -> bool:
    """Whether somebody takes connections there."""
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0
