"""What proves who somebody is beside the password, the sessions begun with it, and what became of both."""

from datetime import datetime
from enum import Enum

from sqlalchemy import ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel.db import Base


class Proof(Enum):
    """What a session was begun with."""

    PASSWORD = "password"  # noqa: S105
    CODE = "code"
    PASSKEY = "passkey"
    RECOVERY = "recovery"


class AccountSession(Base):
    """A browser in which somebody is signed in. The row gone, the browser's cookie is worth nothing."""

    __tablename__ = "account_session"

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    #: SHA-256 of what the cookie holds: who reads the database cannot sign in with it.
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    begun_at: Mapped[datetime]
    #: ``Firefox, Windows``: enough for the person to know it again.
    browser: Mapped[str] = mapped_column(String(60))
    proof: Mapped[Proof]


class Passkey(Base):
    """A key that a device of the person's keeps; only its public half comes here."""

    __tablename__ = "passkey"

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    credential: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    public_key: Mapped[bytes] = mapped_column(LargeBinary)
    #: How often the device says it has signed; 0 from those that do not count.
    signed: Mapped[int]
    #: As the person calls it.
    name: Mapped[str] = mapped_column(String(60))
    added_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class RecoveryCode(Base):
    """One way in when everything else is lost; the row goes when it was used."""

    __tablename__ = "recovery_code"

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    #: Keyed, so that the database alone does not let anybody try codes.
    digest: Mapped[str] = mapped_column(String(64), unique=True)


class Outcome(Enum):
    """How the change of an address ended."""

    DONE = "done"
    REFUSED = "refused"
    REPLACED = "replaced"


class AddressChange(Base):
    """A person wants another address. It is theirs once both mailboxes have said so."""

    __tablename__ = "address_change"

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    before: Mapped[str] = mapped_column(String(254))
    after: Mapped[str] = mapped_column(String(254))
    asked_at: Mapped[datetime]
    old_said_at: Mapped[datetime | None]
    new_said_at: Mapped[datetime | None]
    outcome: Mapped[Outcome | None]


class AccountEntry(Base):
    """Something that happened to an account, for the person to read. Nothing is changed here, only added."""

    __tablename__ = "account_entry"
    __table_args__ = (Index("ix_account_entry_newest", "account_id", "id"),)

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"))
    at: Mapped[datetime]
    #: The event's class name: ``PasswordChanged``.
    kind: Mapped[str] = mapped_column(String(40))
