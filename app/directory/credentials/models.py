"""A credential, the offerings it supports, its files, and what time will bring it."""

from datetime import date, datetime
from enum import Enum

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.directory.models import Basis, Firm, Offering
from app.i18n.languages import BY_SLUG, Language
from app.kernel.db import Base
from app.kernel.file_kinds import LONGEST_NAME, FileKind
from app.kernel.files import KEY_LENGTH

LONGEST_NUMBER = 120
LONGEST_ISSUER = 200
LONGEST_SCOPE = 2000
LONGEST_ADDRESS = 500
LONGEST_REASON = 2000


class CredentialKind(Enum):
    """What kinds there are; their words stand in ``app.web.evidence_words``."""

    #: Named by a maker or an authority as its representative.
    APPOINTMENT = "appointment"
    REGISTER = "register"
    LICENCE = "licence"
    ISO_13485 = "iso_13485"
    ISO_9001 = "iso_9001"
    ISO_27001 = "iso_27001"
    INSURANCE = "insurance"
    OTHER = "other"


class CheckMethod(Enum):
    """How staff came to know that something is so."""

    REGISTER_LOOKED_UP = "register_looked_up"
    DOCUMENT_READ = "document_read"
    ISSUER_ASKED = "issuer_asked"
    TELEPHONED = "telephoned"


class CredentialState(Enum):
    DRAFT = "draft"
    SUBMITTED = "submitted"
    ACCEPTED = "accepted"
    #: Staff say what is missing; the firm may send it again.
    RETURNED = "returned"
    #: Its time, or that of its check, is over.
    LAPSED = "lapsed"
    WITHDRAWN = "withdrawn"
    #: Another was accepted in its place.
    REPLACED = "replaced"


#: The firm may still change it.
EDITABLE = frozenset({CredentialState.DRAFT, CredentialState.RETURNED})
#: Nothing more happens to it, and its files go after a while.
ENDED = frozenset({CredentialState.LAPSED, CredentialState.WITHDRAWN, CredentialState.REPLACED})


class Credential(Base):
    """One piece of evidence. What staff have accepted is never changed: another takes its place."""

    __tablename__ = "credential"
    __table_args__ = (
        Index("ix_credential_firm", "firm_id", "state"),
        Index("ix_credential_queue", "state", "submitted_at"),
    )

    firm_id: Mapped[int] = mapped_column(ForeignKey("firm.id", ondelete="CASCADE"))
    kind: Mapped[CredentialKind]
    number: Mapped[str] = mapped_column(String(LONGEST_NUMBER))
    #: Who issued it, by language slug; at least one.
    issuer: Mapped[dict[str, str]] = mapped_column(JSON)
    scope: Mapped[str]
    valid_from: Mapped[date | None]
    #: The last day on which it is good; None where no end is set.
    valid_until: Mapped[date | None]
    #: Where anybody can look it up.
    seen_at: Mapped[str | None] = mapped_column(String(LONGEST_ADDRESS))
    state: Mapped[CredentialState] = mapped_column(default=CredentialState.DRAFT)
    #: In whose place it is put once it is accepted.
    replaces_id: Mapped[int | None] = mapped_column(
        ForeignKey("credential.id", ondelete="SET NULL"), index=True
    )
    submitted_at: Mapped[datetime | None]
    #: When, how and by whom of the staff it was judged, and until which day that is good for.
    reviewed_at: Mapped[datetime | None]
    reviewed_by: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    method: Mapped[CheckMethod | None]
    checked_on: Mapped[date | None]
    check_until: Mapped[date | None]
    #: Why it was returned, for the firm to read.
    reason: Mapped[str | None]
    ended_at: Mapped[datetime | None] = mapped_column(index=True)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # SQLAlchemy reads it from the class

    firm: Mapped[Firm] = relationship(lazy="raise")
    supports: Mapped[list["CredentialOffering"]] = relationship(
        cascade="all, delete-orphan", order_by="CredentialOffering.id", lazy="selectin"
    )
    files: Mapped[list["CredentialFile"]] = relationship(
        cascade="all, delete-orphan", order_by="CredentialFile.id", lazy="selectin"
    )

    @property
    def last_day(self) -> date | None:
        """The last day it counts: of the credential itself or of its check, whichever comes first."""
        return min((each for each in (self.valid_until, self.check_until) if each), default=None)

    @property
    def is_editable(self) -> bool:
        return self.state in EDITABLE

    def supports_on(self, day: date) -> bool:
        """Whether what rests on it stands on that day of the firm's."""
        return self.state is CredentialState.ACCEPTED and not (self.valid_from and self.valid_from > day)

    def issuer_in(self, wanted: Language) -> tuple[str, Language]:
        """Who issued it in that language, else in one it was given in, and which that is."""
        slug = wanted.slug if self.issuer.get(wanted.slug) else next(iter(self.issuer), "en")
        return self.issuer.get(slug, ""), BY_SLUG[slug]


class CredentialOffering(Base):
    """That a credential supports an offering."""

    __tablename__ = "credential_offering"
    __table_args__ = (UniqueConstraint("credential_id", "offering_id"),)

    credential_id: Mapped[int] = mapped_column(ForeignKey("credential.id", ondelete="CASCADE"))
    offering_id: Mapped[int] = mapped_column(ForeignKey("offering.id", ondelete="CASCADE"), index=True)

    offering: Mapped[Offering] = relationship(lazy="raise")


class RestingOffering(Base):
    """An offering that evidence has stood for once: what it was known by before, to go back to."""

    __tablename__ = "resting_offering"

    offering_id: Mapped[int] = mapped_column(ForeignKey("offering.id", ondelete="CASCADE"), unique=True)
    basis: Mapped[Basis]


class CredentialFile(Base):
    """A private file: read by staff and by the firm's editors and owners, only ever as a download."""

    __tablename__ = "credential_file"

    credential_id: Mapped[int] = mapped_column(ForeignKey("credential.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(LONGEST_NAME))
    size: Mapped[int]
    kind: Mapped[FileKind]
    #: The key of the bytes in the file store.
    file: Mapped[str] = mapped_column(String(KEY_LENGTH))
    at: Mapped[datetime]


class StepKind(Enum):
    """What time brings to an accepted credential, in its order."""

    #: Accepted before its first day, which has come.
    BEGIN = "begin"
    FOUR_WEEKS = "four_weeks"
    TWO_WEEKS = "two_weeks"
    LAST_DAY = "last_day"
    LAPSE = "lapse"
    WEEK_AFTER = "week_after"


class CredentialStep(Base):
    """One of these, to happen once. The row goes when there is nothing to happen any more."""

    __tablename__ = "credential_step"
    __table_args__ = (
        UniqueConstraint("credential_id", "kind"),
        Index("ix_credential_step_due", "done_at", "due_at"),
    )

    credential_id: Mapped[int] = mapped_column(ForeignKey("credential.id", ondelete="CASCADE"))
    kind: Mapped[StepKind]
    due_at: Mapped[datetime]
    done_at: Mapped[datetime | None]


class CredentialEntry(Base):
    """What happened to a credential: what, when and by whom, without a word of it."""

    __tablename__ = "credential_entry"

    credential_id: Mapped[int] = mapped_column(ForeignKey("credential.id", ondelete="CASCADE"), index=True)
    at: Mapped[datetime]
    kind: Mapped[str] = mapped_column(String(64))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
