"""Enquiries and where they went, put straight into the state that a test begins with."""

import secrets
from typing import Any

from app.directory.models import Firm
from app.enquiries.models import Consent, ConsentPurpose, Enquiry, Party, Referral
from app.enquiries.references import mint
from app.enquiries.states import EnquiryState, ReferralState
from tests.factories.keeping import NOON, keep, numbers


def make_enquiry(**given: Any) -> Enquiry:
    """A confirmed enquiry that waits at the desk."""
    n = next(numbers)
    dull: dict[str, Any] = {
        "reference": mint(),
        "nonce": secrets.token_urlsafe(32),
        "salt": secrets.token_urlsafe(32),
        "state": EnquiryState.TRIAGE,
        "waiting_on": Party.STAFF,
        "language": "en",
        "time_zone": "Asia/Taipei",
        "asked_at": NOON,
        "confirmed_at": NOON,
        "text": "Who can be our UK Responsible Person?",
        "product": "A pulse oximeter",
        "company": f"Company {n}",
        "contact_name": "Lin",
        "email": f"enquirer{n}@example.test",
        "country": "TW",
    }
    return keep(Enquiry(**dull | given))


def make_referral(enquiry: Enquiry, firm: Firm, *, consent: bool = True, **given: Any) -> Referral:
    """The enquiry in a firm's workspace, not opened yet, shared with the enquirer's consent."""
    if consent:
        keep(
            Consent(
                enquiry_id=enquiry.id,
                firm_id=firm.id,
                purpose=ConsentPurpose.SHARE,
                fields=["company", "contact_name", "email", "text"],
                countries=["UK"],
                wording="test",
                language="en",
                given_at=NOON,
            )
        )
    dull = {"state": ReferralState.VISIBLE, "proposed_at": NOON, "visible_at": NOON, "reasons": []}
    return keep(Referral(enquiry=enquiry, firm=firm, **dull | given))
