"""Firms a reader keeps together: without an account, in the address, so that the list can be sent on."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode

from flask import g, request

from app.directory.models import Firm, Means
from app.directory.queries import firms_by_slug
from app.directory.shelf import FILTERS
from app.i18n.addresses import Addresses
from app.kernel.text import clean
from app.public.compare import MOST_FIRMS as MOST_COMPARED
from app.public.contents import show
from app.public.door import public, settings
from app.web.caching import public_page

MOST_FIRMS = 12
#: What the directory calls a firm that is kept; its own filters mean other things.
KEPT = "keep"
#: What the directory's address may hold, and is led back to.
_CARRIED = frozenset({"q", "sort", "page", *FILTERS})
#: Characters and conditions of the directory's query that are carried along.
_LONGEST_BACK = 1000
_MOST_PAIRS = 60
_LONGEST_SLUG = 64

Pairs = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Shortlist:
    """What is kept while the directory is read; for its links."""

    at: Addresses
    slugs: tuple[str, ...]
    #: The directory's own query, which every link keeps.
    query: Pairs

    def __contains__(self, slug: str) -> bool:
        return slug in self.slugs

    @property
    def is_full(self) -> bool:
        return len(self.slugs) >= MOST_FIRMS

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """For the directory's other links and its form."""
        return [(KEPT, slug) for slug in self.slugs]

    @property
    def page(self) -> str:
        return self.at.shortlist(self.slugs, back=urlencode(self.query))

    def toggled(self, slug: str) -> str:
        """The same page of the directory with the firm put on the list, or taken off."""
        slugs = [each for each in self.slugs if each != slug]
        slugs += [] if slug in self.slugs else [slug]
        return self.at.shelf([*self.query, *((KEPT, each) for each in slugs)]) + f"#keep-{slug}"


def kept(values: Iterable[str], query: Iterable[tuple[str, str]], at: Addresses) -> Shortlist:
    """values: each ``keep`` of the directory's address. Whether there are such firms is not asked here."""
    slugs = dict.fromkeys(each[:_LONGEST_SLUG] for each in values if each)
    return Shortlist(at, tuple(slugs)[:MOST_FIRMS], [pair for pair in query if pair[0] != KEPT])


@dataclass(frozen=True, slots=True)
class Named:
    """Which firms the address names, and what in it could not be followed."""

    firms: Sequence[Firm]
    missing: tuple[str, ...]
    #: Named more than once.
    again: tuple[str, ...]
    #: More than the list holds.
    beyond: int

    @property
    def slugs(self) -> list[str]:
        return [each.slug for each in self.firms]


@dataclass(frozen=True, slots=True)
class Row:
    """One firm of the list."""

    firm: Firm
    services: int
    markets: int
    #: The ways in which it acts, as far as it has said.
    means: Sequence[Means]
    #: This page without it.
    without: str


@public.route("/shortlist")
@public_page
def shortlist() -> str:
    at = Addresses(g.language)
    named = _named(request.args.getlist("firm"))
    back = request.args.get("back", "")[:_LONGEST_BACK]
    query = [(name, clean(value)) for name, value in parse_qsl(back)[:_MOST_PAIRS] if name in _CARRIED]
    return show(
        "public/shortlist.html",
        named=named,
        most=MOST_FIRMS,
        most_compared=MOST_COMPARED,
        rows=[_row(firm, named, back, at) for firm in named.firms],
        directory=at.shelf([*query, *((KEPT, each) for each in named.slugs)]),
        canonical_query=at.shortlist(named.slugs).partition("shortlist")[2],
        unlisted=True,
    )


def _named(given: Sequence[str]) -> Named:
    """The firms in the order named; one statement finds them, four more read what stands beside."""
    values = [slug.strip()[:_LONGEST_SLUG] for slug in given if slug.strip()]
    wanted = list(dict.fromkeys(values))
    # A few more are looked up than are kept: what is missing must not take a place.
    looked = wanted[: MOST_FIRMS * 2]
    found = {firm.slug: firm for firm in firms_by_slug(looked, demo=settings().demo)}
    there = [slug for slug in looked if slug in found]
    return Named(
        [found[slug] for slug in there[:MOST_FIRMS]],
        tuple(slug for slug in looked if slug not in found)[:MOST_FIRMS],
        tuple(slug for slug in there[:MOST_FIRMS] if values.count(slug) > 1),
        len(there[MOST_FIRMS:]) + len(wanted[MOST_FIRMS * 2 :]),
    )


def _row(firm: Firm, named: Named, back: str, at: Addresses) -> Row:
    said = {each.means for each in firm.offerings}
    return Row(
        firm,
        len({each.service_code for each in firm.offerings}),
        len({each.market_code for each in firm.offerings}),
        [each for each in Means if each in said],
        at.shortlist([slug for slug in named.slugs if slug != firm.slug], back=back),
    )
