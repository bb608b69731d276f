"""What the matching remembers: each run as it was, and what past runs mean for the next."""

from datetime import datetime
from enum import Enum
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel.db import Base


class RunPurpose(Enum):
    """What a run was for."""

    #: The portal handed a confirmed enquiry on, or found nobody to hand it to.
    ROUTED = "routed"
    #: An editor chose among its candidates.
    REFERRED = "referred"


class RoutingRun(Base):
    """One asking of the matching, with everything it knew: asked again, it answers the same.

    Holds codes, figures and ids; nothing of who asks, and no word of the question.
    """

    __tablename__ = "routing_run"
    __table_args__ = (Index("ix_routing_run_enquiry", "enquiry_id", "id"),)

    enquiry_id: Mapped[int] = mapped_column(ForeignKey("enquiry.id", ondelete="CASCADE"))
    at: Mapped[datetime]
    purpose: Mapped[RunPurpose]
    #: Version of the weights.
    weights: Mapped[str] = mapped_column(String(16))
    #: The content's edition then, which the taxonomy is part of.
    edition: Mapped[int]
    #: What was asked, and the firms as they were: the input of the ranking.
    question: Mapped[dict[str, Any]] = mapped_column(JSON)
    firms: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    #: The answer: candidates with every term, and every exclusion.
    outcome: Mapped[dict[str, Any]] = mapped_column(JSON)
    #: SHA-256 of the input as canonical JSON, in hexadecimal digits.
    digest: Mapped[str] = mapped_column(String(64))


class FirmStanding(Base):
    """How often a firm answers in time. Both counts fade, so they are kept with their moment."""

    __tablename__ = "firm_standing"

    firm_id: Mapped[int] = mapped_column(ForeignKey("firm.id", ondelete="CASCADE"), unique=True)
    in_time: Mapped[float] = mapped_column(default=0.0)
    late: Mapped[float] = mapped_column(default=0.0)
    as_of: Mapped[datetime]


class CellShare(Base):
    """What a firm is owed in one cell: its fair share of the referrals there, less those it received."""

    __tablename__ = "cell_share"
    __table_args__ = (UniqueConstraint("service_code", "market_code", "firm_id"),)

    firm_id: Mapped[int] = mapped_column(ForeignKey("firm.id", ondelete="CASCADE"))
    service_code: Mapped[str] = mapped_column(ForeignKey("service.code"))
    market_code: Mapped[str] = mapped_column(ForeignKey("region.code"))
    #: In referrals; below nought where it has had more than its share.
    deficit: Mapped[float] = mapped_column(default=0.0)
    as_of: Mapped[datetime]
    #: When it was last referred to in this cell; None where it never was.
    received_at: Mapped[datetime | None]
