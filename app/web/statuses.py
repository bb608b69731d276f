"""Each state, reason and party in words, once: pages, doors and letters all ask here.

A tone goes with each state for ``components/status.html``: ``past`` is over, ``on`` is in force, ``act``
means that somebody must act. The word always carries the meaning; the tone only repeats it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from app.directory.revisions.models import FieldState, RevisionState
from app.enquiries.consents import ConsentPurpose, Mode
from app.enquiries.models import DeclineReason, FacetKind, FacetSource, Outcome, Party, Urgency, Way
from app.enquiries.proposals import Change, ProposalState
from app.enquiries.redacting import Removed
from app.enquiries.states import EnquiryState, ReferralState
from app.matching.models import RunPurpose
from app.matching.reasons import ExclusionReason, NoMatch

Tone = Literal["past", "on", "act"]


@dataclass(frozen=True, slots=True)
class Status:
    """A state as a reader sees it."""

    words: LazyString
    tone: Tone


ENQUIRY: Mapping[EnquiryState, Status] = {
    EnquiryState.UNVERIFIED: Status(_l("Address not confirmed"), "act"),
    EnquiryState.TRIAGE: Status(_l("With an editor"), "act"),
    EnquiryState.HELD: Status(_l("Set aside for a closer look"), "act"),
    EnquiryState.NO_MATCH: Status(_l("No firm can take it as it stands"), "act"),
    EnquiryState.OFFERED: Status(_l("Waiting for the enquirer to agree"), "act"),
    EnquiryState.DORMANT: Status(_l("Resting until firms are chosen"), "past"),
    EnquiryState.ROUTED: Status(_l("With the firms"), "on"),
    EnquiryState.ANSWERED: Status(_l("Answered"), "on"),
    EnquiryState.CLOSED: Status(_l("Closed"), "past"),
    EnquiryState.WITHDRAWN: Status(_l("Withdrawn"), "past"),
    EnquiryState.REJECTED: Status(_l("Not accepted"), "past"),
    EnquiryState.DUPLICATE: Status(_l("Followed under another reference"), "past"),
    EnquiryState.EXPIRED: Status(_l("Expired without confirmation"), "past"),
    EnquiryState.ERASED: Status(_l("Erased"), "past"),
}

REFERRAL: Mapping[ReferralState, Status] = {
    ReferralState.PROPOSED: Status(_l("Proposed, not agreed to yet"), "act"),
    ReferralState.CONSENTED: Status(_l("Agreed to, waiting for room"), "on"),
    ReferralState.VISIBLE: Status(_l("Not opened yet"), "act"),
    ReferralState.SEEN: Status(_l("Opened"), "act"),
    ReferralState.ACCEPTED: Status(_l("Accepted"), "act"),
    ReferralState.ANSWERED: Status(_l("Answered"), "on"),
    ReferralState.CLOSED: Status(_l("Closed"), "past"),
    ReferralState.DECLINED: Status(_l("Declined"), "past"),
    ReferralState.LAPSED: Status(_l("Time ran out"), "past"),
    ReferralState.UNDELIVERABLE: Status(_l("No letter reaches the firm"), "act"),
    ReferralState.WITHDRAWN: Status(_l("Withdrawn"), "past"),
    ReferralState.CANCELLED: Status(_l("Never sent"), "past"),
}

DECLINE_REASON: Mapping[DeclineReason, LazyString] = {
    DeclineReason.OUT_OF_SCOPE: _l("Outside what we do"),
    DeclineReason.CONFLICT: _l("Conflict of interest"),
    DeclineReason.NO_CAPACITY: _l("No room for new work at present"),
    DeclineReason.LANGUAGE: _l("Not a language we work in"),
    DeclineReason.EXISTING_CLIENT: _l("Already our client"),
    DeclineReason.NOT_CREDIBLE: _l("Does not look like a real enquiry"),
    DeclineReason.OTHER: _l("Another reason"),
}

OUTCOME: Mapping[Outcome, LazyString] = {
    Outcome.ANSWERED: _l("It answered the question"),
    Outcome.PARTLY: _l("It answered part of the question"),
    Outcome.NOT_ANSWERED: _l("It did not answer the question"),
}

FACET_KIND: Mapping[FacetKind, LazyString] = {
    FacetKind.MARKET: _l("Markets"),
    FacetKind.SERVICE: _l("Services"),
    FacetKind.SECTOR: _l("Kind of product"),
}

FACET_SOURCE: Mapping[FacetSource, LazyString] = {
    FacetSource.ENQUIRER: _l("chosen by the enquirer"),
    FacetSource.PAGE: _l("from the page they came from"),
    FacetSource.LEXICON: _l("found in the text"),
    FacetSource.STAFF: _l("set by an editor"),
}

URGENCY: Mapping[Urgency, LazyString] = {
    Urgency.INCIDENT: _l("Somebody was harmed, or might be"),
    Urgency.DETAINED_SHIPMENT: _l("Goods are held at the border"),
    Urgency.AUTHORITY_ACTION: _l("An authority has acted or set a time limit"),
    Urgency.DEADLINE: _l("There is a date to keep"),
    Urgency.ASAP: _l("Wanted as soon as possible"),
    Urgency.NONE: _l("Nothing presses"),
}

#: What the question itself allows, as the rules read it.
WAY: Mapping[Way, LazyString] = {
    Way.CLEAR: _l("Clear: firms can have it"),
    Way.ASK: _l("One question should go back first"),
    Way.PERSON: _l("A person must look first"),
}

#: Why it takes that way, by the code in ``Enquiry.way_reason``.
WAY_REASON: Mapping[str, LazyString] = {
    "harm": _l("somebody may have been harmed"),
    "held_as_spam": _l("it may be spam"),
    "complaint": _l("it complains about the portal or a firm"),
    "partnership": _l("it offers to work with the portal instead of asking"),
    "personal_import": _l("it is about goods for personal use"),
    "no_code": _l("it asks for something that no listed service stands for"),
    "no_code_at_all": _l("it asks for something that no listed service stands for"),
    "no_service": _l("no service could be made out"),
    "no_market": _l("no market could be made out"),
    "wide_market": _l("it names only a part of the world, no market"),
    "which_service": _l("more than one service could be meant"),
    "which_market": _l("not every market it names may be meant"),
    "not_sure": _l("the enquirer is not sure which reading is meant"),
}

CHANGE: Mapping[Change, LazyString] = {
    Change.ADDED: _l("The rules missed it"),
    Change.REMOVED: _l("The rules read it wrongly"),
}

PROPOSAL: Mapping[ProposalState, Status] = {
    ProposalState.OPEN: Status(_l("Not settled yet"), "act"),
    ProposalState.TAKEN_UP: Status(_l("Taken up"), "on"),
    ProposalState.DISMISSED: Status(_l("Dismissed"), "past"),
}

PARTY: Mapping[Party, LazyString] = {
    Party.ENQUIRER: _l("Enquirer"),
    Party.FIRM: _l("Firm"),
    Party.STAFF: _l("Editor"),
    Party.NOBODY: _l("Nobody"),
}

EXCLUSION: Mapping[ExclusionReason, LazyString] = {
    ExclusionReason.REFUSED: _l("excluded by the enquirer, or already asked"),
    ExclusionReason.NOT_CLAIMED: _l("the listing has not been taken over by the firm"),
    ExclusionReason.NOT_TAKING_ENQUIRIES: _l("takes no enquiries at present"),
    ExclusionReason.NO_ADDRESS: _l("has no address for enquiries"),
    ExclusionReason.EVIDENCE_LAPSED: _l("the evidence it rested on has lapsed"),
    ExclusionReason.CLOSED: _l("takes no new mandates for this service"),
    ExclusionReason.UNCONFIRMED: _l("has not confirmed in time that it still offers this"),
    ExclusionReason.OTHER_PRODUCTS: _l("offers this for other products"),
    ExclusionReason.OTHER_LANGUAGES: _l("works neither in the enquirer’s language nor in English"),
    ExclusionReason.ABSENT: _l("is away at present"),
    ExclusionReason.FULL: _l("has as many open enquiries as it takes at once"),
    ExclusionReason.CONFLICT: _l("has a conflict of interest"),
    ExclusionReason.NOT_ESTABLISHED: _l("has no office where this role must be"),
}

_NOT_NOW = _l("cannot take this enquiry at the moment")

#: The same for anybody: how much a firm has to do, and whom it acts for or has declined, are its own.
EXCLUSION_IN_PUBLIC: Mapping[ExclusionReason, LazyString] = {
    **EXCLUSION,
    ExclusionReason.ABSENT: _NOT_NOW,
    ExclusionReason.FULL: _NOT_NOW,
    ExclusionReason.CONFLICT: _NOT_NOW,
}

#: Why no firm can be named, for the desk.
NO_MATCH: Mapping[NoMatch, LazyString] = {
    NoMatch.UNCLEAR: _l("No firm can be named: no market or no service is known."),
    NoMatch.NO_SUCH_PAIR: _l("No firm can be named: this service does not exist in this market."),
    NoMatch.NOT_OFFERED: _l("No firm can be named: nobody listed offers this there."),
    NoMatch.FULL: _l("No firm can be named: those that offer this have no room at present."),
    NoMatch.OTHER_LANGUAGES: _l("No firm can be named: those that offer this work in other languages."),
    NoMatch.OTHER_PRODUCTS: _l("No firm can be named: those that offer this do so for other products."),
    NoMatch.CLOSED: _l("No firm can be named: those that offer this take no new mandates."),
    NoMatch.REFUSED: _l("No firm can be named: the others are excluded, or have it already."),
    NoMatch.NOT_TAKING: _l("No firm can be named: those that offer this take no enquiries here."),
    NoMatch.BARRED: _l("No firm can be named: those that offer this may not act in this case."),
}

RUN_PURPOSE: Mapping[RunPurpose, LazyString] = {
    RunPurpose.ROUTED: _l("handing it on when the address was confirmed"),
    RunPurpose.REFERRED: _l("an editor’s choice of firms"),
}

#: Why an enquiry was sent to the desk, by the code in ``EnquirySentToDesk.why``.
#: Why an enquiry was erased, by ``ErasureGround``.
ERASURE: Mapping[str, LazyString] = {
    "asked": _l("Erased, as the enquirer wished: only dates and what it was about are left."),
    "foreign": _l(
        "Erased, since it held the data of somebody else: only dates and what it was about are left."
    ),
    "order": _l("Erased by order: only dates and what it was about are left."),
    "age": _l("Erased by the portal after its time: only dates and what it was about are left."),
}

SENT_TO_DESK: Mapping[str, LazyString] = {
    "unclear": _l("It is not clear which market and service are meant."),
    "no_firm": _l("No firm was named, or none that was named can take it."),
    "editor_asked": _l("The enquirer asks an editor to suggest firms."),
    "declined": _l("Every firm that had it has declined."),
    "withdrawn": _l("The enquirer no longer agrees to any firm that had it."),
    "undeliverable": _l("No letter reaches any firm that had it."),
    "not_answered": _l("The enquirer says that the answers do not answer the question."),
    "unconfirmed": _l("The address was not confirmed within 24 hours."),
    "lapsed": _l("No firm that had it has answered in time."),
    "no_reply": _l("A firm that has answered before leaves the enquirer waiting."),
    "all_full": _l("Every firm the enquirer agreed to is full; the enquiry waits for room."),
    "harm": _l("Somebody may have been harmed."),
    "complaint": _l("It seems to be a complaint about the portal or a firm."),
    "partnership": _l("It seems to offer work with the portal."),
    "personal_import": _l("It seems to be about goods for personal use."),
    "no_code": _l("It asks for something that no listed service stands for."),
    "no_code_at_all": _l("It asks for something that no listed service stands for."),
    "not_sure": _l("The enquirer is not sure which reading is meant."),
}

#: The terms of a firm's score, in words short enough for the head of a column.
TERM: Mapping[str, LazyString] = {
    "gate": _l("Cover"),
    "sector": _l("Product"),
    "language": _l("Language"),
    "responsiveness": _l("Answers"),
    "headroom": _l("Room"),
    "freshness": _l("Fresh"),
}

#: What an agreement is for.
CONSENT: Mapping[ConsentPurpose, LazyString] = {
    ConsentPurpose.BRIEF: _l("The question without names and addresses, to the firm"),
    ConsentPurpose.SHARE: _l("To hand your data to the firm, so that it answers this enquiry"),
    ConsentPurpose.ABROAD: _l("To hand it abroad for the same purpose"),
}

#: How it goes to firms, as its sender chose.
MODE: Mapping[Mode, LazyString] = {
    Mode.CHOSEN: _l("To the firms that were chosen"),
    Mode.BEST: _l("To the best of the firms that were named"),
    Mode.ANONYMOUS: _l("Anonymous first"),
}

#: What stands in a question instead of what was taken out.
REMOVED: Mapping[Removed, LazyString] = {
    Removed.ADDRESS: _l("[address removed]"),
    Removed.NAME: _l("[name removed]"),
    Removed.SIGNATURE: _l("[signature removed]"),
}

REVISION: Mapping[RevisionState, Status] = {
    RevisionState.PENDING: Status(_l("Waits for an editor"), "act"),
    RevisionState.SETTLED: Status(_l("Decided"), "on"),
    RevisionState.WITHDRAWN: Status(_l("Withdrawn"), "past"),
    RevisionState.APPLIED: Status(_l("Held at once"), "on"),
}

REVISION_FIELD: Mapping[FieldState, Status] = {
    FieldState.PENDING: Status(_l("Waits for an editor"), "act"),
    FieldState.APPROVED: Status(_l("Approved"), "on"),
    FieldState.RETURNED: Status(_l("Returned"), "act"),
    FieldState.WITHDRAWN: Status(_l("Withdrawn"), "past"),
    FieldState.APPLIED: Status(_l("Held at once"), "on"),
}
