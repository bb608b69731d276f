"""A mail that came in, and what became of it."""

from datetime import datetime
from enum import Enum

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.enquiries.models import Party
from app.kernel.db import Base
from app.kernel.files import KEY_LENGTH

LONGEST_SUBJECT = 400
LONGEST_SENDER = 320


class Verdict(Enum):
    """What the portal made of a mail. Whatever it is, the bytes are kept."""

    #: Kept and acknowledged; not looked at yet.
    WAITING = "waiting"
    #: Part of a conversation now.
    JOINED = "joined"
    #: Written by a machine: filed with its case, shown to nobody but staff, never answered.
    NOTICE = "notice"
    #: A report about a letter of ours.
    BOUNCE = "bounce"
    #: It may belong to a case; a person decides.
    HELD = "held"
    #: It belongs to no case, as far as can be told.
    QUARANTINED = "quarantined"
    #: The same mail again.
    DUPLICATE = "duplicate"
    #: It could not be read; staff may have it tried again.
    DEAD = "dead"


#: A person looks at these.
FOR_STAFF = frozenset({Verdict.HELD, Verdict.QUARANTINED, Verdict.DEAD})


class InboundMail(Base):
    """The bytes lie in the file store; everything said here can be read from them again."""

    __tablename__ = "inbound_mail"
    __table_args__ = (
        UniqueConstraint("mailbox", "sha256"),
        Index("ix_inbound_mail_verdict", "verdict", "attempts", "id"),
        Index("ix_inbound_mail_identity", "identity"),
        Index("ix_inbound_mail_referral", "referral_id"),
    )

    #: By which way it came: ``smtp`` or ``file``.
    mailbox: Mapped[str] = mapped_column(String(40))
    sha256: Mapped[str] = mapped_column(String(64))
    #: The key of the bytes; None once they were erased.
    file: Mapped[str | None] = mapped_column(String(KEY_LENGTH))
    size: Mapped[int]
    #: The envelope's sender; empty for a report, None where no envelope came with it.
    envelope_from: Mapped[str | None] = mapped_column(String(LONGEST_SENDER))
    envelope_to: Mapped[list[str]] = mapped_column(JSON, default=list)
    received_at: Mapped[datetime]
    verdict: Mapped[Verdict] = mapped_column(default=Verdict.WAITING)
    #: Why, as a code the desk has words for; what went wrong, for one that could not be read.
    reason: Mapped[str | None] = mapped_column(String(120))
    #: How often it was taken up, whatever came of it.
    attempts: Mapped[int] = mapped_column(default=0)
    filed_at: Mapped[datetime | None]
    #: Who wrote it, by its own word.
    sender: Mapped[str | None] = mapped_column(String(LONGEST_SENDER))
    subject: Mapped[str | None] = mapped_column(String(LONGEST_SUBJECT))
    #: A digest of the Message-ID as it stands and the sender; None where there is no Message-ID.
    identity: Mapped[str | None] = mapped_column(String(64))
    #: A digest of what it says and carries.
    content: Mapped[str | None] = mapped_column(String(64))
    #: The referral that its address names, and as whose.
    referral_id: Mapped[int | None] = mapped_column(ForeignKey("referral.id", ondelete="SET NULL"))
    party: Mapped[Party | None]
    message_id: Mapped[int | None] = mapped_column(ForeignKey("message.id", ondelete="SET NULL"))
    #: The letter that a report is about.
    letter_id: Mapped[int | None] = mapped_column(ForeignKey("letter.id", ondelete="SET NULL"))
    #: When staff were done with it.
    settled_at: Mapped[datetime | None]
    settled_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))

    @property
    def waits_for_staff(self) -> bool:
        return self.verdict in FOR_STAFF and self.settled_at is None

    @property
    def can_be_let_in(self) -> bool:
        """Whether staff may put it into the conversation that its address names."""
        held = self.verdict in {Verdict.HELD, Verdict.QUARANTINED}
        return held and self.referral_id is not None and self.party is not None
