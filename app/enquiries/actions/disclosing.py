"""When a firm comes to know who asks: what it learned is put down once, and stays when access ends."""

from datetime import datetime

from app.enquiries.consenting import Agreement
from app.enquiries.errors import EnquiryEnded, NoSuchReferral
from app.enquiries.events import IdentityRevealed
from app.enquiries.models import Party, Referral
from app.kernel.events import publish


def put_down(referral: Referral, *, at: datetime) -> tuple[str, ...]:
    """Keep what the firm sees from now on; returns it. Nothing, where it may not know who asks."""
    shown = tuple(sorted(referral.shown_fields))
    if shown:
        referral.disclosed_at = referral.disclosed_at or at
        referral.disclosed = sorted({*(referral.disclosed or ()), *shown})
    return shown


def reveal(referral: Referral, *, agreement: Agreement, at: datetime) -> None:
    """The enquirer lets a firm know who they are that had only the question. Again changes nothing.

    A firm that has opened it knows at once, another when it opens it.
    Raises ConsentMissing, EnquiryEnded, NoSuchReferral.
    """
    enquiry = referral.enquiry
    if not enquiry.is_open:
        raise EnquiryEnded(reference=enquiry.reference)
    if not referral.is_live:
        raise NoSuchReferral(reference=enquiry.reference)
    if enquiry.consents_to(referral.firm_id):
        return
    enquiry.consents += agreement.rows(referral.firm, at=at)
    publish(
        IdentityRevealed(
            at=at,
            enquiry_id=enquiry.id,
            referral_id=referral.id,
            firm_id=referral.firm_id,
            actor=Party.ENQUIRER,
            disclosed=put_down(referral, at=at),
        )
    )
