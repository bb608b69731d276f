"""Enquiries and where they went, put straight into the state that a test begins with."""

import secrets
from typing import Any

from app.directory.models import Firm
from app.enquiries.actions import Agreement, Draft, FacetDraft
from app.enquiries.consenting import SHARED_FIELDS
from app.enquiries.consents import Consent, ConsentPurpose
from app.enquiries.models import Enquiry, FacetKind, FacetSource, Party, Referral
from app.enquiries.references import mint
from app.enquiries.states import EnquiryState, ReferralState
from app.kernel.db import transaction
from tests.factories.firms import with_offices
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


def make_draft(*firms: Firm, **given: Any) -> Draft:
    """A filled ask form; with firms, also the agreement to both purposes."""
    dull: dict[str, Any] = {
        "nonce": secrets.token_urlsafe(32),
        "language": "en",
        "time_zone": "Asia/Taipei",
        "text": "Who can be our UK Responsible Person?",
        "product": "A pulse oximeter",
        "company": "A company",
        "contact_name": "Lin",
        "email": f"enquirer{next(numbers)}@example.test",
        "country": "TW",
        "facets": [
            FacetDraft(FacetKind.MARKET, "UK", FacetSource.ENQUIRER),
            FacetDraft(FacetKind.SERVICE, "REP-UKRP", FacetSource.LEXICON, ((15, 36),)),
        ],
        "firms": with_offices(*firms),
        "agreement": make_agreement() if firms else None,
    }
    return Draft(**dull | given)


def make_agreement(**given: Any) -> Agreement:
    """Both boxes ticked."""
    return Agreement(**{"share": True, "abroad": True, "country": "TW", "language": "en"} | given)


def make_referral(enquiry: Enquiry, firm: Firm, *, consent: bool = True, **given: Any) -> Referral:
    """The enquiry in a firm's workspace, not opened yet, shared with the enquirer's consent."""
    if consent:
        keep(
            Consent(
                enquiry_id=enquiry.id,
                firm_id=firm.id,
                purpose=ConsentPurpose.SHARE,
                fields=["company", "contact_name", "email", "country", "text", "product"],
                countries=["UK"],
                wording="test",
                language="en",
                given_at=NOON,
            )
        )
    dull: dict[str, Any] = {
        "state": ReferralState.VISIBLE,
        "proposed_at": NOON,
        "visible_at": NOON,
        "reasons": [],
    }
    if consent and given.get("seen_at"):
        dull |= {"disclosed_at": given["seen_at"], "disclosed": sorted(SHARED_FIELDS)}
    referral = keep(Referral(enquiry=enquiry, firm=firm, **dull | given))
    with transaction():
        firm.open_referrals += referral.holds_place
    return referral
