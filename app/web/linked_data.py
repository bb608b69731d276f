"""What a page is about, for machines: schema.org as JSON-LD. Nothing is said that the page does not show.

The blocks are data, which no browser executes; the policy that forbids scripts stays as it is.
"""

import json
from collections.abc import Iterable, Mapping
from datetime import date
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlsplit

from markupsafe import Markup

from app.articles.models import Article, ArticleText
from app.directory.models import Firm
from app.i18n.languages import BY_SLUG, Language, Reading
from app.taxonomy.snapshot import ServiceConcept, Taxonomy, names

Thing = dict[str, Any]


def written(things: Iterable[Thing]) -> Markup:
    """The blocks of a page. ``<`` is written as JSON can write it too, so no text ends the element."""
    blocks = (
        json.dumps({"@context": "https://schema.org", **thing}, ensure_ascii=False, separators=(",", ":"))
        for thing in things
    )
    # Escaped by hand just here: within a data block HTML's entities are not read.
    return Markup("\n").join(
        Markup('<script type="application/ld+json">{}</script>').format(
            Markup(block.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026"))  # noqa: S704
        )
        for block in blocks
    )


def organisation(base_url: str, home: str, name: str) -> Thing:
    return {"@type": "Organization", "@id": f"{base_url}/#portal", "name": name, "url": base_url + home}


def website(base_url: str, home: str, name: str, language: Language) -> Thing:
    return {
        "@type": "WebSite",
        "name": name,
        "url": base_url + home,
        "inLanguage": language.tag,
        "publisher": {"@id": f"{base_url}/#portal"},
    }


class _Crumbs(HTMLParser):
    """The path as it is shown: each step's words and address, without the badge of a sample."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.steps: list[tuple[str, str]] = []
        self._aside = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "li":
            self.steps.append(("", ""))
        elif tag == "a":
            self.steps[-1] = (self.steps[-1][0], given.get("href") or "")
        elif self._aside or given.get("class") == "sample":
            self._aside += 1

    def handle_endtag(self, tag: str) -> None:
        if self._aside and tag not in {"li", "a"}:
            self._aside -= 1

    def handle_data(self, data: str) -> None:
        if self.steps and not self._aside:
            words, address = self.steps[-1]
            self.steps[-1] = (words + data, address)


def breadcrumbs(path: str, base_url: str, here: str) -> Thing:
    """path: the markup of the path at the head of the page. here: the address of the page itself."""
    crumbs = _Crumbs()
    crumbs.feed(path)
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {
                "@type": "ListItem",
                "position": position,
                "name": words.strip(),
                "item": base_url + (address or here),
            }
            for position, (words, address) in enumerate(crumbs.steps, 1)
        ],
    }


def firm(
    found: Firm, address: str, markets: Iterable[str], taxonomy: Taxonomy, language: Language
) -> list[Thing]:
    """A listing; nothing of an invented firm, which is no professional service."""
    if found.demo:
        return []
    words = found.read(language).text
    others = sorted({text.name for text in found.texts.values()} - {words.name})
    return [
        _without_nothing(
            {
                "@type": "ProfessionalService",
                "name": words.name,
                "alternateName": others,
                "description": words.description,
                "url": address,
                "sameAs": _web_address(found.website),
                "address": [
                    _without_nothing(
                        {
                            "@type": "PostalAddress",
                            "addressLocality": office.city.get(language.slug) or office.city.get("en"),
                            "addressCountry": taxonomy.regions[office.country].iso or office.country,
                        }
                    )
                    for office in found.offices
                ],
                "areaServed": names(taxonomy.regions, markets, language),
                "knowsLanguage": list(found.working_languages),
            }
        )
    ]


def article(
    found: Article, reading: Reading[ArticleText], address: str, portal: Mapping[str, str]
) -> list[Thing]:
    """portal: the publisher, as ``organisation`` names it."""
    publisher = {"@type": "Organization", "@id": portal["@id"], "name": portal["name"], "url": portal["url"]}
    return [
        _without_nothing(
            {
                "@type": "Article",
                "headline": reading.text.title,
                "description": reading.text.summary,
                "inLanguage": reading.language.tag,
                "datePublished": _day(found.published),
                "dateModified": _day(found.updated),
                "mainEntityOfPage": address,
                "author": publisher,
                "publisher": publisher,
                "isAccessibleForFree": True,
                "translationOfWork": {"@type": "Article", "inLanguage": BY_SLUG[found.original_language].tag}
                if reading.language.slug != found.original_language
                else None,
                "citation": [
                    {
                        "@type": "CreativeWork",
                        "name": each.title,
                        "publisher": {"@type": "Organization", "name": each.publisher},
                        "url": each.url,
                        "inLanguage": each.language,
                    }
                    for each in found.citations
                ],
            }
        )
    ]


def service(found: ServiceConcept, address: str, markets: Iterable[str], language: Language) -> list[Thing]:
    """markets: names of those in which some firm offers it."""
    return [
        _without_nothing(
            {
                "@type": "Service",
                "name": found.name(language),
                "description": found.description(language),
                "url": address,
                "areaServed": list(markets),
            }
        )
    ]


def _day(day: date) -> str:
    return day.isoformat()


def _web_address(written: str | None) -> str | None:
    """An address to follow; whatever else a firm wrote is not handed on as one."""
    return written if urlsplit(written or "").scheme in {"http", "https"} else None


def _without_nothing(thing: Thing) -> Thing:
    return {name: value for name, value in thing.items() if value}
