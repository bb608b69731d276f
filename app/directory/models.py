"""A firm: facts in one table, words in another, and each of its offerings a row."""

from datetime import date, datetime
from enum import Enum

from sqlalchemy import JSON, ColumnElement, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, attribute_keyed_dict, mapped_column, relationship

from app.directory.fees import FeeItem, FeeTerm
from app.i18n.languages import Language, Reading, read
from app.kernel.db import Base


class Visibility(Enum):
    DRAFT = "draft"
    PUBLISHED = "published"


class Basis(Enum):
    """How we know that a firm does something, strongest first."""

    VERIFIED = "verified"
    STATED = "stated"
    INFERRED = "inferred"


class Means(Enum):
    """How a firm does what it offers. Advice alone holds no role."""

    OWN = "own"
    PARTNER = "partner"
    ADVICE = "advice"


class Intake(Enum):
    """Whether a firm takes new mandates for what it offers."""

    OPEN = "open"
    #: It notes who asks and has no room now; nothing new is handed to it.
    WAITING = "waiting"
    CLOSED = "closed"


class TextState(Enum):
    """What a text is, so that its reader can be told."""

    ORIGINAL = "original"
    TRANSLATION = "translation"
    REVIEWED = "reviewed"
    CONVERTED = "converted"


class Firm(Base):
    """One firm's entry in the directory: facts here, words in ``FirmText``."""

    __tablename__ = "firm"
    __table_args__ = (Index("ix_firm_public", "visibility", "demo", "slug"),)

    slug: Mapped[str] = mapped_column(String(64), unique=True)
    visibility: Mapped[Visibility] = mapped_column(default=Visibility.DRAFT)
    #: An invented firm. It takes part only where DEMO=1, and every page says what it is.
    demo: Mapped[bool] = mapped_column(default=False)
    #: None until somebody of the firm has taken the listing over. Claimed is not verified.
    claimed_at: Mapped[datetime | None]
    #: When the desk took the listing down on request; the seed does not bring it back.
    removed_at: Mapped[datetime | None]
    #: Whether the firm takes questions at all.
    accepts_enquiries: Mapped[bool] = mapped_column(default=True)
    #: Where enquiries are announced; never shown to the public. None: nobody can be told.
    contact_email: Mapped[str | None] = mapped_column(String(254))
    #: The language we write to the firm in, as a language slug.
    contact_language: Mapped[str] = mapped_column(String(8), default="en")
    #: BCP 47 tags of the languages the firm works in.
    working_languages: Mapped[list[str]] = mapped_column(JSON, default=list)
    website: Mapped[str | None] = mapped_column(String(500))
    #: What it was called before, the newest first.
    former_names: Mapped[list[str]] = mapped_column(JSON, default=list, server_default=text("'[]'"))
    #: The entity of record: as a register has it, and which register that is.
    legal_name: Mapped[str | None] = mapped_column(String(200))
    register_name: Mapped[str | None] = mapped_column(String(200))
    register_number: Mapped[str | None] = mapped_column(String(64))
    register_country: Mapped[str | None] = mapped_column(String(16))
    #: Whose working days the firm keeps, a code of ``i18n.calendars``; empty for Monday to Friday.
    calendar: Mapped[str] = mapped_column(String(16), default="", server_default=text("''"))
    #: The firm's clock, an IANA name.
    time_zone: Mapped[str] = mapped_column(String(64), default="UTC", server_default="UTC")
    #: Since when the desk should check the listing: the firm keeps declining what it is listed for.
    doubted_at: Mapped[datetime | None]
    #: Working days the firm usually takes to answer; None where it is not known.
    response_days: Mapped[int | None]
    #: Open referrals the firm takes at once; None where it has stated no limit.
    capacity: Mapped[int | None]
    #: While it is away nothing new is handed to it; it is back at the second moment.
    absent_from: Mapped[datetime | None]
    absent_until: Mapped[datetime | None]
    #: Referrals it has before it now. Raised and lowered by a conditional update, never read first.
    open_referrals: Mapped[int] = mapped_column(default=0)
    #: Where the listing's facts were read, and on which day.
    source: Mapped[str | None] = mapped_column(String(200))
    source_seen: Mapped[date | None]

    texts: Mapped[dict[str, "FirmText"]] = relationship(
        back_populates="firm",
        collection_class=attribute_keyed_dict("language"),
        cascade="all, delete-orphan",
        lazy="selectin",
    )
    offices: Mapped[list["Office"]] = relationship(
        cascade="all, delete-orphan", order_by="Office.position", lazy="raise_on_sql"
    )
    sectors: Mapped[list["FirmSector"]] = relationship(
        cascade="all, delete-orphan", order_by="FirmSector.id", lazy="raise_on_sql"
    )
    offerings: Mapped[list["Offering"]] = relationship(
        back_populates="firm", cascade="all, delete-orphan", order_by="Offering.id", lazy="raise_on_sql"
    )

    def read(self, wanted: Language) -> Reading["FirmText"]:
        return read(self.texts, wanted)

    @property
    def original_language(self) -> str:
        """The slug of the language the listing was written in."""
        written = (slug for slug, text in self.texts.items() if text.state is TextState.ORIGINAL)
        return next(written, "en")

    def source_of(self, language: str) -> "FirmText | None":
        """The text that the one in that language was made from; None for an original."""
        text = self.texts[language]
        if text.state is TextState.ORIGINAL:
            return None
        found = self.texts.get(text.made_from or self.original_language)
        return None if found is text else found

    def behind(self, language: str) -> int:
        """How many times its source was written since the text in that language was made from it."""
        source, text = self.source_of(language), self.texts[language]
        if source is None:
            return 0
        if text.state is TextState.CONVERTED:
            # The machine is always in step; what it was given may not be.
            return self.behind(source.language)
        return source.version - (text.made_from_version or 1)

    @property
    def can_receive(self) -> bool:
        """Whether an enquiry can reach somebody: claimed, taking questions, with an address to tell."""
        return bool(self.claimed_at and self.accepts_enquiries and self.contact_email)

    def is_absent(self, at: datetime) -> bool:
        """Whether it is away at that moment."""
        return bool(self.absent_from and self.absent_until and self.absent_from <= at < self.absent_until)


class FirmText(Base):
    """What a listing says in one language."""

    __tablename__ = "firm_text"
    __table_args__ = (UniqueConstraint("firm_id", "language"),)

    firm_id: Mapped[int] = mapped_column(ForeignKey("firm.id", ondelete="CASCADE"))
    language: Mapped[str] = mapped_column(String(8))
    name: Mapped[str] = mapped_column(String(200))
    #: The language the name itself is in, as a language slug: a Latin name stays Latin on a Chinese page.
    name_language: Mapped[str] = mapped_column(String(8))
    description: Mapped[str]
    state: Mapped[TextState]
    #: How many times it was written. Each writing is a ``wording.models.TextVersion``.
    version: Mapped[int] = mapped_column(default=1, server_default="1")
    #: The slug of the language it was made from; None where nobody has said: the original's.
    made_from: Mapped[str | None] = mapped_column(String(8))
    #: Which version of that; None where nobody has said: the first.
    made_from_version: Mapped[int | None]

    firm: Mapped[Firm] = relationship(back_populates="texts")


class Office(Base):
    """A place of business. It says nothing about the markets served."""

    __tablename__ = "office"

    firm_id: Mapped[int] = mapped_column(ForeignKey("firm.id", ondelete="CASCADE"), index=True)
    country: Mapped[str] = mapped_column(ForeignKey("region.code"))
    #: City by language slug; empty where only the country is known.
    city: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)
    is_headquarters: Mapped[bool] = mapped_column(default=False)
    position: Mapped[int]


class FirmSector(Base):
    """A kind of product a firm works with."""

    __tablename__ = "firm_sector"
    __table_args__ = (UniqueConstraint("firm_id", "sector_code"),)

    firm_id: Mapped[int] = mapped_column(ForeignKey("firm.id", ondelete="CASCADE"))
    sector_code: Mapped[str] = mapped_column(ForeignKey("sector.code"))
    basis: Mapped[Basis]


class Offering(Base):
    """Firm × service × market: the first-class fact. A search by market and service asks for ONE."""

    __tablename__ = "offering"
    __table_args__ = (
        UniqueConstraint("firm_id", "service_code", "market_code"),
        Index("ix_offering_cell", "service_code", "market_code", "firm_id"),
        Index("ix_offering_market", "market_code", "firm_id"),
        Index("ix_offering_confirm_by", "confirm_by"),
    )

    firm_id: Mapped[int] = mapped_column(ForeignKey("firm.id", ondelete="CASCADE"))
    service_code: Mapped[str] = mapped_column(ForeignKey("service.code"))
    market_code: Mapped[str] = mapped_column(ForeignKey("region.code"))
    basis: Mapped[Basis]
    intake: Mapped[Intake] = mapped_column(default=Intake.OPEN)
    #: None where the firm has not said; nobody guesses it.
    means: Mapped[Means | None]
    #: Since when the evidence it rested on is over: it is then found by nobody, see ``credentials``.
    evidence_lapsed_at: Mapped[datetime | None]
    #: Through whom it acts; only where ``means`` is a partner.
    partner: Mapped[str | None] = mapped_column(String(200))
    #: Sectors it is not for. ``sectors`` holds none of them, nor what they are part of.
    excluded_sectors: Mapped[list[str] | None] = mapped_column(JSON(none_as_null=True))
    #: BCP 47 tags; None where the firm works in its own languages here too.
    languages: Mapped[list[str] | None] = mapped_column(JSON(none_as_null=True))
    #: By ``FeeItem``, a ``FeeTerm``; what is not said is missing.
    fees: Mapped[dict[str, str] | None] = mapped_column(JSON(none_as_null=True))
    #: What else it is not for, and on what terms a client comes or goes, as the firm wrote it.
    exclusions: Mapped[str | None] = mapped_column(String(300))
    switching: Mapped[str | None] = mapped_column(String(1000))
    #: The language slug of those words.
    written_in: Mapped[str | None] = mapped_column(String(8))
    #: When the firm last said that all this is so; None where nobody of it ever has.
    confirmed_at: Mapped[datetime | None]
    #: The last day on which that counts, by the firm's clock; None where none was set.
    confirm_by: Mapped[date | None]
    #: When the firm was last reminded of that day.
    reminded_at: Mapped[datetime | None]
    #: Since when it is not confirmed; meanwhile it answers no search. Set and cleared, never reckoned.
    lapsed_at: Mapped[datetime | None]
    #: Two people changing one at once: the second is shown what the first has made of it.
    version: Mapped[int] = mapped_column(server_default=text("1"))

    firm: Mapped[Firm] = relationship(back_populates="offerings")
    sectors: Mapped[list["OfferingSector"]] = relationship(cascade="all, delete-orphan", lazy="raise_on_sql")

    __mapper_args__ = {"version_id_col": version}

    @property
    def fee_terms(self) -> dict[FeeItem, FeeTerm]:
        """What the firm says of its fees, in the order of ``FeeItem``."""
        said = self.fees or {}
        return {each: FeeTerm(said[each.value]) for each in FeeItem if each.value in said}

    @hybrid_property
    def is_open(self) -> bool:
        """Whether new mandates are taken."""
        return self.intake is Intake.OPEN

    @is_open.inplace.setter
    def _set_open(self, is_open: bool) -> None:
        self.intake = Intake.OPEN if is_open else Intake.CLOSED

    @is_open.inplace.expression
    @classmethod
    def _is_open(cls) -> ColumnElement[bool]:
        return cls.intake == Intake.OPEN

    @property
    def is_live(self) -> bool:
        """Whether enquiries are passed on for it: open, confirmed in time, on no evidence that is over."""
        return self.is_open and not self.lapsed_at and not self.evidence_lapsed_at


class OfferingSector(Base):
    """A kind of product for which an offering stands."""

    __tablename__ = "offering_sector"
    __table_args__ = (
        UniqueConstraint("offering_id", "sector_code"),
        Index("ix_offering_sector_code", "sector_code", "offering_id"),
    )

    offering_id: Mapped[int] = mapped_column(ForeignKey("offering.id", ondelete="CASCADE"))
    sector_code: Mapped[str] = mapped_column(ForeignKey("sector.code"))
