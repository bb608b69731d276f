"""What an enquirer agreed to, and how far they let the portal choose."""

from datetime import datetime
from enum import Enum

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel.db import Base


class Mode(Enum):
    """To which firms it may go, and with what, as its sender chose."""

    #: To each firm that was ticked.
    CHOSEN = "chosen"
    #: To the best few of the firms that were named; the others may take the place of one that leaves.
    BEST = "best"
    #: To each firm that was ticked, without who asks; that is said later, firm by firm.
    ANONYMOUS = "anonymous"


class ConsentPurpose(Enum):
    #: To hand the question to the firm without who asks.
    BRIEF = "brief"
    #: To hand the enquirer's data to the firm.
    SHARE = "share"
    #: To hand it to a firm outside the enquirer's country.
    ABROAD = "abroad"


#: The first wording named only what goes beside the question, which every firm read whole at that time. What
#: was agreed to is not written anew; it is read as it was meant.
FIRST_WORDING = "2026-11"
_QUESTION = frozenset({"text", "product"})


class Consent(Base):
    """What the enquirer agreed to, about one firm, in which words."""

    __tablename__ = "consent"
    __table_args__ = (Index("ix_consent_firm", "enquiry_id", "firm_id"),)

    enquiry_id: Mapped[int] = mapped_column(ForeignKey("enquiry.id", ondelete="CASCADE"))
    firm_id: Mapped[int] = mapped_column(ForeignKey("firm.id", ondelete="CASCADE"))
    purpose: Mapped[ConsentPurpose]
    #: Which of the enquirer's data: names of columns of ``Enquiry``.
    fields: Mapped[list[str]] = mapped_column(JSON)
    #: Where the firm is, region codes.
    countries: Mapped[list[str]] = mapped_column(JSON)
    #: The wording that was shown, and its language.
    wording: Mapped[str] = mapped_column(String(32))
    language: Mapped[str] = mapped_column(String(8))
    given_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]

    @property
    def opens(self) -> frozenset[str]:
        """The columns of ``Enquiry`` it lets the firm read."""
        return frozenset(self.fields) | (_QUESTION if self.wording == FIRST_WORDING else frozenset())
