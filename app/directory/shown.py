"""Firms as a list shows them, with the offerings that put them there."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Integer, and_, column, false, or_, select, true, values
from sqlalchemy.orm import contains_eager

from app.directory import nearness
from app.directory.models import Basis, Firm, FirmText, Offering, OfferingSector, Office
from app.directory.nearness import Missing, Near
from app.directory.shelf import Shelf, offering_conditions
from app.kernel.db import db
from app.taxonomy.snapshot import Taxonomy

#: What a row of the statement is about. Side by side, texts, offices and offerings would multiply.
_FIRM, _TEXT, _OFFICE, _OFFERING = range(4)


@dataclass(frozen=True, slots=True)
class Cell:
    """One offering of a firm on a list."""

    firm_id: int
    service: str
    market: str
    basis: Basis
    #: Those of its sectors that were asked about.
    sectors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """A firm with its texts and offices, and why it is shown, in the order of its offerings."""

    firm: Firm
    cells: tuple[Cell, ...]


def shown(
    ids: Sequence[int],
    shelf: Shelf,
    taxonomy: Taxonomy,
    near: Sequence[Near] = (),
    *,
    all_offerings: bool = False,
) -> list[Shown]:
    """Those firms in the order given, then the near ones; one statement, none for no firm.

    Why a near firm is shown is what it does instead: see ``Missing``.
    all_offerings: every one of them, where nothing was asked that an offering could answer.
    """
    wanted = [*ids, *(each.id for each in near)]
    if not wanted:
        return []
    firms: dict[int, Firm] = {}
    cells: dict[int, Cell] = {}
    why = true() if all_offerings else _why(ids, near, shelf, taxonomy)
    for row in db.session.execute(_statement(wanted, why, shelf, taxonomy)).unique():
        firms[row.Firm.id] = row.Firm
        if row.offering is not None:
            known = cells.get(row.offering)
            sectors = (*(known.sectors if known else ()), *([row.sector] if row.sector else ()))
            cells[row.offering] = Cell(row.Firm.id, row.service, row.market, row.basis, sectors)
    theirs: dict[int, list[Cell]] = {}
    for cell in cells.values():
        theirs.setdefault(cell.firm_id, []).append(cell)
    return [Shown(firms[each], tuple(theirs.get(each, ()))) for each in wanted if each in firms]


def _statement(ids: Sequence[int], why: Any, shelf: Shelf, taxonomy: Taxonomy) -> Any:
    part = (
        values(column("is", Integer), name="part")
        .data([(_FIRM,), (_TEXT,), (_OFFICE,), (_OFFERING,)])
        .cte("part")
    )
    about = part.c["is"]
    sectors = sorted(frozenset().union(*(taxonomy.sectors_answering(code) for code in shelf.sector)))
    return (
        select(
            Firm,
            Offering.id.label("offering"),
            Offering.service_code.label("service"),
            Offering.market_code.label("market"),
            Offering.basis.label("basis"),
            OfferingSector.sector_code.label("sector"),
        )
        .select_from(Firm)
        .join(part, Firm.id == Firm.id)
        .outerjoin(FirmText, and_(about == _TEXT, FirmText.firm_id == Firm.id))
        .outerjoin(Office, and_(about == _OFFICE, Office.firm_id == Firm.id))
        .outerjoin(Offering, and_(about == _OFFERING, Offering.firm_id == Firm.id, why))
        .outerjoin(
            OfferingSector,
            and_(OfferingSector.offering_id == Offering.id, OfferingSector.sector_code.in_(sectors)),
        )
        .where(Firm.id.in_(ids))
        .order_by(Firm.id, about, FirmText.id, Office.position, Offering.id, OfferingSector.id)
        .options(contains_eager(Firm.texts), contains_eager(Firm.offices))
    )


def _why(ids: Collection[int], near: Sequence[Near], shelf: Shelf, taxonomy: Taxonomy) -> Any:
    """Which offerings say why a firm is shown: those that meet the shelf; of a near one, what it does."""
    meets = and_(*offering_conditions(shelf, taxonomy)) if shelf.asks_for_offering else false()
    conditions = [and_(Firm.id.in_(list(ids)), meets)]
    instead = nearness.kinds(shelf, taxonomy) | {Missing.LANGUAGE: meets}
    for kind in dict.fromkeys(each.missing for each in near):
        theirs = [each.id for each in near if each.missing is kind]
        conditions.append(and_(Firm.id.in_(theirs), instead[kind]))
    return or_(*conditions)
