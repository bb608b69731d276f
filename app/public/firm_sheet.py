"""The directory's result as a file for a spreadsheet."""

from collections.abc import Iterator, Sequence
from urllib.parse import urlsplit

from flask import g
from flask_babel import gettext as _

from app.directory.models import Firm, Office
from app.directory.shelf import Shelf
from app.directory.shown import Cell, Shown, shown
from app.i18n import formats
from app.i18n.addresses import Addresses
from app.i18n.languages import Language
from app.public.contents import current_register
from app.public.door import settings
from app.public.rows import grounds_of
from app.taxonomy.snapshot import Taxonomy, names
from app.web.reasons import why

#: Firms in one file.
MOST_FIRMS = 1000


def head() -> list[str]:
    return [
        _("Number in the list"),
        _("Firm"),
        _("Sample"),
        _("Why shown"),
        _("Services"),
        _("Markets"),
        _("Head office"),
        _("Offices"),
        _("Working languages"),
        _("Takes questions"),
        _("Usually answers within (working days)"),
        _("Claimed by the firm"),
        _("Read on a public page"),
        _("Website"),
        _("Listing"),
    ]


def lines(ids: Sequence[int], shelf: Shelf, taxonomy: Taxonomy, language: Language) -> Iterator[list[object]]:
    """A row for each firm, in that order; one statement. Addresses of people are none of them."""
    found = shown(ids, shelf, current_register(), all_offerings=not shelf.asks_for_offering)
    for number, each in enumerate(found, 1):
        yield [number, *_line(each, shelf, taxonomy, language)]


def _line(found: Shown, shelf: Shelf, taxonomy: Taxonomy, language: Language) -> list[object]:
    firm, cells = found.firm, found.cells
    grounds = grounds_of(cells, shelf, taxonomy) if shelf.asks_for_offering else []
    return [
        firm.read(language).text.name,
        _("Sample") if firm.demo else "",
        why(firm, grounds, taxonomy=taxonomy, language=language),
        formats.joined(names(taxonomy.services, _codes(cells, "service"), language), language),
        formats.joined(names(taxonomy.regions, _codes(cells, "market"), language), language),
        formats.clauses(
            [_place(each, taxonomy, language) for each in firm.offices if each.is_headquarters], language
        ),
        formats.clauses([_place(each, taxonomy, language) for each in firm.offices], language),
        formats.joined([formats.language_name(tag, language) for tag in firm.working_languages], language),
        _("yes") if firm.can_receive else _("no, an editor answers"),
        firm.response_days,
        firm.claimed_at.date() if firm.claimed_at else None,
        firm.source_seen,
        _website(firm),
        settings().base_url + Addresses(g.language).firm(firm.slug),
    ]


def _codes(cells: Sequence[Cell], name: str) -> list[str]:
    return list(dict.fromkeys(getattr(cell, name) for cell in cells))


def _place(office: Office, taxonomy: Taxonomy, language: Language) -> str:
    city = office.city.get(language.slug) or office.city.get("en", "")
    return formats.placed(city, taxonomy.regions[office.country].name(language), language)


def _website(firm: Firm) -> str:
    """Where a browser may be sent; an invented firm has no site that anybody could visit."""
    is_web = urlsplit(firm.website or "").scheme in {"http", "https"}
    return firm.website or "" if is_web and not firm.demo else ""
