"""Runs every fault and prints a row for each: ``python -m tools.faults --database sqlite|postgresql``.

Exits 1 if a receipted enquiry, a letter or a mail is missing, if a firm got an enquiry twice, or if a letter
was repeated where its sender could know that it had arrived. On PostgreSQL under ``tools/with-postgres``.
"""

import argparse
import os
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from tools.faults import postgres
from tools.faults.points import POINTS
from tools.faults.reckoning import Row, line
from tools.faults.run import Run
from tools.faults.setting import Setting

#: Submissions and kills for each fault point, submissions and kills at random, submissions for other faults.
SIZES = {
    "full": (480, 20, 4600, 60, 300),
    "small": (60, 4, 200, 20, 60),
    "tiny": (6, 2, 20, 6, 12),
}
#: How the mail server answers, and how many letters of a hundred so.
SCRIPTS = {
    "temporary": 30,
    "permanent": 10,
    "drop_before_dot": 30,
    "drop_after_dot": 20,
    "hang": 3,
    "slow": 20,
    "refuse": 100,
}
#: Hours are not there, or there twice, in zones of the sample firms; a year ends.
MOMENTS = {
    "the end of summer time in Europe": datetime(2027, 10, 31, 1, tzinfo=UTC),
    "the start of summer time in Europe": datetime(2027, 3, 28, 1, tzinfo=UTC),
    "the start of summer time in America": datetime(2027, 3, 14, 7, tzinfo=UTC),
    "the end of the year": datetime(2027, 1, 1, tzinfo=UTC),
}


def faults(run: Run, size: str) -> Iterator[tuple[str, Callable[[], Row]]]:
    """Every fault by its name, in an order in which the clock only goes forward."""
    each, kills, random_size, random_kills, other = SIZES[size]
    for name in POINTS:
        yield name, lambda name=name: run.killed_at(name, each, kills)
    yield "random", lambda: run.killed_at_random(random_size, random_kills)
    for script, share in SCRIPTS.items():
        yield script, lambda script=script, share=share: run.answered(script, other, share)
    if run.setting.kind == "postgresql":
        yield "restart", lambda: run.database_restarted(other, 3 if size == "tiny" else 10)
    yield "disk", lambda: run.disk_full(other)
    for what, moment in sorted(MOMENTS.items(), key=lambda item: item[1]):
        yield "clock", lambda what=what, moment=moment: run.clock_moved(what, moment, other)


def run_all(setting: Setting, size: str, only: list[str]) -> list[Row]:
    rows = []
    with Run(setting) as run:
        print(line(), flush=True)
        for name, happen in faults(run, size):
            if only and name not in only:
                continue
            rows.append(happen())
            print(line(rows[-1]), flush=True)
            for said in rows[-1].said[:20]:
                print(f"      {said}", file=sys.stderr, flush=True)
        rows.append(run.in_the_end())
        print(line(rows[-1]), *rows[-1].said, sep="\n", flush=True)
    return rows


def setting_for(given: argparse.Namespace, folder: Path) -> Setting:
    url = given.url or f"sqlite:///{folder / 'portal.db'}"
    if given.database == "postgresql" and not given.url:
        url = postgres.create(os.environ["TEST_POSTGRES_URL"], "portal_faults")
    return Setting(folder, url, given.port)


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite")
    parser.add_argument("--url", help="an address of a database to be filled; one of our own without")
    parser.add_argument("--size", choices=SIZES, default=os.environ.get("FAULTS_SIZE", "full"))
    parser.add_argument("--port", type=int, default=21840, help="the first of four in a row")
    parser.add_argument("--only", nargs="*", default=[], help="names of faults; all without")
    given = parser.parse_args()
    # As by Ctrl-C, so that every process is ended.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    begun = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="portal-faults-") as name:
        setting = setting_for(given, Path(name))
        rows = run_all(setting, given.size, given.only)
        wrong = [row.fault for row in rows if row.is_wrong]
        if wrong:
            log = (setting.folder / "processes.log").read_text(errors="replace")
            print(log[-4000:], file=sys.stderr)
    outcome = "wrong: " + ", ".join(wrong) if wrong else "all there"
    print(f"{given.size}, {time.monotonic() - begun:.0f} s: {outcome}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
