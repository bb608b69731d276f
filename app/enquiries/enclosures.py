"""What comes with a message beside its words: files, and which of its words are quoted."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint, delete, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.enquiries.models import Message, Party
from app.kernel.db import Base, db
from app.kernel.file_kinds import LONGEST_NAME, Blocked, FileKind
from app.kernel.files import KEY_LENGTH


class Attachment(Base):
    """A file that came with a message. Only ever handed out as a download, under this name."""

    __tablename__ = "attachment"

    message_id: Mapped[int] = mapped_column(ForeignKey("message.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(LONGEST_NAME))
    size: Mapped[int]
    #: None for a file that was not taken.
    kind: Mapped[FileKind | None]
    #: The key of the bytes in the file store; None for a file that was not taken.
    file: Mapped[str | None] = mapped_column(String(KEY_LENGTH))
    blocked: Mapped[Blocked | None]
    at: Mapped[datetime]

    message: Mapped[Message] = relationship(lazy="raise")


class Quote(Base):
    """A stretch of a message's text that its writer did not write anew; folded when shown, never cut."""

    __tablename__ = "message_quote"
    __table_args__ = (UniqueConstraint("message_id", "start"),)

    message_id: Mapped[int] = mapped_column(ForeignKey("message.id", ondelete="CASCADE"))
    start: Mapped[int]
    end: Mapped[int]


@dataclass(frozen=True, slots=True)
class Enclosed:
    """What came with one message, in its order."""

    attachments: list[Attachment] = field(default_factory=list)
    quotes: list[tuple[int, int]] = field(default_factory=list)


def attachment_of(
    referral_ids: Iterable[int], number: int, *, of: Collection[Party] = tuple(Party)
) -> Attachment | None:
    """A file that was taken, if it came with a message of one of those referrals, by one of those parties."""
    found = (
        select(Attachment)
        .join(Attachment.message)
        .where(Attachment.id == number, Message.referral_id.in_(list(referral_ids)))
        .where(Attachment.file.is_not(None), Message.author.in_(list(of)))
    )
    return db.session.scalar(found)


def enclosed_with(message_ids: Iterable[int]) -> dict[int, Enclosed]:
    """What came with each of those messages; every one is there. Two statements."""
    found = {id_: Enclosed() for id_ in message_ids}
    files = select(Attachment).where(Attachment.message_id.in_(found)).order_by(Attachment.id)
    for attachment in db.session.scalars(files):
        found[attachment.message_id].attachments.append(attachment)
    spans = select(Quote).where(Quote.message_id.in_(found)).order_by(Quote.start)
    for quote in db.session.scalars(spans):
        found[quote.message_id].quotes.append((quote.start, quote.end))
    return found


def forget_enclosures(message_ids: Iterable[int]) -> list[str]:
    """Remove the rows of what came with those messages; returns the keys of the files."""
    ids = list(message_ids)
    mine = Attachment.message_id.in_(ids)
    keys = db.session.scalars(select(Attachment.file).where(mine, Attachment.file.is_not(None))).all()
    db.session.execute(delete(Attachment).where(mine))
    db.session.execute(delete(Quote).where(Quote.message_id.in_(ids)))
    return [key for key in keys if key]


def keys_in_use(keys: Sequence[str]) -> set[str]:
    """Those of the keys that an attachment's bytes lie under."""
    return {
        key for key in db.session.scalars(select(Attachment.file).where(Attachment.file.in_(keys))) if key
    }
