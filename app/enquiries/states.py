"""The states of an enquiry and of a referral, and the only moves between them.

Source: the lifecycle tables of the design, sections 2.3 and 2.4. States that later capabilities bring
(duplicate, dormant, expired, erased; lapsed, undeliverable) are added here, with their moves.
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
    #: Firms are named to the enquirer, who must agree.
    OFFERED = "offered"
    #: At least one firm has it.
    ROUTED = "routed"
    #: At least one firm has answered.
    ANSWERED = "answered"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


class ReferralState(Enum):
    #: Suggested by an editor; the enquirer has not agreed, the firm sees nothing.
    PROPOSED = "proposed"
    #: In the firm's workspace, in brief.
    VISIBLE = "visible"
    #: Opened: from here on the firm has seen who asks.
    SEEN = "seen"
    ACCEPTED = "accepted"
    ANSWERED = "answered"
    CLOSED = "closed"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    CANCELLED = "cancelled"


E, R = EnquiryState, ReferralState

ENQUIRY_MOVES: Mapping[EnquiryState, frozenset[EnquiryState]] = {
    E.UNVERIFIED: frozenset({E.TRIAGE, E.HELD, E.ROUTED, E.OFFERED, E.CLOSED, E.WITHDRAWN}),
    E.TRIAGE: frozenset({E.HELD, E.OFFERED, E.ROUTED, E.CLOSED, E.WITHDRAWN}),
    E.HELD: frozenset({E.TRIAGE, E.OFFERED, E.ROUTED, E.CLOSED, E.WITHDRAWN}),
    E.OFFERED: frozenset({E.TRIAGE, E.ROUTED, E.CLOSED, E.WITHDRAWN}),
    E.ROUTED: frozenset({E.TRIAGE, E.OFFERED, E.ANSWERED, E.CLOSED, E.WITHDRAWN}),
    E.ANSWERED: frozenset({E.TRIAGE, E.OFFERED, E.ROUTED, E.CLOSED, E.WITHDRAWN}),
    E.CLOSED: frozenset({E.TRIAGE, E.WITHDRAWN}),
    E.WITHDRAWN: frozenset(),
}

REFERRAL_MOVES: Mapping[ReferralState, frozenset[ReferralState]] = {
    R.PROPOSED: frozenset({R.VISIBLE, R.CANCELLED, R.WITHDRAWN}),
    R.VISIBLE: frozenset({R.SEEN, R.WITHDRAWN, R.DECLINED, R.CLOSED}),
    R.SEEN: frozenset({R.ACCEPTED, R.ANSWERED, R.DECLINED, R.WITHDRAWN, R.CLOSED}),
    R.ACCEPTED: frozenset({R.ANSWERED, R.DECLINED, R.WITHDRAWN, R.CLOSED}),
    R.ANSWERED: frozenset({R.ACCEPTED, R.CLOSED, R.WITHDRAWN}),
    R.CLOSED: frozenset({R.WITHDRAWN}),
    R.DECLINED: frozenset(),
    R.WITHDRAWN: frozenset(),
    R.CANCELLED: frozenset(),
}

#: The firm has it before it and has not finished.
REFERRAL_OPEN = frozenset({R.VISIBLE, R.SEEN, R.ACCEPTED})
#: The firm has the referral before it and may work on it.
REFERRAL_LIVE = frozenset({R.VISIBLE, R.SEEN, R.ACCEPTED, R.ANSWERED})
#: Once opened, who asks is shown in these, as long as the enquirer agrees.
REFERRAL_DISCLOSED = frozenset({R.SEEN, R.ACCEPTED, R.ANSWERED, R.CLOSED})
#: Nothing more can be asked of these.
ENQUIRY_ENDED = frozenset({E.CLOSED, E.WITHDRAWN})
#: A person at the desk has to act.
ENQUIRY_AT_DESK = frozenset({E.UNVERIFIED, E.TRIAGE, E.HELD})


def check_enquiry_move(old: EnquiryState, new: EnquiryState) -> None:
    """Raises MoveNotAllowed unless the table has the move."""
    if new not in ENQUIRY_MOVES[old]:
        raise MoveNotAllowed(what="enquiry", old=old.value, new=new.value)


def check_referral_move(old: ReferralState, new: ReferralState) -> None:
    """Raises MoveNotAllowed unless the table has the move."""
    if new not in REFERRAL_MOVES[old]:
        raise MoveNotAllowed(what="referral", old=old.value, new=new.value)
