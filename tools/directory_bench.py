"""What a page of the directory costs, whether few firms match or all.

Looks at the portal that the surroundings name (``DATA_DIR``, ``DATABASE_URL``), which is best filled by
``flask seed synthesise``, and prints milliseconds on a processor, so that other work on the machine hardly
shows; of several times the best. On PostgreSQL the server's own time is not in it. ``read`` is reading the
register, as the first request after an edit does; ``look`` finds firms, figures and order; ``page`` is the
whole answer, which no cache holds; ``file`` a thousand firms.
"""

import statistics
import time
from collections.abc import Callable, Sequence
from functools import partial

from app.directory import reading
from app.directory.register import Register
from app.factory import create_app
from app.i18n.languages import BY_SLUG
from app.public.directory import look
from app.web import caching
from app.web.edition import current_taxonomy

TIMES = 7
#: From all firms to nobody.
SHELVES = (
    "",
    "page=400",
    "sort=name",
    "language=en",
    "language=en&page=300",
    "market=eu",
    "market=eu&sort=name",
    "market=us",
    "service=qa-audit",
    "sector=md",
    "family=representation",
    "market=asia&language=zh-hant",
    "market=uk&market=eu&market=us&service=qa-audit&service=rep-ukrp",
    "market=uk&service=rep-ukrp&sector=md",
    "market=jp&service=rep-ukrp",
    "market=ch&service=rep-ch-rep&sector=ivd&language=ja",
)


def best(ask: Callable[[], object]) -> float:
    """Milliseconds of the cheapest time."""
    costs = []
    for _ in range(TIMES):
        caching.forget_pages()
        before = time.process_time_ns()
        ask()
        costs.append((time.process_time_ns() - before) / 1e6)
    return min(costs)


def say(what: str, costs: Sequence[float]) -> None:
    print(
        f"{what:8}{statistics.median(costs):8.1f} p50"
        f"{statistics.quantiles(costs, n=20, method='inclusive')[18]:8.1f} p95{max(costs):8.1f} most"
    )


def main() -> None:
    app = create_app()
    client = app.test_client()
    looks, pages = [], []
    with app.test_request_context("/en/firms/"):
        taxonomy = current_taxonomy()

        def read() -> Register:
            reading.forget()
            return reading.register(taxonomy, demo=True)

        known = read()
        print(f"{len(known.entries):,} firms: read {best(read):.0f} ms")
    for query in SHELVES:
        with app.test_request_context(f"/en/firms/?{query}"):
            ask = partial(look, current_taxonomy(), BY_SLUG["en"])
            found = ask().selection.found
            looks.append(best(ask))
        pages.append(best(partial(client.get, f"/en/firms/?{query}")))
        print(f"{len(found):8,} firms{looks[-1]:8.1f} look{pages[-1]:8.1f} page  {query}")
    say("look", looks)
    say("page", pages)
    for kind in ("csv", "xlsx"):
        print(f"{kind:8}{best(partial(client.get, f'/en/firms.{kind}')):8.0f} file")


if __name__ == "__main__":
    main()
