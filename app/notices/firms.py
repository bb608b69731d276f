"""Letters to firms. They announce; what is asked, and by whom, is read in the workspace alone."""

from typing import Any

from app.enquiries.events import ConsentWithdrawn, EnquirerReplied, EnquiryReferred, EnquiryWithdrawn
from app.enquiries.models import Referral
from app.i18n.languages import BY_SLUG
from app.kernel.db import db
from app.kernel.events import Event
from app.notices.writing import firm_name, write


def _write(letter: str, referral_id: int, *, reason: str, event: Event, **facts: Any) -> None:
    referral = db.session.get_one(Referral, referral_id)
    firm = referral.firm
    if not firm.contact_email:
        return
    language = BY_SLUG[firm.contact_language]
    write(
        letter,
        to=firm.contact_email,
        language=language,
        reason=f"referral:{referral.id}:{reason}",
        at=event.at,
        referral=referral,
        enquiry=referral.enquiry,
        firm=firm,
        firm_name=firm_name(firm, language),
        **facts,
    )


def invite(event: EnquiryReferred) -> None:
    """Tell each firm that an enquiry is waiting in its workspace."""
    for referral_id in event.referral_ids:
        _write("referral_arrived", referral_id, reason="arrived", event=event)


def tell_of_reply(event: EnquirerReplied) -> None:
    """The enquirer has written again."""
    _write("enquirer_replied", event.referral_id, reason=f"replied:{event.message_id}", event=event)


def tell_of_withdrawn_consent(event: ConsentWithdrawn) -> None:
    """The firm may no longer use what it was given, and must delete it."""
    _write("consent_withdrawn", event.referral_id, reason="withdrawn", event=event)


def tell_of_withdrawal(event: EnquiryWithdrawn) -> None:
    """The same, where the whole enquiry was taken back."""
    for referral_id in event.referral_ids:
        _write("consent_withdrawn", referral_id, reason="withdrawn", event=event)
