"""People who have all that is kept of them erased, and press again where nothing came back.

Whenever a process dies over it, either everything is still there or the database says nothing of them any
more; files that it had no time for are nobody's then, and go with the daily job.
"""

import os
import re
import subprocess
import sys
import time
from http.client import HTTPException
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from sqlalchemy import Engine, inspect, text

from app.enquiries.access import key_of
from tools.faults.processes import TOP
from tools.faults.reckoning import Row
from tools.faults.setting import SECRET, Setting
from tools.faults.visitors import CONFIRMS_ONE_IN, Browser, values_of

if TYPE_CHECKING:
    from tools.faults.run import Run

#: Fewer are not tried, however soon enough processes have died.
_FEWEST = 4
_PATIENCE = 60.0
_TWO_DAYS = 2 * 86_400


def erase(run: "Run", row: Row, names: str, size: int, kills: int) -> None:
    """People ask, and write by mail; then one after the other is erased, those first whom firms have."""
    run.load(names, size)
    run.books.read()
    asked = [name for name in run.books.receipts if name.startswith(f"{names}-")]
    asked.sort(key=lambda name: not _confirms(name))
    asked = asked[: 4 * kills]
    # Mails of an address that nobody has confirmed might be anybody's, and stay.
    for name in filter(_confirms, asked):
        run.correspondents.write_as(f"{name}@maker.example", [f"{name}m{each}" for each in range(2)])
    run.settle(row)
    gone, had_files = [], 0
    for name in asked:
        if run.nursery.armed_kills >= kills and len(gone) >= _FEWEST:
            break
        had_files += _one(run, row, name)
        gone.append(name)
    if not had_files:
        row.said.append("nobody had a file to be erased")
    _daily_job(run.setting)
    for name in gone:
        left = traces(run.engine, run.setting.files, name)
        if any(left):
            row.said.append(f"{name} was erased, and is found in {left[0]} rows and {left[1]} files")


def _confirms(name: str) -> bool:
    return int(name.rpartition("-")[2]) % CONFIRMS_ONE_IN == 0


def traces(engine: Engine, files: Path, name: str) -> tuple[int, int]:
    """How many rows, of whatever table, and how many files hold the name."""
    wanted = re.compile(rf"{re.escape(name)}(?!\d)")
    with engine.connect() as connection:
        rows = sum(
            bool(wanted.search(str(tuple(each))))
            for table in inspect(connection).get_table_names()
            for each in connection.execute(text(f'SELECT * FROM "{table}"'))
        )
    found = (each.read_bytes().decode(errors="replace") for each in files.rglob("*") if each.is_file())
    return rows, sum(bool(wanted.search(each)) for each in found)


def is_half(before: tuple[int, int], now: tuple[int, int]) -> bool:
    """Whether it is neither whole nor gone from the database."""
    return now != before and now[0] > 0


def _one(run: "Run", row: Row, name: str) -> bool:
    """Have one of them erased; says whether anything of theirs lay in a file."""
    reference = run.books.receipts[name]
    before = traces(run.engine, run.setting.files, name)
    browser = Browser(run.setting.web_ports, 0, each_cookie=True)
    address = f"/en/enquiries/{reference}"
    browser.until_answered("GET", f"{address}?key={_key(run.engine, reference)}")
    page = browser.until_answered("GET", f"{address}/data")[2]
    status, deadline = 0, time.monotonic() + _PATIENCE
    while not status and time.monotonic() < deadline:
        kills = run.nursery.armed_kills
        try:
            status = browser.ask("POST", f"{address}/data", {**values_of(page), "sure": "y"})[0]
        except (OSError, HTTPException):
            now = traces(run.engine, run.setting.files, name)
            if is_half(before, now):
                row.said.append(f"half of {name} was erased: of {before} there are {now}")
            _await_the_end(run, kills)
    # Whoever presses again after it was done is told that there is no such enquiry.
    if status not in {303, 404}:
        row.said.append(f"{name} cannot be erased: {status}")
    return before[1] > 0


def _key(engine: Engine, reference: str) -> str:
    asked = text("SELECT salt FROM enquiry WHERE reference = :reference")
    with engine.connect() as connection:
        enquiry: Any = SimpleNamespace(salt=connection.execute(asked, {"reference": reference}).scalar_one())
    return key_of(enquiry, secret=SECRET)


def _await_the_end(run: "Run", kills: int) -> None:
    """Until the server whose worker has died was counted; one that refuses connections is not yet up."""
    deadline = time.monotonic() + 3
    while run.nursery.armed_kills == kills and time.monotonic() < deadline:
        time.sleep(0.05)


def _daily_job(setting: Setting) -> None:
    """``flask privacy keep``, as if what lies in the files had been there for two days."""
    then = time.time() - _TWO_DAYS
    for each in setting.files.rglob("*"):
        if each.is_file():
            os.utime(each, (then, then))
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "privacy", "keep"]
    subprocess.run(command, env=setting.environ(), cwd=TOP, check=True, capture_output=True)
