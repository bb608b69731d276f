"""One run: the portal under load, one fault after the other, each reckoned up before the next."""

import random
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import create_engine

from tools.faults import erasing, postgres
from tools.faults.correspondents import Correspondents
from tools.faults.processes import ROLES, TOP, Nursery
from tools.faults.reckoning import Books, Marks, Row, marks, reckon
from tools.faults.setting import Clock, Setting, small_disk
from tools.faults.visitors import Crowd
from tools.faults.waiting import count_mails, unsettled

#: Seconds in which letters and mails that wait after a fault must become fewer.
_PATIENCE = 300.0


class Run:
    """Leaving it ends every process it started, by its number."""

    def __init__(self, setting: Setting, *, seed: int = 5) -> None:
        self.setting = setting
        self.clock = Clock(setting.folder / "clock")
        self.chance = random.Random(seed)
        self.engine = create_engine(setting.database_url, pool_pre_ping=True)
        self.books = Books(setting)
        self._number = 0

    def __enter__(self) -> "Run":
        self.answer("ok")
        folder, port = str(self.setting.folder), str(self.setting.mail_port)
        command = [sys.executable, "-m", "tools.faults.mailserver", folder, port]
        self._mailserver = subprocess.Popen(command, cwd=TOP)
        try:
            subprocess.run(
                [sys.executable, "-m", "tools.faults.seeding"],
                env=self.setting.environ(),
                cwd=TOP,
                check=True,
            )
            self.nursery = Nursery(self.setting)
            self.nursery.start(*ROLES)
            self.nursery.wait_for_web()
            self.crowd = Crowd(self.setting, self.clock)
            self.correspondents = Correspondents(self.setting, self.engine)
        except BaseException:
            self._end()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self._end()

    def _end(self) -> None:
        for part in ("crowd", "nursery"):
            if hasattr(self, part):
                getattr(self, part).close()
        self._mailserver.kill()
        self._mailserver.wait()
        self.engine.dispose()

    def answer(self, script: str, share: int = 100) -> None:
        """How the mail server answers from now on, and how many letters of a hundred."""
        draft = self.setting.folder / "script.new"
        draft.write_text(f"{script} {share}")
        draft.replace(self.setting.folder / "script")

    # -- one fault -----------------------------------------------------------

    @contextmanager
    def fault(self, name: str) -> Iterator[tuple[Row, str]]:
        """Inside, the fault happens; after it the portal recovers and is reckoned up."""
        self._number += 1
        row, names = Row(name, self.setting.kind), f"f{self._number}n"
        low, kills = marks(self.engine), self.nursery.kills
        faults = len(self.crowd.faults), len(self.nursery.deaths)
        yield row, names
        self.nursery.disarm()
        self.nursery.start(*ROLES)
        self.nursery.wait_for_web()
        self.settle(row)
        self._retry_dead(row)
        row.kills = self.nursery.kills - kills
        row.said += self.crowd.faults[faults[0] :] + self.nursery.deaths[faults[1] :]
        reckon(row, self.engine, self.books, self.setting, names, low, marks(self.engine))

    def settle(self, row: Row) -> None:
        """Wait until every letter has an end and every mail is filed; a time they wait for is brought."""
        deadline = time.monotonic() + _PATIENCE
        quiet, fewest = 0, None
        while quiet < 3:
            if time.monotonic() > deadline:
                row.said.append("letters or mails do not come to rest")
                return
            time.sleep(0.3)
            waiting, next_at, unfiled = unsettled(self.engine)
            if fewest is None or waiting + unfiled < fewest:
                deadline, fewest = time.monotonic() + _PATIENCE, waiting + unfiled
            quiet = 0 if waiting or unfiled or not self.crowd.is_idle else quiet + 1
            if waiting and next_at and next_at > self.clock.now():
                self.leap_to(next_at + timedelta(seconds=1))

    def _retry_dead(self, row: Row) -> None:
        """What staff do: a mail at whose filing processes died again and again is put aside for them."""
        if count_mails(self.engine, "dead"):
            self._flask("inbox", "retry")
            self.settle(row)

    def _flask(self, *words: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "flask", "--app", "wsgi", *words]
        return subprocess.run(
            command, env=self.setting.environ(), cwd=TOP, capture_output=True, text=True, timeout=900
        )

    def leap_to(self, moment: datetime) -> None:
        """Set the clock forward while no letter is in a courier's hand: its lease would end under way."""
        self.nursery.stop("courier")
        self.clock.set_to(moment)
        self.nursery.start("courier")

    def in_the_end(self) -> Row:
        """Everything once more, also what earlier faults left; and every chain of the journal is read."""
        row = Row("all of it, in the end", self.setting.kind, kills=self.nursery.kills)
        self.nursery.stop("timers")  # so that nothing is on its way while it is counted
        self.settle(row)
        verified = self._flask("journal", "verify")
        if verified.returncode:
            row.said.append(f"journal: {verified.stdout[-500:]}")
        return reckon(row, self.engine, self.books, self.setting, "f", Marks(), marks(self.engine))

    # -- what may happen -----------------------------------------------------

    def load(self, names: str, size: int, each_time: Any = lambda: None) -> None:
        self.crowd.submit_all((f"{names}-{each}" for each in range(size)), each_time)

    def killed_at(self, point: str, size: int, kills: int) -> Row:
        """Processes die at that point while people ask, firms write and time passes."""
        role = point.partition(".")[0]
        with self.fault(point) as (row, names):
            self.nursery.kill_all(role)
            self.nursery.arm(point, kills, within=max(1, min(6, size // 20)))
            self.nursery.start(*ROLES)
            if role == "timers":
                self._timers_due(names, size, kills)
            elif role == "inbox":
                self._mails(names, size, kills)
            elif ".erasure_" in point:
                erasing.erase(self, row, names, size, kills)
            else:
                self._load_until(names, size, kills)
            if self.nursery.armed_kills < kills:
                row.said.append(f"reached {self.nursery.armed_kills} times, not {kills}")
        return row

    def _load_until(self, names: str, size: int, kills: int) -> None:
        """People ask, and more of them until so many processes have died."""
        self.load(names, size)
        for more in range(20):
            self._await_kills(kills)
            if self.nursery.armed_kills >= kills:
                break
            self.load(f"{names}p{more}", max(6, size // 10))

    def _timers_due(self, names: str, size: int, kills: int) -> None:
        self.load(names, size)
        # Those who did not confirm are looked at by a person after a day.
        self.leap_to(self.clock.now() + timedelta(hours=25))
        deadline = time.monotonic() + 60
        while self.nursery.armed_kills < kills and time.monotonic() < deadline:
            time.sleep(0.1)

    def _mails(self, names: str, size: int, kills: int) -> None:
        self.load(names, size)
        batch = 0
        while self.nursery.armed_kills < kills and batch < 40:
            self.correspondents.write([f"{names}m{batch}-{each}" for each in range(max(4, kills))])
            batch += 1

    def _await_kills(self, kills: int) -> None:
        deadline = time.monotonic() + 3
        while self.nursery.armed_kills < kills and time.monotonic() < deadline:
            time.sleep(0.1)

    def killed_at_random(self, size: int, kills: int) -> Row:
        with self.fault("any process at any moment") as (row, names):
            begun, self._due = self.nursery.kills, time.monotonic()
            stop = threading.Event()
            mails = [f"{names}m-{each}" for each in range(max(5, size // 20))]
            writer = threading.Thread(target=self.correspondents.write, args=(mails,), kwargs={"stop": stop})
            writer.start()
            done = 0

            def now_and_then() -> None:
                if self.nursery.kills - begun < kills and time.monotonic() > self._due:
                    self.nursery.kill_one()
                    self._due = time.monotonic() + self.chance.uniform(0.2, 1.0)

            while done < size or self.nursery.kills - begun < kills:
                part = min(200, max(20, size - done))
                self.load(f"{names}p{done}", part, now_and_then)
                done += part
                if done > size * 4:
                    break
            writer.join(60)
            stop.set()
            writer.join(30)
        return row

    def answered(self, script: str, size: int, share: int) -> Row:
        with self.fault(f"mail server: {script.replace('_', ' ')}") as (row, names):
            self.answer(script, share)
            self.load(names, size)
            time.sleep(1)
            self.answer("ok")
        return row

    def database_restarted(self, size: int, times: int) -> Row:
        with self.fault("database restarted in mid-flight") as (row, names):
            done, self._due = [0], time.monotonic() + 1

            def now_and_then() -> None:
                if done[0] < times and time.monotonic() > self._due:
                    postgres.restart(self.setting.database_url)
                    done[0] += 1
                    self._due = time.monotonic() + self.chance.uniform(1, 4)

            self.load(names, size, now_and_then)
            if not done[0]:
                row.said.append("the database was never restarted")
        return row

    def disk_full(self, size: int) -> Row:
        """The files' folder is a small disk that is full; what firms write then is told to come back."""
        with self.fault("disk of the files full") as (row, names):
            self.nursery.kill_all("inbox")
            with small_disk(self.setting.folder / "small") as is_made:
                if is_made:
                    self._fill_the_disk(row, names, size)
                else:
                    row.said.append("no small disk can be made here (that takes root)")
        return row

    def _fill_the_disk(self, row: Row, names: str, size: int) -> None:
        files, small = self.setting.files, self.setting.folder / "small"
        aside = files.with_name("files.aside")
        if files.exists():
            files.rename(aside)
        files.symlink_to(small)
        try:
            self.nursery.start("inbox")
            stop, before = threading.Event(), self.correspondents.turned_away
            mails = [f"{names}m-{each}" for each in range(12)]
            how = {"padding": 300_000, "stop": stop}
            writer = threading.Thread(target=self.correspondents.write, args=(mails,), kwargs=how)
            writer.start()
            self.load(names, size)
            time.sleep(1)
            if self.correspondents.turned_away == before:
                row.said.append("the disk never was full")
            stop.set()
            writer.join(60)
        finally:
            self.nursery.stop("inbox")
            files.unlink()
            aside.rename(files) if aside.exists() else files.mkdir()
            for each in small.rglob("*"):
                if each.is_file() and not each.name.endswith(".part"):
                    (files / each.parent.name).mkdir(exist_ok=True)
                    (files / each.parent.name / each.name).write_bytes(each.read_bytes())
            if any(small.rglob("*.part")):
                row.said.append("a half-written file stays")

    def clock_moved(self, what: str, moment: datetime, size: int) -> Row:
        """The clock comes to an hour before the moment while people ask, and then past it."""
        with self.fault(f"clock across {what}") as (row, names):
            self.load(f"{names}a", size // 3)
            self.settle(row)
            self.leap_to(moment - timedelta(minutes=30))
            self.load(f"{names}b", size // 3)
            self.leap_to(moment + timedelta(minutes=31))
            self.load(f"{names}c", size - 2 * (size // 3))
            self.leap_to(self.clock.now() + timedelta(hours=25))
        return row
