"""What an editor does with an enquiry beside referring it."""

from datetime import datetime

from app.enquiries.actions.stepping import by_firm, step
from app.enquiries.errors import EnquiryEnded, MoveNotAllowed
from app.enquiries.events import (
    ChoiceRemains,
    EnquiryClosed,
    EnquiryHeld,
    EnquiryResumed,
    EnquirySentToDesk,
)
from app.enquiries.models import Enquiry, Party
from app.enquiries.promises import promise_to
from app.enquiries.states import REFERRAL_STANDING, EnquiryState, ReferralState
from app.kernel.events import publish

_WITH_FIRMS = frozenset({EnquiryState.ROUTED, EnquiryState.ANSWERED})
_SET_ASIDE = frozenset({EnquiryState.HELD, EnquiryState.CLOSED})


def _must_be_open(enquiry: Enquiry) -> None:
    if not enquiry.is_open:
        raise EnquiryEnded(reference=enquiry.reference)


def send_to_desk(enquiry: Enquiry, *, why: str, actor: Party, at: datetime) -> None:
    """A person must look; ``why`` is a code the desk has words for. Raises EnquiryEnded."""
    _must_be_open(enquiry)
    enquiry.move(EnquiryState.TRIAGE)
    if enquiry.promised_at is None or enquiry.waiting_on is not Party.FIRM or enquiry.promised_at < at:
        # What was promised for the firms holds for the desk too: it has its time after theirs.
        enquiry.promised_at = promise_to(enquiry, at=at)
    enquiry.waiting_on = Party.STAFF
    publish(EnquirySentToDesk(at=at, enquiry_id=enquiry.id, actor=actor, why=why))


def go_on_without(enquiry: Enquiry, *, why: str, actor: Party, at: datetime) -> None:
    """A firm has left: others go on, else the enquirer chooses among those proposed, else the desk looks."""
    if any(each.is_live for each in enquiry.referrals):
        return
    if enquiry.waiting_on is Party.STAFF and _waits_for_room(enquiry):
        return  # another was found, and the desk knows that it has no room yet
    if not any(each.state is ReferralState.PROPOSED for each in enquiry.referrals):
        send_to_desk(enquiry, why=why, actor=actor, at=at)
    elif enquiry.state in _WITH_FIRMS:
        enquiry.move(EnquiryState.OFFERED)
        enquiry.waiting_on = Party.ENQUIRER
        publish(ChoiceRemains(at=at, enquiry_id=enquiry.id, actor=actor))


def _waits_for_room(enquiry: Enquiry) -> bool:
    return any(each.state is ReferralState.CONSENTED for each in enquiry.referrals)


def hold(enquiry: Enquiry, *, note: str, by: int, at: datetime) -> None:
    """Set it aside; the note is for the desk. Raises EnquiryEnded, MoveNotAllowed."""
    _must_be_open(enquiry)
    enquiry.move(EnquiryState.HELD)
    enquiry.waiting_on = Party.STAFF
    enquiry.hold_note = note
    publish(EnquiryHeld(at=at, enquiry_id=enquiry.id, actor=Party.STAFF, by_id=by))


def resume(enquiry: Enquiry, *, by: int, at: datetime) -> None:
    """Take it up again. Raises MoveNotAllowed unless it was held or closed."""
    if enquiry.state not in _SET_ASIDE:
        raise MoveNotAllowed(what="enquiry", old=enquiry.state.value, new=EnquiryState.TRIAGE.value)
    enquiry.move(EnquiryState.TRIAGE)
    enquiry.waiting_on = Party.STAFF
    enquiry.promised_at = promise_to(enquiry, at=at)
    publish(EnquiryResumed(at=at, enquiry_id=enquiry.id, actor=Party.STAFF, by_id=by))


def close(enquiry: Enquiry, *, note: str, by: int, at: datetime) -> None:
    """End it, with a note the enquirer is sent. Firms keep what they have answered. Raises EnquiryEnded."""
    _must_be_open(enquiry)
    end(enquiry, at=at)
    enquiry.closing_note = note
    publish(EnquiryClosed(at=at, enquiry_id=enquiry.id, actor=Party.STAFF, by_id=by))


def end(enquiry: Enquiry, *, at: datetime) -> None:
    """Close the enquiry and whatever referrals are still under way."""
    enquiry.move(EnquiryState.CLOSED)
    enquiry.waiting_on = Party.NOBODY
    enquiry.promised_at = None
    for referral in by_firm(enquiry.referrals):
        if referral.state in {ReferralState.PROPOSED, ReferralState.CONSENTED}:
            step(referral, ReferralState.CANCELLED)
            referral.ended_at = at
        elif referral.state in REFERRAL_STANDING:
            step(referral, ReferralState.CLOSED)
            referral.ended_at = at
