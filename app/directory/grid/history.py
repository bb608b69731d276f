"""What has become of each cell, kept in the event's own transaction."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, insert, select
from sqlalchemy.orm import Mapped, mapped_column

from app.directory.grid.events import ChangeKind, FirmOfferingsEvent
from app.kernel.db import Base, db

#: Of one cell, on its page.
_SHOWN = 20


class OfferingChange(Base):
    """One change of one cell. It stays when the offering goes."""

    __tablename__ = "offering_change"
    __table_args__ = (
        Index("ix_offering_change_cell", "firm_id", "service_code", "market_code", "id"),
        Index("ix_offering_change_account_id", "account_id"),
    )

    firm_id: Mapped[int] = mapped_column(ForeignKey("firm.id", ondelete="CASCADE"))
    service_code: Mapped[str] = mapped_column(String(32))
    market_code: Mapped[str] = mapped_column(String(32))
    at: Mapped[datetime]
    kind: Mapped[ChangeKind]
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    #: By field: what it was and what it is.
    facts: Mapped[dict[str, list[Any]]] = mapped_column(JSON)


def keep_changes(event: FirmOfferingsEvent) -> None:
    """Reaction: put down what has become of each cell."""
    rows = [
        {
            "firm_id": event.firm_id,
            "service_code": each.service,
            "market_code": each.market,
            "at": event.at,
            "kind": each.kind,
            "account_id": event.by_id,
            "facts": {name: list(pair) for name, pair in each.facts.items()},
        }
        for each in event.changes
    ]
    if rows:
        db.session.execute(insert(OfferingChange), rows)


def changes_of(firm_id: int, service: str, market: str) -> Sequence[OfferingChange]:
    """What has become of that cell lately, the newest first."""
    return db.session.scalars(
        select(OfferingChange)
        .where(
            OfferingChange.firm_id == firm_id,
            OfferingChange.service_code == service,
            OfferingChange.market_code == market,
        )
        .order_by(OfferingChange.id.desc())
        .limit(_SHOWN)
    ).all()
