"""What the statements of keeping an enquiry cost by themselves: ``tools/intake_floor.py``.

Notes down what ``kept`` of ``tools/intake_bench.py`` sends to SQLite, and sends the same again to copies of
the same database by the bare driver: no objects, no letters written, nothing made of what is read. Prints
the processor's time for all of it and for what is written alone, the commit with it: what no better program
that keeps the same rows can be below.
"""

import sqlite3
import statistics
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path
from typing import Any

from intake_bench import TOP, Portal, listening
from sqlalchemy import event

_ROUNDS = 25
_PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON")

Sent = tuple[str, Any, bool]


def _noted(portal: Portal, before: Path) -> list[Sent]:
    """What one keeping sends; ``before`` is the database as it was."""
    portal.kept()  # fills caches
    sent: list[Sent] = []

    def note(_connection: Any, _cursor: Any, words: str, values: Any, _context: Any, many: bool) -> None:
        sent.append((words, values, many))

    with sqlite3.connect(portal.engine.url.database or "") as source, sqlite3.connect(before) as copy:
        source.backup(copy)
    event.listen(portal.engine, "before_cursor_execute", note)
    portal.kept()
    # Its firms are looked up before the time is taken.
    begin = next(at for at, each in enumerate(sent) if each[0].startswith("SELECT enquiry."))
    return sent[begin:]


def _spent(before: Path, sent: list[Sent]) -> float:
    """Seconds of the processor for sending it to a copy of its own."""
    with tempfile.TemporaryDirectory() as name, closing(_copy(before, Path(name))) as database:
        for each in _PRAGMAS:
            database.execute(f"PRAGMA {each}")
        database.execute("SELECT count(*) FROM letter").fetchall()
        begun = time.process_time()
        database.execute("BEGIN IMMEDIATE")
        for words, values, many in sent:
            # Some of many are one statement with many rows in it.
            if many and isinstance(values[0], tuple | list):
                database.executemany(words, values)
            else:
                database.execute(words, values).fetchall()
        database.execute("COMMIT")
        return time.process_time() - begun


def _copy(before: Path, folder: Path) -> sqlite3.Connection:
    file = folder / "copy.db"
    file.write_bytes(before.read_bytes())
    return sqlite3.connect(file, isolation_level=None)


def main() -> None:
    with tempfile.TemporaryDirectory() as name, listening() as port:
        folder = Path(name)
        portal = Portal(port, folder / "portal")
        before = folder / "before.db"
        sent = _noted(portal, before)
        for what, part in (
            ("all statements", sent),
            ("what is written", [each for each in sent if not each[0].lstrip().startswith("SELECT")]),
        ):
            costs = sorted(1000 * _spent(before, part) for _ in range(_ROUNDS))
            print(f"{what:16} {len(part):3}: {statistics.median(costs):.2f} ms, least {costs[0]:.2f}")


if __name__ == "__main__":
    sys.path.insert(0, str(TOP))
    main()
