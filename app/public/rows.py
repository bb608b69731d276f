"""Firms as they stand in a list: each with the reason why."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.directory.models import Firm
from app.directory.nearness import Near
from app.directory.selection import Searching, select_firms
from app.directory.shelf import Shelf
from app.directory.shown import Cell, shown
from app.i18n.languages import Language
from app.matching.ranking import Ground
from app.public.contents import current_register
from app.public.door import settings, todays_turns
from app.public.lacking import holds, lacks
from app.public.paging import PAGE_SIZE
from app.taxonomy.snapshot import Taxonomy
from app.web.reasons import why


@dataclass(frozen=True, slots=True)
class Row:
    firm: Firm
    #: Empty where nothing was asked for that an offering could answer.
    why: str
    #: What of the firm met what was asked.
    cells: tuple[Cell, ...] = ()


@dataclass(frozen=True, slots=True)
class NearRow:
    """A firm that lacks one thing."""

    firm: Firm
    #: What it lacks, and what it does instead; the latter empty where it does all that was asked of it.
    lacks: str
    holds: str


def rows(ids: Sequence[int], shelf: Shelf, taxonomy: Taxonomy, language: Language) -> list[Row]:
    """Those firms with their reasons; one statement, however many there are."""
    return rows_and_near(ids, (), shelf, taxonomy, language)[0]


def rows_and_near(
    ids: Sequence[int], near: Sequence[Near], shelf: Shelf, taxonomy: Taxonomy, language: Language
) -> tuple[list[Row], list[NearRow]]:
    """Those firms with their reasons, the near ones with what they lack; one statement, none for no firm."""
    missing = {each.id: each.missing for each in near}
    full: list[Row] = []
    nearly: list[NearRow] = []
    for each in shown(ids, shelf, current_register(), near):
        grounds = grounds_of(each.cells, shelf, taxonomy)
        lacked = missing.get(each.firm.id)
        if lacked is None:
            reason = why(each.firm, grounds, taxonomy=taxonomy, language=language)
            full.append(Row(each.firm, reason, each.cells))
        else:
            said = lacks(lacked, shelf, taxonomy, language)
            nearly.append(NearRow(each.firm, said, holds(shelf, lacked, grounds, taxonomy, language)))
    return full, nearly


def first_rows(shelf: Shelf, taxonomy: Taxonomy, language: Language) -> tuple[list[Row], int]:
    """The first page of firms on a shelf, and how many there are in all; one statement."""
    found = select_firms(shelf, searching(taxonomy), called=None, facets=False).found
    return rows([each.id for each in found[:PAGE_SIZE]], shelf, taxonomy, language), len(found)


def searching(taxonomy: Taxonomy) -> Searching:
    """As everybody may look today."""
    return Searching(taxonomy, settings().demo, todays_turns())


def grounds_of(cells: Sequence[Cell], shelf: Shelf, taxonomy: Taxonomy) -> list[Ground]:
    """What speaks for a firm: each of the offerings, with what was asked."""
    return [
        Ground(cell.service, cell.market, _asked(cell.market, shelf, taxonomy), cell.basis, cell.sectors)
        for cell in cells
    ]


def _asked(market: str, shelf: Shelf, taxonomy: Taxonomy) -> str:
    """Which of the markets asked about an offering answers for; its own where none was."""
    if market in shelf.market:
        return market
    return next((each for each in shelf.market if market in taxonomy.markets_answering(each)), market)
