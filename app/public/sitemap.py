"""Every public page in every language it is written in."""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import islice
from typing import NamedTuple
from xml.sax.saxutils import quoteattr

from flask import abort

from app.articles import queries as articles
from app.directory import queries as directory
from app.i18n.addresses import Addresses
from app.i18n.languages import BY_SLUG, LANGUAGES, Language
from app.public.about import PAGES
from app.public.contents import current_contents
from app.public.door import root, settings
from app.web.caching import public_file

#: Pages in one file: in three languages, with their alternates, about two megabytes.
MOST_PAGES = 1000
#: Pages of which there is one, as ``Addresses`` calls them.
_SINGLE = (
    "home",
    "firms",
    "together",
    "requirements",
    "coverage",
    "markets",
    "services",
    "articles",
    "glossary",
)
_SPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    f'<urlset xmlns="{_SPACE}" xmlns:xhtml="http://www.w3.org/1999/xhtml">\n'
)
_INDEX_HEAD = f'<?xml version="1.0" encoding="UTF-8"?>\n<sitemapindex xmlns="{_SPACE}">\n'


class Page(NamedTuple):
    """One page: its address in each language it is written in, and the day it was changed, where known."""

    addresses: dict[Language, str]
    changed: date | None = None


@root.route("/sitemap.xml")
@public_file("application/xml")
def sitemap() -> str:
    """All pages in one file, or where they are too many the list of such files."""
    pages = list(_pages())
    if len(pages) <= MOST_PAGES:
        return _file(pages)
    base, files = settings().base_url, -(-len(pages) // MOST_PAGES)
    entries = "".join(
        f"<sitemap><loc>{base}/sitemap-{number}.xml</loc></sitemap>\n" for number in range(1, files + 1)
    )
    return f"{_INDEX_HEAD}{entries}</sitemapindex>\n"


@root.route("/sitemap-<int:number>.xml")
@public_file("application/xml")
def sitemap_part(number: int) -> str:
    pages = (
        list(islice(_pages(), max(number - 1, 0) * MOST_PAGES, number * MOST_PAGES)) if number < 10**6 else []
    )
    if not pages:
        abort(404)
    return _file(pages)


def _file(pages: Sequence[Page]) -> str:
    return _HEAD + "".join(_entry(page) for page in pages) + "</urlset>\n"


def _in(languages: Sequence[Language], *path: str) -> dict[Language, str]:
    """One page's address in each language; path: a name of ``Addresses``, then what it is called with."""
    found = {}
    for language in languages:
        place = getattr(Addresses(language), path[0])
        found[language] = place if isinstance(place, str) else place(*path[1:])
    return found


def _pages() -> Iterator[Page]:
    contents = current_contents()
    for place in _SINGLE:
        yield Page(_in(LANGUAGES, place))
    for page in PAGES:
        yield Page(_in(LANGUAGES, "about", page))
    for code in sorted(contents.markets):
        yield Page(_in(LANGUAGES, "market", code))
    for code in sorted(contents.services):
        yield Page(_in(LANGUAGES, "service", code))
    for slug, updated, written in articles.slugs():
        yield Page(_in([BY_SLUG[each] for each in written], "article", slug), updated)
    for slug in directory.slugs(demo=settings().demo):
        yield Page(_in(LANGUAGES, "firm", slug))


def _entry(page: Page) -> str:
    base = settings().base_url
    known = {language.tag: address for language, address in page.addresses.items()}
    # Whoever reads none of them gets the first: English, where there is one.
    known["x-default"] = next(iter(page.addresses.values()))
    alternates = "".join(
        f'<xhtml:link rel="alternate" hreflang="{tag}" href={quoteattr(base + address)}/>'
        for tag, address in known.items()
    )
    changed = f"<lastmod>{page.changed.isoformat()}</lastmod>" if page.changed else ""
    return "".join(
        f"<url><loc>{base}{address}</loc>{changed}{alternates}</url>\n" for address in page.addresses.values()
    )
