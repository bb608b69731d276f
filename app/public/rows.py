"""Firms as they stand in a list: each with the reason why."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.directory.models import Firm
from app.directory.queries import Cell, cells_of, firms_in_order
from app.directory.shelf import Match, Shelf, matches
from app.i18n.languages import Language
from app.matching.ranking import Ground
from app.public.door import settings, todays_turns
from app.public.paging import PAGE_SIZE
from app.taxonomy.snapshot import Taxonomy
from app.web.reasons import why


@dataclass(frozen=True, slots=True)
class Row:
    firm: Firm
    #: Empty where nothing was asked for that an offering could answer.
    why: str


def rows(found: Sequence[Match], shelf: Shelf, taxonomy: Taxonomy, language: Language) -> list[Row]:
    """Those firms with their reasons; three statements, however many there are."""
    ids = [match.id for match in found]
    cells = cells_of(ids, shelf, taxonomy)
    return [
        Row(firm, why(firm, _grounds(firm, cells, shelf, taxonomy), taxonomy=taxonomy, language=language))
        for firm in firms_in_order(ids)
    ]


def first_rows(shelf: Shelf, taxonomy: Taxonomy, language: Language) -> tuple[list[Row], int]:
    """The first page of firms on a shelf, and how many there are in all; four statements."""
    found = matches(shelf, taxonomy, demo=settings().demo, turn=todays_turns(), called=None)
    return rows(found[:PAGE_SIZE], shelf, taxonomy, language), len(found)


def _grounds(firm: Firm, cells: Sequence[Cell], shelf: Shelf, taxonomy: Taxonomy) -> list[Ground]:
    return [
        Ground(cell.service, cell.market, _asked(cell.market, shelf, taxonomy), cell.basis, cell.sectors)
        for cell in cells
        if cell.firm_id == firm.id
    ]


def _asked(market: str, shelf: Shelf, taxonomy: Taxonomy) -> str:
    """Which of the markets asked about an offering answers for; its own where none was."""
    if market in shelf.market:
        return market
    return next((each for each in shelf.market if market in taxonomy.markets_answering(each)), market)
