"""The states of an enquiry and of a referral, and the only moves between them.

Source: the lifecycle tables of the design, sections 2.3 and 2.4. Two of its enquiry states are never a
row: *draft* is the signed nonce of an open form, *matching* is the transaction that keeps a routing run.
The database refuses every other move too, by triggers made from the same tables.
"""

from collections.abc import Mapping
from enum import Enum

from app.enquiries.errors import MoveNotAllowed


class EnquiryState(Enum):
    #: Kept; the address is not confirmed yet.
    UNVERIFIED = "unverified"
    #: A person at the desk must look.
    TRIAGE = "triage"
    #: Set aside by a person, with a reason.
    HELD = "held"
    #: Nobody can take it as it stands; an editor and the enquirer look for another way.
    NO_MATCH = "no_match"
    #: Firms are named to the enquirer, who must agree.
    OFFERED = "offered"
    #: Firms were named and nobody chose; it wakes when the enquirer does.
    DORMANT = "dormant"
    #: At least one firm has it.
    ROUTED = "routed"
    #: At least one firm has answered.
    ANSWERED = "answered"
    CLOSED = "closed"
    #: Taken back by the enquirer.
    WITHDRAWN = "withdrawn"
    #: Not a question for this portal, as a person decided and the sender was told.
    REJECTED = "rejected"
    #: The same question is followed under another reference.
    DUPLICATE = "duplicate"
    #: Never confirmed, and untouched for so long that its words were removed.
    EXPIRED = "expired"
    #: Only counts and dates are left.
    ERASED = "erased"


class ReferralState(Enum):
    #: Suggested by an editor; the enquirer has not agreed, the firm sees nothing.
    PROPOSED = "proposed"
    #: The enquirer has agreed; the firm has no room yet and sees nothing.
    CONSENTED = "consented"
    #: In the firm's workspace, in brief.
    VISIBLE = "visible"
    #: Opened: from here on the firm has seen who asks.
    SEEN = "seen"
    ACCEPTED = "accepted"
    ANSWERED = "answered"
    CLOSED = "closed"
    DECLINED = "declined"
    #: The firm let the time pass; another may have it.
    LAPSED = "lapsed"
    #: No letter reaches the firm; it keeps the referral, and another may have it too.
    UNDELIVERABLE = "undeliverable"
    WITHDRAWN = "withdrawn"
    CANCELLED = "cancelled"


E, R = EnquiryState, ReferralState

ENQUIRY_MOVES: Mapping[EnquiryState, frozenset[EnquiryState]] = {
    E.UNVERIFIED: frozenset(
        {E.TRIAGE, E.HELD, E.ROUTED, E.OFFERED, E.CLOSED, E.WITHDRAWN}
        | {E.REJECTED, E.DUPLICATE, E.EXPIRED, E.ERASED}
    ),
    E.TRIAGE: frozenset(
        {E.HELD, E.NO_MATCH, E.OFFERED, E.ROUTED, E.CLOSED, E.WITHDRAWN}
        | {E.REJECTED, E.DUPLICATE, E.EXPIRED, E.ERASED}
    ),
    E.HELD: frozenset(
        {E.TRIAGE, E.OFFERED, E.ROUTED, E.CLOSED, E.WITHDRAWN, E.REJECTED, E.DUPLICATE, E.ERASED}
    ),
    E.NO_MATCH: frozenset(
        {E.TRIAGE, E.HELD, E.OFFERED, E.ROUTED, E.CLOSED, E.WITHDRAWN, E.DUPLICATE, E.ERASED}
    ),
    E.OFFERED: frozenset({E.TRIAGE, E.DORMANT, E.ROUTED, E.CLOSED, E.WITHDRAWN, E.DUPLICATE, E.ERASED}),
    E.DORMANT: frozenset({E.TRIAGE, E.OFFERED, E.ROUTED, E.CLOSED, E.WITHDRAWN, E.ERASED}),
    E.ROUTED: frozenset({E.TRIAGE, E.OFFERED, E.ANSWERED, E.CLOSED, E.WITHDRAWN, E.ERASED}),
    E.ANSWERED: frozenset({E.TRIAGE, E.OFFERED, E.ROUTED, E.CLOSED, E.WITHDRAWN, E.ERASED}),
    E.CLOSED: frozenset({E.TRIAGE, E.ROUTED, E.WITHDRAWN, E.ERASED}),
    E.WITHDRAWN: frozenset({E.ERASED}),
    E.REJECTED: frozenset({E.TRIAGE, E.WITHDRAWN, E.ERASED}),
    E.DUPLICATE: frozenset({E.TRIAGE, E.WITHDRAWN, E.ERASED}),
    E.EXPIRED: frozenset({E.ERASED}),
    E.ERASED: frozenset(),
}

#: What can become of a referral the firm has before it and has not answered.
_ENDS = frozenset({R.DECLINED, R.LAPSED, R.UNDELIVERABLE, R.WITHDRAWN, R.CLOSED})

#: Out of a side exit leads only an editor's reopening: a new round on the same row.
REFERRAL_MOVES: Mapping[ReferralState, frozenset[ReferralState]] = {
    R.PROPOSED: frozenset({R.CONSENTED, R.VISIBLE, R.CANCELLED, R.WITHDRAWN}),
    R.CONSENTED: frozenset({R.VISIBLE, R.CANCELLED, R.WITHDRAWN}),
    R.VISIBLE: frozenset({R.SEEN}) | _ENDS,
    R.SEEN: frozenset({R.ACCEPTED, R.ANSWERED}) | _ENDS,
    R.ACCEPTED: frozenset({R.ANSWERED}) | _ENDS,
    R.ANSWERED: frozenset({R.ACCEPTED, R.CLOSED, R.WITHDRAWN}),
    R.UNDELIVERABLE: frozenset({R.SEEN, R.VISIBLE, R.DECLINED, R.LAPSED, R.WITHDRAWN, R.CLOSED}),
    R.CLOSED: frozenset({R.VISIBLE, R.WITHDRAWN}),
    R.DECLINED: frozenset({R.VISIBLE}),
    R.LAPSED: frozenset({R.VISIBLE, R.WITHDRAWN}),
    R.WITHDRAWN: frozenset(),
    R.CANCELLED: frozenset({R.PROPOSED}),
}
#: The firm has it before it and has not finished; one that no letter reaches may still open it.
REFERRAL_OPEN = frozenset({R.VISIBLE, R.SEEN, R.ACCEPTED, R.UNDELIVERABLE})
#: The firm has the referral before it and may work on it.
REFERRAL_LIVE = frozenset({R.VISIBLE, R.SEEN, R.ACCEPTED, R.ANSWERED})
#: The firm has opened it and is yet to answer: it may ask the enquirer something first.
REFERRAL_ASKING = frozenset({R.SEEN, R.ACCEPTED})
#: Ends with its enquiry: what the firm works on, and what waits before it though no letter reaches it.
REFERRAL_STANDING = REFERRAL_LIVE | REFERRAL_OPEN
#: Once opened, who asks is shown in these, as long as the enquirer agrees.
REFERRAL_DISCLOSED = frozenset({R.SEEN, R.ACCEPTED, R.ANSWERED, R.CLOSED, R.UNDELIVERABLE})
#: A firm knows nothing of a referral before it is visible, nor of one that never became so.
REFERRAL_HIDDEN = frozenset({R.PROPOSED, R.CONSENTED, R.CANCELLED})
#: Nothing more can be asked of these.
ENQUIRY_ENDED = frozenset({E.CLOSED, E.WITHDRAWN, E.REJECTED, E.DUPLICATE, E.EXPIRED, E.ERASED})
#: A person at the desk has to act.
ENQUIRY_AT_DESK = frozenset({E.UNVERIFIED, E.TRIAGE, E.HELD, E.NO_MATCH})


def check_enquiry_move(old: EnquiryState, new: EnquiryState) -> None:
    """Raises MoveNotAllowed unless the table has the move."""
    if new not in ENQUIRY_MOVES[old]:
        raise MoveNotAllowed(what="enquiry", old=old.value, new=new.value)


def check_referral_move(old: ReferralState, new: ReferralState) -> None:
    """Raises MoveNotAllowed unless the table has the move."""
    if new not in REFERRAL_MOVES[old]:
        raise MoveNotAllowed(what="referral", old=old.value, new=new.value)
