"""The directory: firms narrowed by what the reader asks for."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from flask import g, request

from app.classification.mentions import named
from app.directory.shelf import Match, Shelf, asked_for, matches
from app.directory.stock import Stock
from app.i18n import formats
from app.i18n.addresses import Addresses
from app.i18n.languages import Language
from app.public.contents import current_stock, show
from app.public.door import public, settings, todays_turns
from app.public.paging import PAGE_SIZE, Part, part
from app.public.rows import rows
from app.search.called import firms_called
from app.search.edition import known
from app.taxonomy.snapshot import Concept, Taxonomy, names
from app.web.caching import public_page
from app.web.edition import current_taxonomy

#: Filters shown as groups of ticks; families are reached from the matrix and services.
_SHOWN = ("market", "sector", "service", "language")
_NEAREST = 3


@dataclass(frozen=True, slots=True)
class Option:
    value: str
    label: str
    #: Firms there are for this value alone.
    firms: int
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Nearest:
    """What the shelf would hold without one of its conditions."""

    missing: str
    firms: int
    address: str


@public.route("/firms/")
@public_page
def firms() -> str:
    taxonomy, language = current_taxonomy(), g.language
    asked = asked_for(request.args.to_dict(flat=False), taxonomy)
    shelf, read_as = _reading(asked.shelf, taxonomy)
    found = _found(shelf, taxonomy)
    here = part(asked.page, len(found))
    return show(
        "public/firms.html",
        shelf=shelf,
        words=asked.shelf.q,
        read_as=formats.joined([concept.name(language) for concept in read_as], language),
        ignored=asked.ignored,
        part=here,
        pages=_pages(here, asked.shelf),
        canonical_query=_canonical(here, asked.shelf),
        rows=rows(found[here.start : here.start + PAGE_SIZE], shelf, taxonomy, language),
        said={name: _said(shelf, name, taxonomy, language) for name in shelf.conditions()},
        options={name: _options(name, shelf, taxonomy, current_stock(), language) for name in _SHOWN},
        hidden=[pair for pair in asked.shelf.query() if pair[0] not in {"q", *_SHOWN}],
        nearest=[] if found else _nearest(shelf, taxonomy, language),
    )


def _reading(shelf: Shelf, taxonomy: Taxonomy) -> tuple[Shelf, list[Concept]]:
    """A search word that is the very name of a market, service or product acts as that filter."""
    concepts: Mapping[str, Mapping[str, Concept]] = {
        "market": taxonomy.regions,
        "service": taxonomy.services,
        "sector": taxonomy.sectors,
    }
    meant = [each for each in named(shelf.q, taxonomy) if each.facet in concepts] if shelf.q else []
    if not meant:
        return shelf, []
    read = replace(shelf, q="")
    for each in meant:
        wider: dict[str, Any] = {each.facet: tuple(sorted({*getattr(read, each.facet), each.code}))}
        read = replace(read, **wider)
    return read, [concepts[each.facet][each.code] for each in meant]


def _found(shelf: Shelf, taxonomy: Taxonomy) -> list[Match]:
    called = firms_called(shelf.q, known(taxonomy)) if shelf.q else None
    return matches(shelf, taxonomy, demo=settings().demo, turn=todays_turns(), called=called)


def _address(shelf: Shelf, page: int = 1) -> str:
    pairs = list(shelf.query()) + ([("page", str(page))] if page > 1 else [])
    return Addresses(g.language).shelf(pairs)


def _pages(here: Part, shelf: Shelf) -> list[object]:
    return [*here.links(lambda number: _address(shelf, number))]


def _canonical(here: Part, shelf: Shelf) -> str:
    """The query string without what was ignored, and without the first page's number."""
    _path, mark, query = _address(shelf, here.number).partition("?")
    return mark + query


def _concepts(name: str, taxonomy: Taxonomy) -> Mapping[str, Concept]:
    lists: Mapping[str, Mapping[str, Concept]] = {
        "market": taxonomy.regions,
        "service": taxonomy.services,
        "family": taxonomy.families,
        "sector": taxonomy.sectors,
    }
    return lists[name]


def _said(shelf: Shelf, name: str, taxonomy: Taxonomy, language: Language) -> list[str]:
    """What was chosen in one filter, by name."""
    chosen = getattr(shelf, name)
    if name == "q":
        return [chosen]
    if name == "language":
        return [formats.language_name(tag, language) for tag in chosen]
    return names(_concepts(name, taxonomy), chosen, language)


def _options(name: str, shelf: Shelf, taxonomy: Taxonomy, figures: Stock, language: Language) -> list[Option]:
    """The values of a filter that some firm meets, and those that are chosen, these first."""
    chosen = getattr(shelf, name)
    if name == "language":
        tags = sorted(figures.languages.items(), key=lambda pair: (-pair[1], pair[0]))
        tags += [(tag, 0) for tag in chosen if tag not in figures.languages]
        return [Option(tag.lower(), tag, firms, tag in chosen) for tag, firms in tags]
    counts = {"market": figures.markets, "service": figures.services, "sector": figures.sectors}[name]
    stands: Mapping[str, int] = figures.named_markets if name == "market" else counts
    concepts = _concepts(name, taxonomy)
    codes = [code for code in concepts if code in stands or code in chosen]
    # Markets are many and have no order of their own; services and products keep the editors'.
    codes.sort(key=lambda code: (code not in chosen, -stands.get(code, 0) if name == "market" else 0))
    return [
        Option(code.lower(), concepts[code].name(language), counts.get(code, 0), code in chosen)
        for code in codes
    ]


def _nearest(shelf: Shelf, taxonomy: Taxonomy, language: Language) -> list[Nearest]:
    """What there would be without one condition, the fullest first; a statement or two for each."""
    return sorted(_relaxed(shelf, taxonomy, language), key=lambda each: -each.firms)[:_NEAREST]


def _relaxed(shelf: Shelf, taxonomy: Taxonomy, language: Language) -> Iterator[Nearest]:
    for name in shelf.conditions():
        wider = shelf.without(name)
        firms = len(_found(wider, taxonomy))
        if firms:
            said = formats.joined(_said(shelf, name, taxonomy, language), language)
            yield Nearest(said, firms, _address(wider))
