"""What a firm does with its cells. It is public at once, on the firm's own word.

Everything here locks the firm's row first: two people of one firm change its offerings one after another, and
the second is told if the page it came from is old.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from app.directory.errors import CellsChanged
from app.directory.grid.cells import Key, Said, stands_for
from app.directory.grid.events import CellChange, ChangeKind, OfferingsChanged
from app.directory.models import Basis, Firm, Means, Offering, OfferingSector
from app.kernel.content import raise_version
from app.kernel.db import db
from app.kernel.events import publish
from app.taxonomy.snapshot import Taxonomy

#: A new word on one of these is a new claim: what was checked before was another.
_CLAIMS = frozenset({"means", "partner", "sectors", "excluded_sectors", "exclusions"})


@dataclass(frozen=True, slots=True)
class Change:
    """What is to become of a cell, and the version of it that was looked at; 0 for a new one."""

    service: str
    market: str
    version: int
    said: Said

    @property
    def key(self) -> Key:
        return self.service, self.market


def offerings_of(firm: Firm) -> dict[Key, Offering]:
    """The firm's offerings with their sectors; two statements."""
    found = db.session.scalars(
        select(Offering)
        .where(Offering.firm_id == firm.id)
        .options(selectinload(Offering.sectors))
        .order_by(Offering.id)
        .execution_options(populate_existing=True)
    )
    return {(each.service_code, each.market_code): each for each in found}


def locked_offerings_of(firm: Firm) -> dict[Key, Offering]:
    """The same, kept from others until the transaction ends."""
    db.session.scalars(select(Firm.id).where(Firm.id == firm.id).with_for_update()).one()
    return offerings_of(firm)


def said_of(offering: Offering, *, confirm_by: date) -> Said:
    """What the firm says of it now. confirm_by: where no day was ever set."""
    return Said(
        means=offering.means,
        partner=offering.partner or "",
        sectors=tuple(sorted(each.sector_code for each in offering.sectors)),
        without=tuple(offering.excluded_sectors or ()),
        exclusions=offering.exclusions or "",
        switching=offering.switching or "",
        written_in=offering.written_in or "en",
        languages=tuple(offering.languages or ()),
        intake=offering.intake,
        fees=offering.fee_terms,
        confirm_by=offering.confirm_by or confirm_by,
    )


def keep_cells(
    firm: Firm,
    changes: Sequence[Change],
    *,
    by: int | None,
    at: datetime,
    taxonomy: Taxonomy,
    known: Mapping[Key, Offering] | None = None,
) -> tuple[CellChange, ...]:
    """Make the firm's cells say this, which confirms them; all of them or none.

    The caller has asked ``cells.faults``. known: ``locked_offerings_of``, where the caller has them already.
    Raises CellsChanged if one is no longer what was looked at.
    """
    known = locked_offerings_of(firm) if known is None else known
    _must_be_current({each.key: each.version for each in changes}, known)
    told = [_keep(firm, known.get(each.key), each, at=at, taxonomy=taxonomy) for each in changes]
    return _tell(firm, told, by=by, at=at)


def confirm_cells(
    firm: Firm, versions: Mapping[Key, int], *, until: date, by: int | None, at: datetime
) -> tuple[CellChange, ...]:
    """Say of those cells that they are still so. Raises CellsChanged as above."""
    known = locked_offerings_of(firm)
    _must_be_current(versions, known)
    return _tell(firm, [_confirmed(known[key], until, at=at) for key in versions], by=by, at=at)


def remove_cells(
    firm: Firm, versions: Mapping[Key, int], *, by: int | None, at: datetime
) -> tuple[CellChange, ...]:
    """Offer those no longer. Raises CellsChanged as above."""
    known = locked_offerings_of(firm)
    _must_be_current(versions, known)
    for key in versions:
        db.session.delete(known[key])
    return _tell(firm, [CellChange(*key, ChangeKind.REMOVED) for key in versions], by=by, at=at)


def _must_be_current(versions: Mapping[Key, int], known: Mapping[Key, Offering]) -> None:
    now = {key: known[key].version if key in known else 0 for key in versions}
    changed = [key for key, version in versions.items() if now[key] != version]
    if changed:
        raise CellsChanged(cells=tuple(changed))


def _tell(
    firm: Firm, changes: Collection[CellChange], *, by: int | None, at: datetime
) -> tuple[CellChange, ...]:
    told = tuple(changes)
    if told:
        db.session.flush()
        raise_version(at=at)
        publish(OfferingsChanged(at=at, firm_id=firm.id, changes=told, by_id=by))
    return told


def _keep(
    firm: Firm, offering: Offering | None, change: Change, *, at: datetime, taxonomy: Taxonomy
) -> CellChange:
    said = change.said
    sectors = stands_for(said.sectors, said.without, taxonomy)
    columns = _columns(said)
    if offering is None:
        offering = Offering(
            firm_id=firm.id,
            service_code=change.service,
            market_code=change.market,
            basis=Basis.STATED,
            **columns,
        )
        offering.sectors = [OfferingSector(sector_code=code) for code in sectors]
        db.session.add(offering)
        _confirm(offering, said.confirm_by, at=at)
        return CellChange(*change.key, ChangeKind.ADDED)
    facts = _amend(offering, columns, sectors)
    if _CLAIMS & facts.keys() or offering.basis is Basis.INFERRED:
        offering.basis = Basis.STATED
    facts |= _confirm(offering, said.confirm_by, at=at)
    is_change = facts.keys() - {"confirm_by"}
    return CellChange(*change.key, ChangeKind.CHANGED if is_change else ChangeKind.CONFIRMED, facts)


def _columns(said: Said) -> dict[str, Any]:
    """As the row keeps it: what is not said is nothing."""
    has_words = bool(said.exclusions or said.switching)
    return {
        "means": said.means,
        "partner": said.partner if said.means is Means.PARTNER else None,
        "excluded_sectors": sorted(said.without) or None,
        "exclusions": said.exclusions or None,
        "switching": said.switching or None,
        "written_in": said.written_in if has_words else None,
        "languages": list(said.languages) or None,
        "intake": said.intake,
        "fees": {item.value: term.value for item, term in said.fees.items()} or None,
    }


def _amend(
    offering: Offering, columns: Mapping[str, Any], sectors: Iterable[str]
) -> dict[str, tuple[Any, Any]]:
    """What was and is, by field."""
    facts = {}
    for name, value in columns.items():
        was = getattr(offering, name)
        if was != value:
            setattr(offering, name, value)
            facts[name] = _plain(was), _plain(value)
    before, after = {each.sector_code for each in offering.sectors}, set(sectors)
    if before != after:
        offering.sectors[:] = [
            *(each for each in offering.sectors if each.sector_code in after),
            *(OfferingSector(sector_code=code) for code in sorted(after - before)),
        ]
        facts["sectors"] = sorted(before), sorted(after)
    return facts


def _confirm(offering: Offering, until: date, *, at: datetime) -> dict[str, tuple[Any, Any]]:
    was = offering.confirm_by
    offering.confirmed_at, offering.confirm_by = at, until
    offering.reminded_at = offering.lapsed_at = None
    return {} if was == until else {"confirm_by": (was.isoformat() if was else None, until.isoformat())}


def _confirmed(offering: Offering, until: date, *, at: datetime) -> CellChange:
    if offering.basis is Basis.INFERRED:
        offering.basis = Basis.STATED
    facts = _confirm(offering, until, at=at)
    return CellChange(offering.service_code, offering.market_code, ChangeKind.CONFIRMED, facts)


def _plain(value: Any) -> Any:
    return value.value if isinstance(value, Enum) else value
