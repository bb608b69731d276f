"""Reading the taxonomy."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select

from app.kernel.db import db
from app.taxonomy.models import (
    Ambiguity,
    FalseFriend,
    Family,
    Region,
    Regulator,
    Requirement,
    Sector,
    Service,
    Term,
)
from app.taxonomy.snapshot import (
    AmbiguousTerm,
    Concept,
    RegionConcept,
    RegulatorConcept,
    SectorConcept,
    ServiceConcept,
    Taxonomy,
)

_kept: Taxonomy | None = None


def taxonomy(version: int) -> Taxonomy:
    """The taxonomy of that content version; six statements when it is new to this process, else none.

    Two threads may read it at the same moment; both get the same value, so nothing is locked.
    """
    global _kept
    kept = _kept
    if kept is None or kept.version != version:
        kept = _kept = _read(version)
    return kept


def forget() -> None:
    """Drop what is kept; for tests, whose databases reuse version numbers."""
    global _kept
    _kept = None


def _tuples(lists: Mapping[str, list[str]]) -> dict[str, tuple[str, ...]]:
    return {language: tuple(words) for language, words in lists.items()}


def _common(row: Any) -> dict[str, Any]:
    return {
        "code": row.code,
        "names": row.names,
        "aliases": _tuples(getattr(row, "aliases", {})),
        "abbreviations": tuple(getattr(row, "abbreviations", ())),
    }


def _rows(model: Any) -> Sequence[Any]:
    return db.session.scalars(select(model).order_by(model.position)).all()


def _read(version: int) -> Taxonomy:
    return Taxonomy(
        version=version,
        regions={
            row.code: RegionConcept(
                **_common(row),
                kind=row.kind.value,
                iso=row.iso,
                parents=tuple(row.parents),
                demonyms=_tuples(row.demonyms),
            )
            for row in _rows(Region)
        },
        regulators={
            row.code: RegulatorConcept(
                **_common(row), region=row.region_code, domain=row.domain, sectors=tuple(row.sectors)
            )
            for row in _rows(Regulator)
        },
        sectors={
            row.code: SectorConcept(**_common(row), parent=row.parent_code, descriptions=row.descriptions)
            for row in _rows(Sector)
        },
        families={row.code: Concept(**_common(row)) for row in _rows(Family)},
        services={
            row.code: ServiceConcept(
                **_common(row),
                family=row.family_code,
                regions=tuple(row.regions),
                sectors=tuple(row.sectors),
                descriptions=row.descriptions,
                legal_basis=tuple(row.legal_basis),
            )
            for row in _rows(Service)
        },
        ambiguous=tuple(
            AmbiguousTerm(row.facet, tuple(row.terms), tuple(row.readings), row.default)
            for row in db.session.scalars(select(Ambiguity).order_by(Ambiguity.id))
        ),
    )


def requirements_in(regions: Sequence[str] | frozenset[str]) -> Sequence[Requirement]:
    """What those regions demand, in the editors' order."""
    return db.session.scalars(
        select(Requirement).where(Requirement.region_code.in_(regions)).order_by(Requirement.position)
    ).all()


def all_requirements() -> Sequence[Requirement]:
    """Every requirement; there are some eighty."""
    return db.session.scalars(select(Requirement).order_by(Requirement.position)).all()


def terms() -> Sequence[Term]:
    """The glossary, in the editors' order; there are some two hundred words."""
    return db.session.scalars(select(Term).order_by(Term.position)).all()


def false_friends() -> Sequence[FalseFriend]:
    """The forms that mislead, in the editors' order."""
    return db.session.scalars(select(FalseFriend).order_by(FalseFriend.position)).all()
