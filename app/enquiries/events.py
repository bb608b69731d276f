"""What has happened to an enquiry."""

from dataclasses import dataclass

from app.enquiries.models import Party
from app.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class EnquiryEvent(Event):
    """Something about one enquiry, done by one party."""

    enquiry_id: int
    actor: Party
    #: The account of whoever was signed in.
    by_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class EnquirySubmitted(EnquiryEvent):
    """Kept; the address is not confirmed yet."""


@dataclass(frozen=True, kw_only=True)
class EnquiryConfirmed(EnquiryEvent):
    """The enquirer's address is theirs."""


@dataclass(frozen=True, kw_only=True)
class EnquirySentToDesk(EnquiryEvent):
    """A person must look.

    ``why`` is a code: unclear, no_firm, editor_asked, declined, withdrawn, undeliverable,
    not_answered, unconfirmed, lapsed, no_reply, all_full; or the reason why a person looks first, as in
    ``Enquiry.way_reason``.
    """

    why: str


@dataclass(frozen=True, kw_only=True)
class EnquiryReferred(EnquiryEvent):
    """Firms have it in their workspace."""

    referral_ids: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class FirmsProposed(EnquiryEvent):
    """Firms are named to the enquirer, who must agree first."""

    referral_ids: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class ChoiceRemains(EnquiryEvent):
    """No firm has it any more; the enquirer can still choose among those an editor named."""


@dataclass(frozen=True, kw_only=True)
class FacetsCorrected(EnquiryEvent):
    """An editor has said what the enquiry is about."""

    before: tuple[str, ...]
    after: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class EnquiryHeld(EnquiryEvent):
    """Set aside: by an editor with a note, or by the portal, which says why as a code.

    ``why`` is the kind of sign that was seen, as in ``Enquiry.spam_kind`` or ``Enquiry.intake``; empty for an
    editor's.
    """

    why: str = ""


@dataclass(frozen=True, kw_only=True)
class EnquiryResumed(EnquiryEvent):
    """Taken up again by an editor."""


@dataclass(frozen=True, kw_only=True)
class EnquiryClosed(EnquiryEvent):
    """Ended: by an editor with a note, by the enquirer with an outcome, or by the portal.

    ``why`` is a code where the portal did it: quiet.
    """

    outcome: str | None = None

    why: str = ""


@dataclass(frozen=True, kw_only=True)
class EnquiryWithdrawn(EnquiryEvent):
    """Taken back by the enquirer; these firms had it."""

    referral_ids: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class ReferralEvent(EnquiryEvent):
    """Something between the enquirer and one firm."""

    referral_id: int
    firm_id: int


@dataclass(frozen=True, kw_only=True)
class ReferralOpened(ReferralEvent):
    """The firm has taken it in hand.

    ``disclosed`` are the columns of ``Enquiry`` it has read then; none, where it may not know who asks.
    """

    disclosed: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class IdentityRevealed(ReferralEvent):
    """The enquirer lets the firm know who they are; ``disclosed`` are the columns it has read at once."""

    disclosed: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ReferralAccepted(ReferralEvent):
    """The firm takes the enquiry on."""


@dataclass(frozen=True, kw_only=True)
class ReferralDeclined(ReferralEvent):
    """The firm does not; ``reason`` is a ``DeclineReason``."""

    reason: str


@dataclass(frozen=True, kw_only=True)
class ReferralAnswered(ReferralEvent):
    """The firm has written to the enquirer."""

    message_id: int


@dataclass(frozen=True, kw_only=True)
class EnquirerReplied(ReferralEvent):
    """The enquirer has written to the firm."""

    message_id: int


@dataclass(frozen=True, kw_only=True)
class FirmAsked(ReferralEvent):
    """The firm must know something of the enquirer before it answers; its time stands still."""

    message_id: int


@dataclass(frozen=True, kw_only=True)
class QuestionUnheard(ReferralEvent):
    """The enquirer has not replied to the firm's question in time; the firm's own time goes on."""


@dataclass(frozen=True, kw_only=True)
class ProposalRefused(ReferralEvent):
    """The enquirer does not want this firm, which never had it."""


@dataclass(frozen=True, kw_only=True)
class NamedFirmRefused(EnquiryEvent):
    """The enquirer no longer agrees to a firm that was never given it."""

    firm_id: int


@dataclass(frozen=True, kw_only=True)
class ConsentWithdrawn(ReferralEvent):
    """The enquirer no longer agrees that this firm has their data."""


@dataclass(frozen=True, kw_only=True)
class ReferralUndeliverable(ReferralEvent):
    """No letter reaches the firm; another may have the enquiry in its place."""


@dataclass(frozen=True, kw_only=True)
class LetterLost(EnquiryEvent):
    """A letter will not arrive, and no other address of its reader is known.

    ``letter`` is the folder of its templates, ``why`` a code as in ``Letter.ended_because``;
    ``referral_id`` is there for a letter to a firm.
    """

    letter: str
    why: str
    referral_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class StrangerWrote(ReferralEvent):
    """Somebody wrote to a party's address who is not known to be of it; nothing was passed on.

    ``party`` is a ``Party``; the mail waits at the desk.
    """

    party: str
    mail_id: int


@dataclass(frozen=True, kw_only=True)
class DeskAlarmed(EnquiryEvent):
    """Something about it is late and a person must look; ``matter`` is a code the desk has words for."""

    matter: str


@dataclass(frozen=True, kw_only=True)
class EnquirerReminded(EnquiryEvent):
    """Firms are named and the enquirer has not chosen; ``step`` is first or last."""

    step: str


@dataclass(frozen=True, kw_only=True)
class EnquiryFellAsleep(EnquiryEvent):
    """The enquirer chose none of the firms that were named."""


@dataclass(frozen=True, kw_only=True)
class ClosingAsked(EnquiryEvent):
    """The enquirer is asked whether the answer was theirs, since nothing has followed it."""


@dataclass(frozen=True, kw_only=True)
class EnquiryExpired(EnquiryEvent):
    """Never confirmed, long untouched: its words were removed."""


@dataclass(frozen=True, kw_only=True)
class EnquiryErased(EnquiryEvent):
    """Its words and who asked were removed; ``why`` is an ``ErasureGround``.

    The firms of these referrals are to delete what they have.
    """

    why: str
    referral_ids: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class EnquiryReopened(ReferralEvent):
    """The enquirer wrote to a firm after the enquiry was closed."""


@dataclass(frozen=True, kw_only=True)
class FirmReminded(ReferralEvent):
    """The firm has not answered; ``step`` is half or last, as much of its time has passed."""

    step: str


@dataclass(frozen=True, kw_only=True)
class AcceptanceMissed(ReferralEvent):
    """The firm should have taken it on by now; it still can."""


@dataclass(frozen=True, kw_only=True)
class ReferralLapsed(ReferralEvent):
    """The firm let the time pass; it may no longer see who asks."""


@dataclass(frozen=True, kw_only=True)
class ListingDoubted(ReferralEvent):
    """The firm keeps declining what it is listed for; an editor should look at its listing."""
