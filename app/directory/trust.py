"""What staff have found out about a firm itself: single facts, each with its own date, never a badge."""

from collections.abc import Mapping
from datetime import date, datetime
from enum import Enum

from sqlalchemy import ForeignKey, Index, String, select, update
from sqlalchemy.orm import Mapped, mapped_column

from app.directory.credentials.models import CheckMethod
from app.kernel.content import raise_version
from app.kernel.db import Base, db

LONGEST_REGISTER = 200
LONGEST_REGISTER_NUMBER = 120


class FactKind(Enum):
    #: Whoever keeps the listing is of the firm.
    IDENTITY = "identity"
    #: The entity of record stands in an official register under this number.
    REGISTER = "register"


class TrustFact(Base):
    """One fact as staff put it down. A new check is a new row; the one before has then ended."""

    __tablename__ = "trust_fact"
    __table_args__ = (Index("ix_trust_fact_firm", "firm_id", "kind", "ended_at"),)

    firm_id: Mapped[int] = mapped_column(ForeignKey("firm.id", ondelete="CASCADE"))
    kind: Mapped[FactKind]
    method: Mapped[CheckMethod]
    checked_on: Mapped[date]
    #: The last day it is good for; None where no end is set.
    good_until: Mapped[date | None]
    #: Which register, and the number seen there; of other facts None.
    register: Mapped[str | None] = mapped_column(String(LONGEST_REGISTER))
    number: Mapped[str | None] = mapped_column(String(LONGEST_REGISTER_NUMBER))
    at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    ended_at: Mapped[datetime | None]
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))


def record_fact(fact: TrustFact) -> None:
    """Put it down in the place of one of its kind. Its ``at`` and ``by_id`` say when and by whom."""
    end_fact(fact.firm_id, fact.kind, by=fact.by_id, at=fact.at)
    db.session.add(fact)
    db.session.flush()


def end_fact(firm_id: int, kind: FactKind, *, by: int | None, at: datetime) -> None:
    """It is no longer so, or never was; the row stays, with who said so. Again changes nothing."""
    current = (TrustFact.firm_id == firm_id, TrustFact.kind == kind, TrustFact.ended_at.is_(None))
    db.session.execute(update(TrustFact).where(*current).values(ended_at=at, ended_by_id=by))
    raise_version(at=at)


def facts_of(firm_id: int) -> Mapping[FactKind, TrustFact]:
    """By kind what is known now; one statement. Whether it is still good says ``good_until``."""
    current = select(TrustFact).where(TrustFact.firm_id == firm_id, TrustFact.ended_at.is_(None))
    return {each.kind: each for each in db.session.scalars(current.order_by(TrustFact.id))}
