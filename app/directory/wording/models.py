"""What a listing said before, and what people want said in place of the machine's words."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.directory.models import TextState
from app.kernel.db import Base


class TextVersion(Base):
    """A listing's text as it was written at one time. None is ever written over.

    A text that has been written once only need not have one: then its row says it all.
    """

    __tablename__ = "text_version"
    __table_args__ = (UniqueConstraint("firm_id", "language", "number"),)

    firm_id: Mapped[int] = mapped_column(ForeignKey("firm.id", ondelete="CASCADE"))
    language: Mapped[str] = mapped_column(String(8))
    #: 1 for the first.
    number: Mapped[int]
    name: Mapped[str] = mapped_column(String(200))
    name_language: Mapped[str] = mapped_column(String(8))
    description: Mapped[str]
    state: Mapped[TextState]
    #: None for what was listed before versions were kept, or was read from the seed.
    at: Mapped[datetime | None]
    #: None where no person wrote it, or their account is gone.
    by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"), index=True)
    #: When somebody last said that this still says what its source says.
    confirmed_at: Mapped[datetime | None]
    confirmed_by_id: Mapped[int | None] = mapped_column(
        ForeignKey("account.id", ondelete="SET NULL"), index=True
    )


class KeptWording(Base):
    """What a person wants said in a converted text, kept however often it is converted again."""

    __tablename__ = "kept_wording"

    firm_id: Mapped[int] = mapped_column(ForeignKey("firm.id", ondelete="CASCADE"), index=True)
    #: Of the converted text.
    language: Mapped[str] = mapped_column(String(8))
    #: A piece of the text it is converted from.
    source: Mapped[str]
    wanted: Mapped[str]
    #: For a sentence or clause that is exactly the source; otherwise for a word wherever it stands.
    is_whole: Mapped[bool]
    at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"), index=True)
