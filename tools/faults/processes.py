"""The portal's processes under the harness: kept alive, killed, counted."""

import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any

from tools.faults.setting import Setting

TOP = Path(__file__).parents[2]
ROLES = ("web", "courier", "timers", "inbox")
#: Seconds that a process has to end when asked.
_PATIENCE = 20.0


class Nursery:
    """Two web servers, two couriers, two timers and a receiver of mail. Whatever ends is started again."""

    def __init__(self, setting: Setting) -> None:
        self.setting = setting
        self.kills = 0
        #: Ends that nobody asked for, that were no kill of ours.
        self.deaths: list[str] = []
        self._chance = random.Random(11)
        self._lock = threading.RLock()
        self._next = 0
        self._slots: dict[str, dict[str, Any]] = {}
        self._by_number: dict[int, str] = {}
        self._log = (setting.folder / "processes.log").open("ab")
        self._child = subprocess.Popen(
            [sys.executable, "-m", "tools.faults.nursery", str(setting.folder)],
            env=setting.environ(),
            cwd=TOP,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._log,
        )
        assert self._child.stdout
        if not self._child.stdout.readline():
            raise RuntimeError(f"the portal does not load; see {setting.folder}/processes.log")
        threading.Thread(target=self._listen, daemon=True).start()
        self._armed: str | None = None
        self._most = self._within = 1
        #: Deaths at the point that is armed.
        self.armed_kills = 0
        for name, role, port in self._roles():
            fresh = dict.fromkeys(("wanted", "asked", "killed"), False) | dict.fromkeys(("pid", "number"))
            self._slots[name] = {"role": role, "port": port, "armed": None, **fresh}

    def _roles(self) -> list[tuple[str, str, int | None]]:
        first, second = self.setting.web_ports
        return [
            ("web-1", "web", first),
            ("web-2", "web", second),
            ("courier-1", "courier", None),
            ("courier-2", "courier", None),
            ("timers-1", "timers", None),
            ("timers-2", "timers", None),
            ("inbox", "inbox", self.setting.inbox_port),
        ]

    # -- what is to run ------------------------------------------------------

    def start(self, *roles: str) -> None:
        with self._lock:
            for name, slot in self._slots.items():
                if slot["role"] in roles and not slot["wanted"]:
                    slot["wanted"] = True
                    if not slot["number"]:
                        self._bear(name)

    def stop(self, *roles: str) -> None:
        """Ask them to end, and wait until they have; what does not end in time is a fault of the run."""
        deadline = time.monotonic() + _PATIENCE
        while time.monotonic() < deadline:
            with self._lock:
                slots = [each for each in self._slots.values() if each["role"] in roles]
                for slot in slots:
                    slot["wanted"] = False
                    # One that is just being born has no number of the system's yet.
                    if slot["pid"] and not slot["asked"] and not slot["killed"]:
                        slot["asked"] = True
                        with suppress(ProcessLookupError):
                            os.kill(slot["pid"], signal.SIGTERM)
                if not any(each["number"] for each in slots):
                    return
            time.sleep(0.02)
        self._end_for_certain(*roles)

    def _end_for_certain(self, *roles: str) -> None:
        with self._lock:
            for name, slot in self._slots.items():
                if slot["role"] in roles and slot["pid"]:
                    self.deaths.append(f"{name} did not end when asked")
                    with suppress(ProcessLookupError):
                        os.killpg(slot["pid"], signal.SIGKILL)

    def kill_one(self) -> None:
        """Any of them, now."""
        with self._lock:
            alive = [each for each in self._slots.values() if each["pid"] and each["wanted"]]
            if alive:
                slot = self._chance.choice(alive)
                slot["killed"] = True
                with suppress(ProcessLookupError):
                    os.killpg(slot["pid"], signal.SIGKILL)

    def kill_all(self, *roles: str) -> None:
        """All of those roles at once, for good or until started again."""
        with self._lock:
            for slot in self._slots.values():
                if slot["role"] in roles and slot["pid"]:
                    slot["wanted"], slot["killed"] = False, True
                    with suppress(ProcessLookupError):
                        os.killpg(slot["pid"], signal.SIGKILL)
        self.stop(*roles)

    def arm(self, point: str, most: int, *, within: int) -> None:
        """From now on processes of the point's role are born to die there, until ``most`` have.

        within: each the first to so many times that it comes by, by chance.
        """
        with self._lock:
            self._armed, self.armed_kills, self._most, self._within = point, 0, most, within

    def disarm(self) -> None:
        """Those that have not come by their point die where they are, so that none dies there later."""
        with self._lock:
            self._armed = None
            for slot in self._slots.values():
                if slot["armed"] and slot["pid"] and not slot["asked"]:
                    slot["killed"] = True
                    with suppress(ProcessLookupError):
                        os.killpg(slot["pid"], signal.SIGKILL)

    # -- births and deaths ---------------------------------------------------

    def _bear(self, name: str) -> None:
        slot = self._slots[name]
        self._next += 1
        told = {"number": self._next, "role": slot["role"], "port": slot["port"]}
        slot["armed"] = None
        if self._armed and self._armed.partition(".")[0] == slot["role"] and self.armed_kills < self._most:
            slot["armed"] = self._armed
            told |= {"point": self._armed, "nth": self._chance.randint(1, self._within)}
        slot["number"], slot["killed"], slot["asked"] = self._next, False, False
        self._by_number[self._next] = name
        assert self._child.stdin
        self._child.stdin.write(json.dumps(told).encode() + b"\n")
        self._child.stdin.flush()

    def _listen(self) -> None:
        assert self._child.stdout
        for line in self._child.stdout:
            said = json.loads(line)
            with self._lock:
                if "born" in said:
                    self._slots[self._by_number[said["born"]]]["pid"] = said["pid"]
                else:
                    self._ended(self._by_number.pop(said["ended"]), said["status"])

    def _ended(self, name: str, status: int) -> None:
        slot = self._slots[name]
        # A web server's worker outlives a server that was killed, and would keep the port.
        with suppress(ProcessLookupError):
            os.killpg(slot["pid"], signal.SIGKILL)
        # Where a point killed the worker, the server notices and ends by itself.
        at_point = slot["armed"] and (
            status == -signal.SIGKILL or (slot["role"] == "web" and not slot["asked"])
        )
        if slot["killed"] or at_point:
            self.kills += 1
            self.armed_kills += bool(at_point and not slot["killed"])
        elif not slot["asked"]:
            self.deaths.append(f"{name} ended by itself with {status}")
        slot["pid"] = slot["number"] = None
        if slot["wanted"]:
            self._bear(name)

    # -- waiting -------------------------------------------------------------

    def wait_for_web(self, seconds: float = 60.0) -> None:
        deadline = time.monotonic() + seconds
        while not all(answers(port) for port in self.setting.web_ports):
            if time.monotonic() > deadline:
                raise TimeoutError("the web servers do not answer")
            time.sleep(0.05)

    def close(self) -> None:
        with self._lock:
            for slot in self._slots.values():
                slot["wanted"] = False
                if slot["pid"]:
                    slot["asked"] = True
                    with suppress(ProcessLookupError):
                        os.killpg(slot["pid"], signal.SIGKILL)
        assert self._child.stdin
        self._child.stdin.close()
        try:
            self._child.wait(10)
        except subprocess.TimeoutExpired:
            self._child.kill()
            self._child.wait()
        self._log.close()


def answers(port: int) -> bool:
    asked = HTTPConnection("127.0.0.1", port, timeout=2)
    try:
        asked.request("GET", "/healthz")
        return asked.getresponse().status == 200
    except (OSError, HTTPException):
        return False
    finally:
        asked.close()
