"""Firms as a list shows them, with the offerings that put them there."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from sqlalchemy import Select, and_, bindparam, literal, select, union_all
from sqlalchemy.orm import contains_eager

from app.directory import nearness
from app.directory.models import Basis, Firm, FirmText, Office
from app.directory.nearness import Missing, Near
from app.directory.register import Entry, Register
from app.directory.runs import Held
from app.directory.shelf import Shelf
from app.kernel.db import db

#: What a row of the statement is about. Side by side, texts and offices would multiply.
_TEXT, _OFFICE = range(2)


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
    register: Register,
    near: Sequence[Near] = (),
    *,
    all_offerings: bool = False,
) -> list[Shown]:
    """Those firms in the order given, then the near ones; one statement, none for no firm.

    Why a near firm is shown is what it does instead: see ``Missing``.
    all_offerings: every one of them, where nothing was asked that an offering could answer.
    """
    firms = _firms([*ids, *(each.id for each in near)])
    reasons = _Reasons(shelf, register)
    meets = Held(register.meeting(shelf) if shelf.asks_for_offering or all_offerings else 0)
    instead = {kind: Held(held) for kind, held in nearness.kinds(shelf, register).items()} if near else {}
    why = [
        *((each, meets) for each in ids),
        *((each.id, meets if each.missing is Missing.LANGUAGE else instead[each.missing]) for each in near),
    ]
    return [Shown(firms[each], tuple(reasons.of(each, held))) for each, held in why if each in firms]


def _firms(ids: Sequence[int]) -> dict[int, Firm]:
    """By id, with texts and offices."""
    if not ids:
        return {}
    found = db.session.scalars(_statement(), {"ids": list(ids)}).unique()
    return {firm.id: firm for firm in found}


@cache
def _statement() -> Select[Firm]:
    """Firms by their ``ids``; put together once, for it would cost each page as much as reading them."""
    # Not as a list of values, which SQLAlchemy would write out anew each time.
    part = union_all(*(select(literal(each).label("is")) for each in (_TEXT, _OFFICE))).cte("part")
    about = part.c["is"]
    return (
        select(Firm)
        .join(part, Firm.id == Firm.id)
        .outerjoin(FirmText, and_(about == _TEXT, FirmText.firm_id == Firm.id))
        .outerjoin(Office, and_(about == _OFFICE, Office.firm_id == Firm.id))
        .where(Firm.id.in_(bindparam("ids", expanding=True)))
        .order_by(Firm.id, about, FirmText.id, Office.position)
        .options(contains_eager(Firm.texts), contains_eager(Firm.offices))
    )


class _Reasons:
    """What is said of an offering."""

    def __init__(self, shelf: Shelf, register: Register) -> None:
        self._register = register
        taxonomy, named = register.taxonomy, register.named
        asked = frozenset().union(*(taxonomy.sectors_answering(code) for code in shelf.sector))
        #: In the editors' order.
        self._sectors = [
            (code, Held(named.sectors[code]))
            for code in taxonomy.sectors
            if code in asked and code in named.sectors
        ]
        self._bases = [(basis, Held(held)) for basis, held in named.bases.items()]

    def of(self, firm: int, wanted: Held) -> Iterator[Cell]:
        """Those of the firm's offerings, as far as they are wanted."""
        entry = self._register.by_id.get(firm)
        return self._cells(entry, wanted) if entry else iter(())

    def _cells(self, entry: Entry, wanted: Held) -> Iterator[Cell]:
        for place, offer in enumerate(entry.offers, entry.start):
            if place in wanted:
                yield Cell(
                    entry.id,
                    offer.service,
                    offer.market,
                    next((basis for basis, held in self._bases if place in held), Basis.INFERRED),
                    tuple(code for code, held in self._sectors if place in held),
                )
