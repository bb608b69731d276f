"""The directory: firms narrowed by what the reader asks for."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from flask import g, request
from flask_babel import gettext as _

from app.classification.mentions import named
from app.directory.register import Entry
from app.directory.selection import FEW, Selection, select_firms
from app.directory.shelf import BY_NAME, Asked, Shelf, asked_for
from app.figures.counting import Seen
from app.figures.models import Sight
from app.i18n import formats
from app.i18n.addresses import Addresses
from app.i18n.languages import Language
from app.public import firm_sheet
from app.public.contents import current_stock, show
from app.public.door import public
from app.public.facets import SHOWN, concepts_of, facets
from app.public.initials import Initial, beginnings, initials
from app.public.paging import PAGE_SIZE, part
from app.public.rows import Row, rows_and_near, searching
from app.public.saying import sentence
from app.public.shortlist import KEPT, Shortlist, kept
from app.search.called import firms_called
from app.search.edition import known
from app.taxonomy.snapshot import Concept, Taxonomy, names
from app.web.caching import public_file, public_page
from app.web.edition import current_taxonomy
from app.web.sheets import XLSX, csv_of, xlsx_of
from app.web.sights import shows

_NEAREST = 3
#: Firms shown that lack one thing.
_MOST_NEAR = 5


@dataclass(frozen=True, slots=True)
class Nearest:
    """What the shelf would hold without one of its conditions."""

    missing: str
    firms: int
    address: str


@dataclass(frozen=True, slots=True)
class Looked:
    """A query string, what it was read as, and what was found for it."""

    asked: Asked
    shelf: Shelf
    #: What the search word named, where it was nothing but that.
    read_as: list[Concept]
    by_name: bool
    selection: Selection


@public.route("/firms/")
@public_page
def firms() -> str:
    taxonomy, language = current_taxonomy(), g.language
    looked = look(taxonomy, language)
    asked, shelf, selection = looked.asked, looked.shelf, looked.selection
    here = part(asked.page, len(selection.found))
    shown = selection.found[here.start : here.start + PAGE_SIZE]
    near = selection.near[:_MOST_NEAR]
    shortlist = _kept(_paged(_pairs(asked), here.number))
    rows, nearly = rows_and_near([each.id for each in shown], near, shelf, taxonomy, language)
    shows(each for row in rows for each in _sights(row, shelf))
    return show(
        "public/firms.html",
        shelf=shelf,
        asked=asked,
        sentence=sentence(shelf, taxonomy, language),
        read_as=formats.joined([concept.name(language) for concept in looked.read_as], language),
        part=here,
        pages=here.links(lambda number: _address(asked, page=number)),
        canonical_query=_query(_address(asked, page=here.number, keeping=False)),
        shortlist=shortlist,
        sheets=_sheets(asked, len(selection.found)),
        rows=rows,
        near=nearly,
        few=FEW,
        facets=facets(shelf, selection, current_stock(), taxonomy, language),
        hidden=[*(pair for pair in _pairs(asked) if pair[0] not in {"q", *SHOWN}), *shortlist.pairs],
        shortfall=_shortfall(looked, taxonomy, language),
        nearest=_nearest(looked, taxonomy, language),
        by_fit=_address(asked, sort=""),
        by_name=_address(asked, sort=BY_NAME),
        **_index(looked, shown),
    )


@public.route("/firms.csv")
@public_file("text/csv")
def firms_csv() -> str:
    return csv_of(firm_sheet.head(), _lines())


@public.route("/firms.xlsx")
@public_file(XLSX)
def firms_xlsx() -> bytes:
    return xlsx_of(_("Firms"), firm_sheet.head(), _lines())


def _lines() -> Iterator[list[object]]:
    """The result as rows of a file; one statement more than ``look``."""
    taxonomy, language = current_taxonomy(), g.language
    looked = look(taxonomy, language, facets=False)
    ids = [each.id for each in looked.selection.found[: firm_sheet.MOST_FIRMS]]
    return firm_sheet.lines(ids, looked.shelf, taxonomy, language)


def look(taxonomy: Taxonomy, language: Language, *, facets: bool = True) -> Looked:
    """What the address asks for, and what there is; one statement where there is a search word."""
    asked = asked_for(request.args.to_dict(flat=False), taxonomy)
    shelf, read_as = _reading(asked.shelf, taxonomy)
    by_name = asked.sort == BY_NAME
    called = firms_called(shelf.q, known(taxonomy)) if shelf.q else None
    by = replace(searching(taxonomy), by_name_in=language if by_name else None)
    return Looked(asked, shelf, read_as, by_name, select_firms(shelf, by, called=called, facets=facets))


def _reading(shelf: Shelf, taxonomy: Taxonomy) -> tuple[Shelf, list[Concept]]:
    """A search word that is the very name of a market, service or product acts as that filter."""
    filters = ("market", "service", "sector")
    meant = [each for each in named(shelf.q, taxonomy) if each.facet in filters] if shelf.q else []
    if not meant:
        return shelf, []
    read = replace(shelf, q="")
    for each in meant:
        wider: dict[str, Any] = {each.facet: tuple(sorted({*getattr(read, each.facet), each.code}))}
        read = replace(read, **wider)
    return read, [concepts_of(each.facet, taxonomy)[each.code] for each in meant]


def _sights(row: Row, shelf: Shelf) -> Iterator[Seen]:
    """For which cells the firm was found: of what the reader named, and no more than that."""
    cells = {
        (each.market if shelf.market else "", each.service if shelf.service else "") for each in row.cells
    }
    for market, service in sorted(cells or {("", "")}):
        yield Seen(row.firm.slug, Sight.FOUND, market, service)


def _pairs(asked: Asked, *, shelf: Shelf | None = None, sort: str | None = None) -> list[tuple[str, str]]:
    """The query string again, with another shelf or order."""
    wanted = asked.sort if sort is None else sort
    return [*(shelf or asked.shelf).query(), *([("sort", wanted)] if wanted else [])]


def _paged(pairs: list[tuple[str, str]], page: int) -> list[tuple[str, str]]:
    return [*pairs, *([("page", str(page))] if page > 1 else [])]


def _kept(pairs: list[tuple[str, str]]) -> Shortlist:
    """What the reader keeps, beside that query string."""
    return kept(request.args.getlist(KEPT), pairs, Addresses(g.language))


def _address(asked: Asked, *, page: int = 1, keeping: bool = True, **other: Any) -> str:
    pairs = _paged(_pairs(asked, **other), page)
    return Addresses(g.language).shelf([*pairs, *(_kept(pairs).pairs if keeping else ())])


def _query(address: str) -> str:
    """The query string of an address: without what was ignored, and without the first page's number."""
    _path, mark, query = address.partition("?")
    return mark + query


def _sheets(asked: Asked, firms: int) -> dict[str, object]:
    """Where the same is had as a file, and how many firms stand in it."""
    at, pairs = Addresses(g.language), _pairs(asked)
    most = min(firms, firm_sheet.MOST_FIRMS)
    return {"csv": at.firms_csv(pairs), "xlsx": at.firms_xlsx(pairs), "firms": most, "is_cut": most < firms}


def _index(looked: Looked, shown: list[Entry]) -> Mapping[str, object]:
    """Where each letter begins in a list by name, and which rows of this page begin one."""
    if not looked.by_name:
        return {"initials": [], "beginnings": {}}

    def address(found: Initial, page: int) -> str:
        return f"{_address(looked.asked, page=page)}#{found.anchor}"

    return {
        "initials": initials(looked.selection.found, address),
        "beginnings": beginnings(shown, looked.selection.found),
    }


def _shortfall(looked: Looked, taxonomy: Taxonomy, language: Language) -> str:
    """What is said above the ways on from a short list."""
    if looked.selection.found:
        return _("More firms, each time without one condition")
    said = [_said(looked.shelf, name, taxonomy, language) for name in looked.shelf.conditions()]
    if not said:
        return _("No firm is listed yet")
    conditions = formats.clauses([formats.joined(each, language) for each in said], language)
    return _("No listed firm meets all of this at once: %(conditions)s", conditions=conditions)


def _nearest(looked: Looked, taxonomy: Taxonomy, language: Language) -> list[Nearest]:
    """What there would be without one condition, the fullest first."""
    found = sorted(_relaxed(looked, taxonomy, language), key=lambda each: -each.firms)
    return found[:_NEAREST]


def _relaxed(looked: Looked, taxonomy: Taxonomy, language: Language) -> Iterator[Nearest]:
    for name in looked.shelf.conditions():
        firms = looked.selection.without.get(name, 0)
        if firms > len(looked.selection.found):
            said = formats.joined(_said(looked.shelf, name, taxonomy, language), language)
            wider = looked.shelf.without(name)
            yield Nearest(said, firms, _address(looked.asked, shelf=wider))


def _said(shelf: Shelf, name: str, taxonomy: Taxonomy, language: Language) -> list[str]:
    """What was chosen in one filter, by name."""
    chosen = getattr(shelf, name)
    if name == "q":
        return [chosen]
    if name == "language":
        return [formats.language_name(tag, language) for tag in chosen]
    return names(concepts_of(name, taxonomy), chosen, language)
