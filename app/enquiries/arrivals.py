"""How many enquiries came from where of late: marks nobody can read back, kept while they count.

The count stands in the database: several processes share it, and a restart forgets nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Select, String, bindparam, case, delete, func, or_, select
from sqlalchemy.orm import Mapped, mapped_column

from app.enquiries.errors import TooManyEnquiries
from app.enquiries.intake import COUNTED, REUSED, REUSED_OFTEN, Limit, intake
from app.kernel.db import Base, UTCDateTime, db, rows_of


class Arrival(Base):
    """One kept enquiry, for as long as it counts against the next."""

    __tablename__ = "arrival"

    at: Mapped[datetime] = mapped_column(index=True)
    #: Seals of where it came from and of what it says; None where that is not counted.
    address: Mapped[str | None] = mapped_column(String(16), index=True)
    network: Mapped[str | None] = mapped_column(String(16), index=True)
    text: Mapped[str | None] = mapped_column(String(16), index=True)
    #: The number of the form it was sent with.
    form: Mapped[str] = mapped_column(String(43), index=True)


@dataclass(frozen=True, slots=True)
class Arriving:
    """How a form comes in: what speaks against it so far, and its marks by column of ``Arrival``."""

    form: str
    signs: frozenset[str] = frozenset()
    marks: Mapping[str, str] | None = None


def count(arriving: Arriving, *, at: datetime) -> frozenset[str]:
    """Add one to what its marks count, and answer with all signs, those of the count too.

    Part of the transaction that keeps the enquiry. Without marks nothing is counted. Raises TooManyEnquiries.
    """
    marks = arriving.marks
    if marks is None:
        return arriving.signs
    _take_turns(marks)
    limits = tuple(each for each in intake().limits if each.what in marks)
    since = {f"since_{place}": at - limit.within for place, limit in enumerate(limits)}
    given = {"form": arriving.form, **marks, **since}
    sent_before, *counts = db.session.execute(_counting(limits), given).one()
    for limit, number, oldest in zip(limits, counts[::2], counts[1::2], strict=True):
        if number >= limit.most:
            raise TooManyEnquiries(seconds=max(1, int((oldest + limit.within - at).total_seconds()) + 1))
    forget_old_arrivals(at=at)
    db.session.add(Arrival(at=at, form=arriving.form, **{what: marks.get(what) for what in COUNTED}))
    if not sent_before:
        return arriving.signs
    return arriving.signs | {REUSED if sent_before == 1 else REUSED_OFTEN}


def forget_arrival(form: str) -> int:
    """Count an enquiry no more, whose form had that number. Says how many rows went."""
    gone = delete(Arrival).where(Arrival.form == form)
    return rows_of(db.session.execute(gone, execution_options={"synchronize_session": False}))


def forget_old_arrivals(*, at: datetime) -> int:
    """Remove what counts no more. Says how many rows went."""
    gone = delete(Arrival).where(Arrival.at <= at - intake().window)
    return rows_of(db.session.execute(gone, execution_options={"synchronize_session": False}))


@cache
def _counting(limits: tuple[Limit, ...]) -> Select[Any]:
    """How often the form was sent; then for each limit how many count, and since when the oldest does.

    Built once: building it costs more than the database takes to answer it.
    """
    sent = Arrival.form == bindparam("form")
    columns: list[ColumnElement[Any]] = [_number(sent)]
    for place, limit in enumerate(limits):
        shares = getattr(Arrival, limit.what) == bindparam(limit.what)
        counts = shares & (Arrival.at > bindparam(f"since_{place}", type_=UTCDateTime()))
        columns += [_number(counts), func.min(case((counts, Arrival.at)))]
    marks = {limit.what for limit in limits}
    return select(*columns).where(
        or_(sent, *(getattr(Arrival, each) == bindparam(each) for each in sorted(marks)))
    )


def _number(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.count(case((condition, 1)))


def _take_turns(marks: Mapping[str, str]) -> None:
    """Let nobody who shares a mark count beside us: PostgreSQL's writers do not see each other's rows.

    SQLite has one writer at a time anyway.
    """
    if db.session.get_bind().dialect.name != "postgresql":
        return
    # Always in the same order, or two could wait for each other for ever.
    locks = sorted(int.from_bytes(mark.encode()[:7], "big") for mark in marks.values())
    db.session.execute(select(*(func.pg_advisory_xact_lock(each) for each in locks)))
