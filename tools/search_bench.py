"""What a search costs as firms grow: ``make bench``.

Invents a portal of each size on SQLite and, where ``TEST_POSTGRES_URL`` names a server, on PostgreSQL
(``tools/with-postgres tools/search_bench.py``), puts every committed query to each of them in rounds that
take turns, and prints a table. What is counted is time on a processor, that of PostgreSQL's own process
added, so that other work on the machine hardly shows; of the rounds each query's best counts. Nothing is
kept from one query to the next, no rendered page is taken from a cache. ``find`` is the search itself,
``page`` the whole page of results with it, ``bare`` a page that looks nothing up: what every page costs.

With ``--keep FOLDER`` the portals stay, and are taken as they are the next time.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import quote

import yaml
from sqlalchemy import create_engine, make_url, text

TOP = Path(__file__).resolve().parents[1]
LANGUAGES = ("en", "zh-hant", "zh-hans")
#: What a search may cost at 95 of 100 queries with 10,000 firms, and how much dearer a larger size may be.
MOST_MS, MOST_GROWTH, JUDGED_AT = 30.0, 1.5, 10_000
#: What is measured.
COSTS = ("find", "page", "bare")


def queries() -> list[tuple[str, str]]:
    """Each with the language it is typed in."""
    found = []
    for name in ("queries", "unseen"):
        told = yaml.safe_load((TOP / f"seed/search/{name}.yaml").read_text())
        found += [(language, str(case["q"])) for language in LANGUAGES for case in told[language]]
    return found


class Portal:
    """One database of one size, and a process that answers rounds on it."""

    def __init__(self, kind: str, firms: int, articles: int, folder: Path) -> None:
        self.kind, self.firms = kind, firms
        self._environ = {
            **os.environ,
            "DEMO": "1",
            "DATA_DIR": str(folder),
            "DATABASE_URL": self._address(folder),
            "PYTHONPATH": str(TOP),
        }
        folder.mkdir(parents=True, exist_ok=True)
        if not (folder / "ready").exists():
            self._fill(articles)
            (folder / "ready").touch()
        self._child = subprocess.Popen(
            [sys.executable, __file__, "--answer"],
            env=self._environ,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.costs: dict[str, list[list[float]]] = {what: [] for what in COSTS}

    def _address(self, folder: Path) -> str:
        if self.kind == "sqlite":
            return f"sqlite:///{folder / 'portal.db'}"
        server = make_url(os.environ["TEST_POSTGRES_URL"]).set(drivername="postgresql+psycopg")
        name = f"bench_{self.firms}"
        with create_engine(server, isolation_level="AUTOCOMMIT").connect() as connection:
            known = connection.scalar(text("SELECT 1 FROM pg_database WHERE datname = :name"), {"name": name})
            if not known:
                connection.execute(text(f"CREATE DATABASE {name} TEMPLATE template0"))
                (folder / "ready").unlink(missing_ok=True)
        return server.set(database=name).render_as_string(hide_password=False)

    def _fill(self, articles: int) -> None:
        begun = time.monotonic()
        made = ["seed", "synthesise", "--firms", str(self.firms), "--articles", str(articles)]
        for words in (["db", "upgrade"], ["seed", "load", "--demo"], made):
            subprocess.run(
                [sys.executable, "-m", "flask", "--app", "wsgi", *words],
                cwd=TOP,
                env=self._environ,
                check=True,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
        say(f"{self.kind} with {self.firms:,} firms: made in {time.monotonic() - begun:.0f} s")

    def round(self) -> None:
        assert self._child.stdin
        assert self._child.stdout
        self._child.stdin.write("round\n")
        self._child.stdin.flush()
        for what, costs in json.loads(self._child.stdout.readline()).items():
            self.costs[what].append(costs)

    def best(self, what: str) -> list[float]:
        """Of each query, in milliseconds."""
        return [min(each) for each in zip(*self.costs[what], strict=True)]

    def end(self) -> None:
        self._child.communicate("")


def say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


def answer() -> None:
    """In the child: a line of costs for each line that is read."""
    from app.factory import create_app
    from app.kernel.content import edition
    from app.kernel.db import db
    from app.public.door import todays_turns
    from app.search.edition import known
    from app.search.finding import find
    from app.taxonomy.queries import taxonomy
    from app.web import caching

    app = create_app()
    asked = queries()
    client = app.test_client()

    def on_processor(server: Path | None) -> float:
        """Milliseconds, of this process and of the database's."""
        own = time.process_time_ns()
        others = int(server.read_text().split()[0]) if server else 0
        return (own + others) / 1e6

    for _ in sys.stdin:
        costs: dict[str, list[float]] = {what: [] for what in COSTS}
        with app.app_context():
            is_postgres = db.engine.dialect.name == "postgresql"
            pid = db.session.scalar(text("SELECT pg_backend_pid()")) if is_postgres else None
            server = Path(f"/proc/{pid}/schedstat") if pid else None
            words, turn = known(taxonomy(edition().version)), todays_turns()
            for _language, query in asked:
                before = on_processor(server)
                find(query, words, demo=True, turn=turn)
                costs["find"].append(on_processor(server) - before)
            # One connection for the pages too: the pool hands out what was given back last.
            db.session.remove()
        for language, query in asked:
            for what, address in (("page", f"search?q={quote(query)}"), ("bare", "about/order")):
                caching.forget_pages()
                before = on_processor(server)
                client.get(f"/{language}/{address}")
                costs[what].append(on_processor(server) - before)
        print(json.dumps(costs), flush=True)


def percentile(costs: Sequence[float], share: int) -> float:
    return statistics.quantiles(costs, n=100, method="inclusive")[share - 1]


def report(portals: Sequence[Portal], sizes: Sequence[int]) -> bool:
    """Print the table; says whether the limits hold."""
    holds = True
    print(f"{'':12}{'':6}{'firms':>8}{'p50 ms':>9}{'p95 ms':>9}{'mean ms':>9}{'growth':>8}{'p95 growth':>12}")
    for what in COSTS:
        for kind in dict.fromkeys(each.kind for each in portals):
            own = {each.firms: each.best(what) for each in portals if each.kind == kind}
            first = own[sizes[0]]
            for firms in sizes:
                costs = own[firms]
                growth = statistics.fmean(costs) / statistics.fmean(first)
                slowest = percentile(costs, 95)
                print(
                    f"{kind:12}{what:6}{firms:>8,}{percentile(costs, 50):>9.1f}{slowest:>9.1f}"
                    f"{statistics.fmean(costs):>9.1f}{growth:>8.2f}{slowest / percentile(first, 95):>12.2f}"
                )
                holds &= growth <= MOST_GROWTH
                holds &= firms != JUDGED_AT or slowest <= MOST_MS
    return holds


def slowest(portals: Sequence[Portal], number: int) -> None:
    """The queries that cost most, and those that grew most, for whoever wants to mend something."""
    asked = [query for _, query in queries()]
    for portal in portals:
        costs = sorted(zip(portal.best("find"), asked, strict=True), reverse=True)[:number]
        print(f"{portal.kind} {portal.firms:,}: " + "; ".join(f"{query} {cost:.0f}" for cost, query in costs))


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    options.add_argument("--sizes", default="1000,10000,50000", help="firms, parted by commas, ascending")
    options.add_argument("--articles", type=int, default=2_000)
    options.add_argument("--rounds", type=int, default=5)
    options.add_argument("--slowest", type=int, default=0, metavar="N", help="also the N dearest queries")
    options.add_argument("--keep", type=Path, help="where the portals stay")
    options.add_argument("--answer", action="store_true", help=argparse.SUPPRESS)
    chosen = options.parse_args()
    if chosen.answer:
        answer()
        return 0
    sizes = [int(each) for each in chosen.sizes.split(",")]
    kinds = ["sqlite", *(["postgresql"] if os.environ.get("TEST_POSTGRES_URL") else [])]
    with tempfile.TemporaryDirectory() as passing:
        folder = chosen.keep or Path(passing)
        portals = [
            Portal(kind, size, chosen.articles, folder / f"{kind}-{size}") for kind in kinds for size in sizes
        ]
        for number in range(chosen.rounds):
            for portal in portals:
                portal.round()
            say(f"round {number + 1} of {chosen.rounds}")
        for portal in portals:
            portal.end()
    holds = report(portals, sizes)
    if chosen.slowest:
        slowest(portals, chosen.slowest)
    return 0 if holds else 1


if __name__ == "__main__":
    sys.exit(main())
