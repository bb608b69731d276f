"""Keeping the taxonomy: each concept by its code, each list of ambiguous words as a whole."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select

from app.kernel.amend import amend
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

Kept = Region | Regulator | Sector | Family | Service | Requirement | Term | FalseFriend


def keep(concept: type[Kept], code: str, **facts: Any) -> bool:
    """Add the concept of that code, or amend the one there is; says whether anything changed.

    The order matters to the database: regions, then regulators; a sector's parent before the sector;
    families, then services; requirements last.
    """
    row = db.session.scalar(select(concept).where(concept.code == code))
    if row is None:
        db.session.add(concept(code=code, **facts))
        db.session.flush()  # what refers to it may come next, and knows it by code alone
        return True
    return amend(row, facts)


def keep_ambiguities(facet: str, entries: Sequence[Mapping[str, Any]]) -> int:
    """Make the ambiguous words of a facet exactly these, in this order; says how many entries changed.

    entries: each with ``terms``, ``readings``, ``default`` and ``note``.
    The order is part of the list, since the first entry that knows a word decides.
    """
    rows = db.session.scalars(select(Ambiguity).where(Ambiguity.facet == facet).order_by(Ambiguity.id)).all()
    amended = sum(amend(row, entry) for row, entry in zip(rows, entries, strict=False))
    for row in rows[len(entries) :]:
        db.session.delete(row)
    db.session.add_all(Ambiguity(facet=facet, **entry) for entry in entries[len(rows) :])
    return amended + abs(len(rows) - len(entries))
