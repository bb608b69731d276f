"""Raises the portal's processes: ``python -m tools.faults.nursery FOLDER``, told what to start by its input.

It loads the portal once and forks from that, so that five hundred deaths do not cost five hundred starts.
What each child then runs is the portal's own command or server. The clock they all read is the system's, set
forward by the seconds in the file ``clock``; waits for a dead mail server are cut to seconds.
"""

import json
import os
import resource
import select
import signal
import sys
import traceback
from contextlib import suppress
from pathlib import Path
from typing import Any

from tools.faults.setting import Clock
from tools.faults.visitors import QUESTION, WHO, values_of

#: What each role runs; the web server is started as ``flask portal run`` does, with one worker.
COMMANDS = {
    "courier": ["outbox", "deliver"],
    "timers": ["timers", "run"],
    "inbox": ["inbox", "receive", "--smtp", "--port"],
}
_PATIENCE, _LAST_PATIENCE, _PAUSE = 3.0, 2.0, 0.3


def prepare(folder: Path) -> Any:
    """The portal, loaded, with our clock and shorter waits; no connection is open."""
    from app.kernel import clock

    ours = Clock(folder / "clock")
    clock.now = ours.now

    from app.console import inbox, outbox, timers
    from app.factory import create_app
    from app.outbox import transport

    transport.PATIENCE, transport.LAST_PATIENCE = _PATIENCE, _LAST_PATIENCE
    inbox._PAUSE = outbox._PAUSE = timers._PAUSE = _PAUSE
    app = create_app()
    with app.test_request_context("/en/ask"):
        from app.classification.rules import rules
        from app.classification.vocabulary import vocabulary
        from app.kernel.db import db
        from app.web.edition import current_taxonomy

        vocabulary(current_taxonomy(), rules())
        _warm(app)
        db.session.remove()
        db.engine.dispose()
    return app


def _warm(app: Any) -> None:
    """What a server else does with its first visitor: five hundred would each begin with that."""
    for name in app.jinja_env.list_templates(extensions=["html", "txt"]):
        app.jinja_env.get_template(name)
    visitor = app.test_client()
    asked = values_of(visitor.get("/en/ask").text) | {"text": QUESTION, "step": "check", "market": "UK"}
    visitor.post("/en/ask", data=asked | {"service": "MA-ATMP", "email": "first@maker.example", **WHO})


def run(app: Any, told: dict[str, Any]) -> None:
    """In the child, until its end."""
    from tools.faults import points

    if told.get("point"):
        points.arm(told["point"], nth=told["nth"])
    if told.get("largest_file") is not None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (told["largest_file"],) * 2)
    if told["role"] == "web":
        _serve(app, told["port"])
        return
    from flask.cli import ScriptInfo

    words = [*COMMANDS[told["role"]], *([str(told["port"])] if told["role"] == "inbox" else [])]
    app.cli.main(args=words, obj=ScriptInfo(create_app=lambda: app), prog_name="flask")


def _serve(app: Any, port: int) -> None:
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    server = Granian(
        "wsgi:app",
        address="127.0.0.1",
        port=port,
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=16,
        log_level=LogLevels.error,
        workers_kill_timeout=5,
    )
    server.serve(target_loader=lambda _target: app)


def _born(app: Any, told: dict[str, Any]) -> int:
    pid = os.fork()
    if pid:
        return pid
    status = 1
    try:
        os.setsid()
        # Our input and output are how we are told and tell.
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        os.dup2(2, 1)
        from app.console.children import _libc

        _libc.prctl(1, signal.SIGKILL)
        run(app, told)
        status = 0
    except SystemExit as end:
        status = end.code if isinstance(end.code, int) else 1
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(status)


def _say(**line: Any) -> None:
    os.write(1, json.dumps(line).encode() + b"\n")


def main() -> None:
    app = prepare(Path(sys.argv[1]))
    _say(ready=True)
    numbers: dict[int, int] = {}
    try:
        _raise(app, numbers)
    finally:
        # However we end: a web server's worker would outlive its server.
        for pid in numbers:
            with suppress(ProcessLookupError):
                os.killpg(pid, signal.SIGKILL)


def _raise(app: Any, numbers: dict[int, int]) -> None:
    """Bear what we are told to and say who has ended, until nobody tells any more.

    numbers: who is alive, by the system's number; kept up to date.
    """
    unread = b""
    while True:
        if select.select([0], [], [], 0.02)[0]:
            read = os.read(0, 65536)
            if not read:
                return
            *lines, unread = (unread + read).split(b"\n")
            for line in lines:
                told = json.loads(line)
                pid = _born(app, told)
                numbers[pid] = told["number"]
                _say(born=told["number"], pid=pid)
        while numbers:
            pid, status = os.waitpid(-1, os.WNOHANG)
            if not pid:
                break
            _say(ended=numbers.pop(pid), status=os.waitstatus_to_exitcode(status))


if __name__ == "__main__":
    main()
