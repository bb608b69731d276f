"""What the enquirer takes back; it takes effect at once."""

from datetime import datetime

from app.enquiries.actions.desk import go_on_without
from app.enquiries.actions.stepping import by_firm, step
from app.enquiries.errors import EnquiryEnded, NoSuchReferral
from app.enquiries.events import ConsentWithdrawn, EnquiryWithdrawn, NamedFirmRefused, ProposalRefused
from app.enquiries.handling import forget_handling
from app.enquiries.models import Enquiry, Party, Referral
from app.enquiries.states import REFERRAL_LIVE, EnquiryState, ReferralState
from app.kernel.events import publish

#: What the enquirer can still take back: also from a firm that has finished or was too late, which has
#: seen who asked.
TAKEN_BACK = REFERRAL_LIVE | {
    ReferralState.PROPOSED,
    ReferralState.CONSENTED,
    ReferralState.UNDELIVERABLE,
    ReferralState.LAPSED,
    ReferralState.CLOSED,
}


def _end_consents(enquiry: Enquiry, firm_id: int, *, at: datetime) -> None:
    for consent in enquiry.consents:
        if consent.firm_id == firm_id and consent.withdrawn_at is None:
            consent.withdrawn_at = at


def end_referral(referral: Referral, *, at: datetime) -> None:
    """The firm sees nothing of it any more, and has no agreement; what it noted for itself goes too."""
    step(referral, ReferralState.WITHDRAWN)
    referral.ended_at = at
    forget_handling([referral.id])
    _end_consents(referral.enquiry, referral.firm_id, at=at)


def withdraw_consent(referral: Referral, *, at: datetime) -> None:
    """This firm may no longer see who asks, and is told what to delete.

    Raises NoSuchReferral, EnquiryEnded.
    """
    enquiry = referral.enquiry
    if enquiry.state is EnquiryState.WITHDRAWN:
        raise EnquiryEnded(reference=enquiry.reference)
    if referral.state not in TAKEN_BACK:
        raise NoSuchReferral(reference=enquiry.reference)
    had_it = referral.visible_at is not None
    end_referral(referral, at=at)
    what_happened = ConsentWithdrawn if had_it else ProposalRefused
    publish(
        what_happened(
            at=at,
            enquiry_id=enquiry.id,
            referral_id=referral.id,
            firm_id=referral.firm_id,
            actor=Party.ENQUIRER,
        )
    )
    if enquiry.is_open:
        go_on_without(enquiry, why="withdrawn", actor=Party.ENQUIRER, at=at)


def refuse(enquiry: Enquiry, *, firm_id: int, at: datetime) -> None:
    """A firm the enquirer agreed to and that never had it may not have it any more.

    Raises EnquiryEnded, NoSuchReferral.
    """
    if enquiry.state is EnquiryState.WITHDRAWN:
        raise EnquiryEnded(reference=enquiry.reference)
    had_it = any(each.firm_id == firm_id for each in enquiry.referrals)
    if had_it or not enquiry.lets_read(firm_id):
        raise NoSuchReferral(reference=enquiry.reference)
    _end_consents(enquiry, firm_id, at=at)
    publish(NamedFirmRefused(at=at, enquiry_id=enquiry.id, actor=Party.ENQUIRER, firm_id=firm_id))


def withdraw(enquiry: Enquiry, *, at: datetime) -> None:
    """Take the whole enquiry back, closed or not. Every firm that had it is told. Raises EnquiryEnded."""
    if enquiry.state is EnquiryState.WITHDRAWN:
        raise EnquiryEnded(reference=enquiry.reference)
    ending = [each for each in enquiry.referrals if each.state in TAKEN_BACK]
    had_it = tuple(each.id for each in ending if each.visible_at is not None)
    for referral in by_firm(ending):
        end_referral(referral, at=at)
    for consent in enquiry.consents:
        if consent.withdrawn_at is None:
            consent.withdrawn_at = at
    enquiry.move(EnquiryState.WITHDRAWN)
    enquiry.waiting_on = Party.NOBODY
    enquiry.promised_at = None
    publish(EnquiryWithdrawn(at=at, enquiry_id=enquiry.id, actor=Party.ENQUIRER, referral_ids=had_it))
