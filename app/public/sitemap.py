"""Every public page in every language it is written in."""

from collections.abc import Iterator, Sequence
from xml.sax.saxutils import quoteattr

from app.articles import queries as articles
from app.directory import queries as directory
from app.i18n.addresses import Addresses
from app.i18n.languages import BY_SLUG, LANGUAGES, Language
from app.public.about import PAGES
from app.public.contents import current_contents
from app.public.door import root, settings
from app.web.caching import public_file

_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">\n'
)


@root.route("/sitemap.xml")
@public_file("application/xml")
def sitemap() -> str:
    return _HEAD + "".join(_entry(addresses) for addresses in _pages()) + "</urlset>\n"


def _in(languages: Sequence[Language], *path: str) -> dict[Language, str]:
    """One page's address in each language; path: a name of ``Addresses``, then what it is called with."""
    found = {}
    for language in languages:
        place = getattr(Addresses(language), path[0])
        found[language] = place if isinstance(place, str) else place(*path[1:])
    return found


def _pages() -> Iterator[dict[Language, str]]:
    contents = current_contents()
    for place in ("home", "firms", "markets", "services", "articles"):
        yield _in(LANGUAGES, place)
    for page in PAGES:
        yield _in(LANGUAGES, "about", page)
    for code in sorted(contents.markets):
        yield _in(LANGUAGES, "market", code)
    for code in sorted(contents.services):
        yield _in(LANGUAGES, "service", code)
    for slug in directory.slugs(demo=settings().demo):
        yield _in(LANGUAGES, "firm", slug)
    for slug, written in articles.slugs():
        yield _in([BY_SLUG[each] for each in written], "article", slug)


def _entry(addresses: dict[Language, str]) -> str:
    base = settings().base_url
    alternates = "".join(
        f'<xhtml:link rel="alternate" hreflang="{language.tag}" href={quoteattr(base + address)}/>'
        for language, address in addresses.items()
    )
    return "".join(f"<url><loc>{base}{address}</loc>{alternates}</url>\n" for address in addresses.values())
