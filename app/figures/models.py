"""How often something of a firm was seen in a day. A row says nothing of whoever saw it."""

from datetime import date
from enum import Enum

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel.db import Base


class Sight(Enum):
    """What was seen, and by what."""

    #: The firm's listing.
    VIEW = "view"
    #: The same, by what calls itself a robot.
    ROBOT = "robot"
    #: The firm in a result of the directory.
    FOUND = "found"


class DailyCount(Base):
    """One number; kept for good, since it is nobody's."""

    __tablename__ = "daily_count"
    __table_args__ = (UniqueConstraint("firm_id", "day", "sight", "market", "service"),)

    firm_id: Mapped[int] = mapped_column(ForeignKey("firm.id", ondelete="CASCADE"))
    #: By UTC.
    day: Mapped[date]
    sight: Mapped[Sight]
    #: The cell it was found for; empty where the reader named no market, or no service.
    market: Mapped[str] = mapped_column(String(32), default="")
    service: Mapped[str] = mapped_column(String(32), default="")
    number: Mapped[int]
