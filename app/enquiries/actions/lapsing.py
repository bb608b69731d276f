"""What happens to an enquiry because nobody did anything in time."""

from datetime import datetime

from app.enquiries.actions.desk import end, go_on_without, send_to_desk
from app.enquiries.actions.stepping import step
from app.enquiries.events import EnquiryClosed, EnquiryFellAsleep, ReferralLapsed
from app.enquiries.models import Enquiry, Party, Referral
from app.enquiries.states import REFERRAL_OPEN, EnquiryState, ReferralState
from app.kernel.events import publish


def lapse(referral: Referral, *, at: datetime) -> None:
    """The firm let the time pass: its access to who asks ends, and its place goes to another enquiry.

    Changes nothing for a firm that has answered, or no longer has it. Where no other firm is left, the
    enquiry goes to the desk.
    """
    if referral.state not in REFERRAL_OPEN or referral.answered_at:
        return
    step(referral, ReferralState.LAPSED)
    referral.ended_at = at
    publish(
        ReferralLapsed(
            at=at,
            enquiry_id=referral.enquiry_id,
            referral_id=referral.id,
            firm_id=referral.firm_id,
            actor=Party.NOBODY,
        )
    )
    if referral.enquiry.is_open:
        go_on_without(referral.enquiry, why="lapsed", actor=Party.NOBODY, at=at)


def go_unconfirmed(enquiry: Enquiry, *, at: datetime) -> None:
    """The address was never confirmed: a person looks all the same."""
    if enquiry.state is EnquiryState.UNVERIFIED:
        send_to_desk(enquiry, why="unconfirmed", actor=Party.NOBODY, at=at)


def fall_asleep(enquiry: Enquiry, *, at: datetime) -> None:
    """The enquirer chose none of the firms that were named; nothing is promised any more."""
    if enquiry.state is not EnquiryState.OFFERED:
        return
    enquiry.move(EnquiryState.DORMANT)
    enquiry.promised_at = None
    publish(EnquiryFellAsleep(at=at, enquiry_id=enquiry.id, actor=Party.NOBODY))


def go_quiet(enquiry: Enquiry, *, at: datetime) -> None:
    """Nobody has said anything for long: it is closed, and a word of the enquirer's opens it again."""
    if enquiry.state not in {EnquiryState.ANSWERED, EnquiryState.DORMANT}:
        return
    end(enquiry, at=at)
    publish(EnquiryClosed(at=at, enquiry_id=enquiry.id, actor=Party.NOBODY, why="quiet"))
