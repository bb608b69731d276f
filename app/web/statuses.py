"""Each state, reason and party in words, once: pages, doors and letters all ask here.

A tone goes with each state for ``components/status.html``: ``past`` is over, ``on`` is in force, ``act``
means that somebody must act. The word always carries the meaning; the tone only repeats it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from app.enquiries.models import DeclineReason, FacetKind, FacetSource, Outcome, Party
from app.enquiries.states import EnquiryState, ReferralState
from app.matching.ranking import ExclusionReason

Tone = Literal["past", "on", "act"]


@dataclass(frozen=True, slots=True)
class Status:
    """A state as a reader sees it."""

    words: LazyString
    tone: Tone


ENQUIRY: Mapping[EnquiryState, Status] = {
    EnquiryState.UNVERIFIED: Status(_l("Address not confirmed"), "act"),
    EnquiryState.TRIAGE: Status(_l("With an editor"), "act"),
    EnquiryState.HELD: Status(_l("Set aside by an editor"), "act"),
    EnquiryState.OFFERED: Status(_l("Waiting for the enquirer to agree"), "act"),
    EnquiryState.ROUTED: Status(_l("With the firms"), "on"),
    EnquiryState.ANSWERED: Status(_l("Answered"), "on"),
    EnquiryState.CLOSED: Status(_l("Closed"), "past"),
    EnquiryState.WITHDRAWN: Status(_l("Withdrawn"), "past"),
}

REFERRAL: Mapping[ReferralState, Status] = {
    ReferralState.PROPOSED: Status(_l("Proposed, not agreed to yet"), "act"),
    ReferralState.VISIBLE: Status(_l("Not opened yet"), "act"),
    ReferralState.SEEN: Status(_l("Opened"), "act"),
    ReferralState.ACCEPTED: Status(_l("Accepted"), "act"),
    ReferralState.ANSWERED: Status(_l("Answered"), "on"),
    ReferralState.CLOSED: Status(_l("Closed"), "past"),
    ReferralState.DECLINED: Status(_l("Declined"), "past"),
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
    ExclusionReason.CLOSED: _l("takes no new mandates for this service"),
    ExclusionReason.OTHER_PRODUCTS: _l("offers this for other products"),
    ExclusionReason.OTHER_LANGUAGES: _l("works neither in the enquirer’s language nor in English"),
    ExclusionReason.FULL: _l("has as many open enquiries as it takes at once"),
    ExclusionReason.CONFLICT: _l("has a conflict of interest"),
    ExclusionReason.NOT_ESTABLISHED: _l("has no office where this role must be"),
}

#: Why an enquiry was sent to the desk, by the code in ``EnquirySentToDesk.why``.
SENT_TO_DESK: Mapping[str, LazyString] = {
    "unclear": _l("It is not clear which market and service are meant."),
    "no_firm": _l("No firm was named, or none that was named can take it."),
    "editor_asked": _l("The enquirer asks an editor to suggest firms."),
    "declined": _l("Every firm that had it has declined."),
    "withdrawn": _l("The enquirer no longer agrees to any firm that had it."),
    "not_answered": _l("The enquirer says that the answers do not answer the question."),
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
