"""Whom a firm will not act for or against, as it put them down for itself alone."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint, delete, select
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel.db import Base, db

LONGEST_ENTRY = 200
MOST_ENTRIES = 500


class ListedConflict(Base):
    """One name or mail domain. Read by the firm's people and by the matching, which names it to nobody."""

    __tablename__ = "listed_conflict"
    __table_args__ = (UniqueConstraint("firm_id", "entry"),)

    firm_id: Mapped[int] = mapped_column(ForeignKey("firm.id", ondelete="CASCADE"))
    #: As it was typed.
    entry: Mapped[str] = mapped_column(String(LONGEST_ENTRY))
    at: Mapped[datetime]


def conflict_list(firm_id: int) -> Sequence[str]:
    """The firm's entries in the order of their letters."""
    found = select(ListedConflict.entry).where(ListedConflict.firm_id == firm_id)
    return sorted(db.session.scalars(found), key=str.casefold)


def add_conflicts(firm_id: int, entries: Iterable[str], *, at: datetime) -> int:
    """Put down those that are not there yet; returns how many."""
    known = set(conflict_list(firm_id))
    new = [each for each in dict.fromkeys(entries) if each not in known]
    db.session.add_all(ListedConflict(firm_id=firm_id, entry=each, at=at) for each in new)
    return len(new)


def remove_conflict(firm_id: int, entry: str) -> None:
    """Again, or for what never was there, nothing happens."""
    mine = (ListedConflict.firm_id == firm_id, ListedConflict.entry == entry)
    db.session.execute(delete(ListedConflict).where(*mine))


def listed_conflicts(firm_ids: Collection[int]) -> Mapping[int, Sequence[str]]:
    """By firm id, the entries of those that have any; one statement."""
    found: dict[int, list[str]] = {}
    mine = select(ListedConflict).where(ListedConflict.firm_id.in_(firm_ids))
    for each in db.session.scalars(mine):
        found.setdefault(each.firm_id, []).append(each.entry)
    return found
