"""What happened to a firm and its people, apart from enquiries: one entry for each event."""

from collections.abc import Sequence
from dataclasses import fields
from datetime import datetime
from enum import Enum
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, select
from sqlalchemy.orm import Mapped, mapped_column

from app.accounts.belonging.events import FirmEvent
from app.kernel.db import Base, db

_OWN_COLUMNS = frozenset({"at", "firm_id", "by_id"})


class FirmEntry(Base):
    """An event about a firm. Nothing is changed here, only added; ids and codes, nobody's words."""

    __tablename__ = "firm_entry"
    __table_args__ = (Index("ix_firm_entry_newest", "firm_id", "id"),)

    firm_id: Mapped[int] = mapped_column(ForeignKey("firm.id", ondelete="CASCADE"))
    at: Mapped[datetime]
    #: The event's class name: ``ClaimApproved``.
    kind: Mapped[str] = mapped_column(String(64))
    #: Who did it, where somebody with an account did.
    account_id: Mapped[int | None]
    facts: Mapped[dict[str, Any]] = mapped_column(JSON)


def _plain(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    return list(value) if isinstance(value, tuple) else value


def record_firm(event: FirmEvent) -> None:
    """Keep what happened, in the event's own transaction."""
    facts = {
        each.name: _plain(getattr(event, each.name))
        for each in fields(event)
        if each.name not in _OWN_COLUMNS
    }
    db.session.add(
        FirmEntry(
            firm_id=event.firm_id,
            at=event.at,
            kind=type(event).__name__,
            account_id=event.by_id,
            facts=facts,
        )
    )


def newest_of_firm(firm_id: int, *, most: int) -> Sequence[FirmEntry]:
    """What happened last, the newest first."""
    rows = select(FirmEntry).where(FirmEntry.firm_id == firm_id)
    return db.session.scalars(rows.order_by(FirmEntry.id.desc()).limit(most)).all()
