"""A file of offerings that was read and is not applied yet, kept until somebody says that it shall be."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import JSON, ForeignKey, delete, select
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel.db import Base, db

#: What was not applied by then is forgotten.
KEPT = timedelta(days=1)


class OfferingImport(Base):
    """The rows of the last file of a firm, as they were read."""

    __tablename__ = "offering_import"

    firm_id: Mapped[int] = mapped_column(ForeignKey("firm.id", ondelete="CASCADE"), unique=True)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    at: Mapped[datetime]
    rows: Mapped[list[Any]] = mapped_column(JSON)


def keep_import(firm_id: int, rows: list[Any], *, by: int | None, at: datetime) -> OfferingImport:
    """Keep them in the place of what was kept before."""
    drop_import(firm_id)
    kept = OfferingImport(firm_id=firm_id, account_id=by, at=at, rows=rows)
    db.session.add(kept)
    db.session.flush()
    return kept


def import_of(firm_id: int, number: int) -> OfferingImport | None:
    """The firm's own, if it is still the last one."""
    mine = (OfferingImport.firm_id == firm_id, OfferingImport.id == number)
    return db.session.scalar(select(OfferingImport).where(*mine))


def drop_import(firm_id: int) -> None:
    db.session.execute(delete(OfferingImport).where(OfferingImport.firm_id == firm_id))


def drop_old_imports(*, at: datetime) -> None:
    db.session.execute(delete(OfferingImport).where(OfferingImport.at < at - KEPT))
