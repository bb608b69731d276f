"""An enquiry nobody confirmed and nobody touched ends without its words."""

from datetime import datetime

from sqlalchemy import delete

from app.enquiries.actions.stepping import by_firm, step
from app.enquiries.due import may_expire
from app.enquiries.events import EnquiryExpired
from app.enquiries.handling import forget_handling
from app.enquiries.models import Enquiry, Party
from app.enquiries.proposals import LexiconProposal
from app.enquiries.states import EnquiryState, ReferralState
from app.kernel.db import db
from app.kernel.events import publish


def expire(enquiry: Enquiry, *, at: datetime) -> None:
    """End it and remove its words; what it was about and when stays. Only what nobody ever had to do with."""
    if not may_expire(enquiry) or enquiry.state not in {EnquiryState.UNVERIFIED, EnquiryState.TRIAGE}:
        return
    for referral in by_firm(enquiry.referrals):
        if referral.state in {ReferralState.PROPOSED, ReferralState.CONSENTED}:
            step(referral, ReferralState.CANCELLED)
            referral.ended_at = at
    enquiry.move(EnquiryState.EXPIRED)
    enquiry.waiting_on = Party.NOBODY
    enquiry.promised_at = None
    scrub(enquiry)
    publish(EnquiryExpired(at=at, enquiry_id=enquiry.id, actor=Party.NOBODY))


def scrub(enquiry: Enquiry) -> None:
    """Remove what the enquirer wrote and who they are from the enquiry's own rows; dates and codes stay.

    Letters, raw mail and files are other parts' to remove.
    """
    for name in ("text", "product", "company", "contact_name", "email"):
        setattr(enquiry, name, "")
    enquiry.context = {}
    enquiry.hold_note = enquiry.closing_note = None
    for facet in enquiry.facets:
        facet.evidence = []
    for referral in enquiry.referrals:
        referral.decline_note = None
        for message in referral.messages:
            message.text = ""
    forget_handling(referral.id for referral in enquiry.referrals)
    db.session.execute(delete(LexiconProposal).where(LexiconProposal.enquiry_id == enquiry.id))
