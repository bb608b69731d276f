"""An enquiry and everything that hangs on it."""

from datetime import datetime
from enum import Enum
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.directory.models import Firm
from app.enquiries import states
from app.enquiries.consents import Consent, ConsentPurpose, Mode
from app.enquiries.states import EnquiryState, ReferralState
from app.kernel.db import Base


class Party(Enum):
    """Whoever can write, wait or act."""

    ENQUIRER = "enquirer"
    FIRM = "firm"
    STAFF = "staff"
    NOBODY = "nobody"


class FacetKind(Enum):
    MARKET = "market"
    SERVICE = "service"
    SECTOR = "sector"


class FacetSource(Enum):
    """Who says that the enquiry is about this."""

    ENQUIRER = "enquirer"
    PAGE = "page"
    LEXICON = "lexicon"
    STAFF = "staff"


class Urgency(Enum):
    """What presses, the gravest first."""

    INCIDENT = "incident"
    DETAINED_SHIPMENT = "detained_shipment"
    AUTHORITY_ACTION = "authority_action"
    DEADLINE = "deadline"
    ASAP = "asap"
    NONE = "none"


class Way(Enum):
    """What the question itself allows: to firms at once, one question back, or a person first."""

    CLEAR = "clear"
    ASK = "ask"
    PERSON = "person"


class SpamLane(Enum):
    """Where the rules put its text, or its form. No lane loses it: held and refused wait for a person."""

    PASS = "pass"  # noqa: S105 - a lane, not a secret
    HOLD = "hold"
    REJECT = "reject"


class DeclineReason(Enum):
    OUT_OF_SCOPE = "out_of_scope"
    CONFLICT = "conflict"
    NO_CAPACITY = "no_capacity"
    LANGUAGE = "language"
    EXISTING_CLIENT = "existing_client"
    NOT_CREDIBLE = "not_credible"
    OTHER = "other"


class Outcome(Enum):
    """What the enquirer says of the answers."""

    ANSWERED = "answered"
    PARTLY = "partly"
    NOT_ANSWERED = "not_answered"


#: Rows that go with the one they hang on, read with it.
_OWN: dict[str, Any] = {"cascade": "all, delete-orphan", "lazy": "selectin"}


class Enquiry(Base):
    """One question. The row is the enquiry; letters only announce it."""

    __tablename__ = "enquiry"
    __table_args__ = (Index("ix_enquiry_queue", "state", "promised_at"), Index("ix_enquiry_email", "email"))

    #: What people call it: LRE-7K2Q-94MX, the last character a check.
    reference: Mapped[str] = mapped_column(String(16), unique=True)
    #: Minted with the form; sending the same form twice finds the same enquiry.
    nonce: Mapped[str] = mapped_column(String(43), unique=True)
    #: The secret link and the passphrase are made from it; a new one ends the old ones.
    salt: Mapped[str] = mapped_column(String(43))
    state: Mapped[EnquiryState] = mapped_column(default=EnquiryState.UNVERIFIED)
    waiting_on: Mapped[Party] = mapped_column(default=Party.ENQUIRER)
    #: Two people writing at once: the second is refused, not lost.
    version: Mapped[int] = mapped_column()
    #: Counts the states it has been in, from 1: what was due in one of them is not due again in another.
    spell: Mapped[int] = mapped_column(default=1, server_default="1")
    #: The language the enquirer reads, as a language slug.
    language: Mapped[str] = mapped_column(String(8))
    #: The enquirer's clock, an IANA name.
    time_zone: Mapped[str] = mapped_column(String(64))
    asked_at: Mapped[datetime]
    #: When the address was confirmed; None while it is not.
    confirmed_at: Mapped[datetime | None]
    #: By then a firm or an editor has written; None where nothing is promised any more.
    promised_at: Mapped[datetime | None]
    #: The question as it was typed.
    text: Mapped[str]
    product: Mapped[str] = mapped_column(String(300))
    company: Mapped[str] = mapped_column(String(200))
    contact_name: Mapped[str] = mapped_column(String(200))
    email: Mapped[str] = mapped_column(String(254))
    #: Where the enquirer is, a region code.
    country: Mapped[str] = mapped_column(ForeignKey("region.code"))
    #: Where the question came from: ``firm`` and ``article`` slugs.
    context: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)
    #: What its text says, read when it was sent; the desk sorts and explains by it.
    urgency: Mapped[Urgency] = mapped_column(default=Urgency.NONE)
    #: The country the maker is in, as ISO 3166-1 has it; None where the text does not say.
    origin_country: Mapped[str | None] = mapped_column(String(2))
    way: Mapped[Way] = mapped_column(default=Way.CLEAR)
    #: A code the desk has words for; None where nothing stands in the way.
    way_reason: Mapped[str | None] = mapped_column(String(32))
    spam_lane: Mapped[SpamLane] = mapped_column(default=SpamLane.PASS)
    #: The kind of sign that put it there; None where there was none.
    spam_kind: Mapped[str | None] = mapped_column(String(16))
    #: How its form came in: ``signs``, each with its weight, and ``weights``, the version of those.
    intake: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict, server_default="{}")
    mode: Mapped[Mode] = mapped_column(default=Mode.CHOSEN, server_default="chosen")
    #: How many firms have it at once, in ``Mode.BEST``.
    best: Mapped[int | None]
    editor_may_suggest: Mapped[bool] = mapped_column(default=False)
    outcome: Mapped[Outcome | None]
    #: Why an editor set it aside; for the desk alone.
    hold_note: Mapped[str | None]
    #: What an editor told the enquirer when closing it.
    closing_note: Mapped[str | None]

    facets: Mapped[list["Facet"]] = relationship(order_by="Facet.id", **_OWN)
    consents: Mapped[list[Consent]] = relationship(order_by="Consent.id", **_OWN)
    referrals: Mapped[list["Referral"]] = relationship(
        back_populates="enquiry", order_by="Referral.id", **_OWN
    )

    __mapper_args__ = {"version_id_col": version}

    @property
    def is_open(self) -> bool:
        return self.state not in states.ENQUIRY_ENDED

    @property
    def is_read_first(self) -> bool:
        """Whether an editor reads it before any firm does, also where firms were agreed to."""
        return self.way is Way.PERSON or self.spam_lane is not SpamLane.PASS

    def codes(self, kind: FacetKind) -> tuple[str, ...]:
        return tuple(facet.code for facet in self.facets if facet.kind is kind)

    def agreements(self, firm_id: int, *purposes: ConsentPurpose) -> list[Consent]:
        """Those about the firm, for any of these purposes, that were not taken back."""
        return [
            each
            for each in self.consents
            if each.firm_id == firm_id and each.purpose in purposes and each.withdrawn_at is None
        ]

    def consents_to(self, firm_id: int) -> bool:
        """Whether the firm may see who asks, now."""
        return bool(self.agreements(firm_id, ConsentPurpose.SHARE))

    def lets_read(self, firm_id: int) -> bool:
        """Whether the firm may have the question, now, be it with or without who asks."""
        return bool(self.agreements(firm_id, ConsentPurpose.SHARE, ConsentPurpose.BRIEF))

    def move(self, new: EnquiryState) -> None:
        """Change state by the table. Raises MoveNotAllowed."""
        if new is not self.state:
            states.check_enquiry_move(self.state, new)
            self.state = new
            self.spell = (self.spell or 1) + 1


class Facet(Base):
    """One thing the enquiry is about, who says so, and the words it rests on."""

    __tablename__ = "enquiry_facet"
    __table_args__ = (UniqueConstraint("enquiry_id", "kind", "code"),)

    enquiry_id: Mapped[int] = mapped_column(ForeignKey("enquiry.id", ondelete="CASCADE"))
    kind: Mapped[FacetKind]
    code: Mapped[str] = mapped_column(String(32))
    source: Mapped[FacetSource]
    #: How sure the source is, from 0 to 1.
    score: Mapped[float] = mapped_column(default=1.0)
    #: Spans into the enquiry's text, each ``[start, end]``.
    evidence: Mapped[list[list[int]]] = mapped_column(JSON, default=list)


class Referral(Base):
    """An enquiry in a firm's hands: delivered when this row is visible, once, whatever mail does."""

    __tablename__ = "referral"
    __table_args__ = (
        UniqueConstraint("enquiry_id", "firm_id"),
        Index("ix_referral_inbox", "firm_id", "state"),
    )

    enquiry_id: Mapped[int] = mapped_column(ForeignKey("enquiry.id", ondelete="CASCADE"))
    firm_id: Mapped[int] = mapped_column(ForeignKey("firm.id"))
    state: Mapped[ReferralState] = mapped_column(default=ReferralState.PROPOSED)
    version: Mapped[int] = mapped_column()
    #: Counts from 1; an editor who reopens it begins the next, on the same row.
    round: Mapped[int] = mapped_column(default=1)
    #: Why this firm: the matching's record, shown to the enquirer, the firm and the desk alike.
    reasons: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    proposed_at: Mapped[datetime]
    #: Since when it waits for room with its firm; the oldest has the next place.
    consented_at: Mapped[datetime | None]
    visible_at: Mapped[datetime | None]
    seen_at: Mapped[datetime | None]
    accepted_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    #: By then the firm should have answered.
    due_at: Mapped[datetime | None]
    #: Since when the firm's question waits for the enquirer's word, and its time stands still; None for none.
    question_at: Mapped[datetime | None]
    #: When the firm first saw who asks, and which columns of ``Enquiry``; kept when its access ends.
    disclosed_at: Mapped[datetime | None]
    disclosed: Mapped[list[str]] = mapped_column(JSON, default=list, server_default="[]")
    decline_reason: Mapped[DeclineReason | None]
    decline_note: Mapped[str | None]

    enquiry: Mapped[Enquiry] = relationship(back_populates="referrals", lazy="joined")
    firm: Mapped[Firm] = relationship(lazy="joined")
    messages: Mapped[list["Message"]] = relationship(order_by="Message.id", **_OWN)

    __mapper_args__ = {"version_id_col": version}

    @property
    def is_live(self) -> bool:
        return self.state in states.REFERRAL_LIVE

    @property
    def holds_place(self) -> bool:
        """Whether it counts against what its firm takes at once: until the first answer, or an end."""
        return self.state in states.REFERRAL_OPEN and self.answered_at is None

    @property
    def discloses(self) -> bool:
        """Whether the firm may read who asks, at this moment."""
        return self.talks and self.enquiry.consents_to(self.firm_id)

    @property
    def talks(self) -> bool:
        """Whether the firm may read and write messages, at this moment, be it told who asks or not."""
        opened = self.state in states.REFERRAL_DISCLOSED and self.seen_at is not None
        return opened and self.enquiry.lets_read(self.firm_id)

    @property
    def shown_fields(self) -> frozenset[str]:
        """The columns of ``Enquiry`` that the firm may read at this moment, by the enquirer's agreement."""
        agreed = self.enquiry.agreements(self.firm_id, ConsentPurpose.SHARE) if self.discloses else ()
        return frozenset(field for each in agreed for field in each.opens)

    def move(self, new: ReferralState) -> None:
        """Change state by the table. Raises MoveNotAllowed."""
        if new is not self.state:
            states.check_referral_move(self.state, new)
            self.state = new
            self.question_at = self.question_at if new in states.REFERRAL_ASKING else None


class Message(Base):
    """What one side wrote to the other; never edited."""

    __tablename__ = "message"

    referral_id: Mapped[int] = mapped_column(ForeignKey("referral.id", ondelete="CASCADE"), index=True)
    author: Mapped[Party]
    #: The person, where one was signed in.
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    #: The language of the page it was written on, as a language slug.
    language: Mapped[str] = mapped_column(String(8))
    text: Mapped[str]
    at: Mapped[datetime]
    #: Whether the firm asks with it what it must know before it answers.
    is_question: Mapped[bool] = mapped_column(default=False, server_default=false())
    #: Minted with the form; sending it twice keeps one message.
    nonce: Mapped[str] = mapped_column(String(43), unique=True)
