"""The matching as the desk asks it: for one enquiry, at this moment, beside the firms that have it."""

from flask import current_app

from app.enquiries.models import Enquiry
from app.i18n.languages import BY_SLUG
from app.kernel.clock import now
from app.matching.ranking import Ranking, rank
from app.web.briefs import needs_of
from app.web.edition import current_taxonomy

#: Suggestions shown, and chosen from.
MOST_SUGGESTED = 20


def firms_that_have(enquiry: Enquiry) -> frozenset[int]:
    """Ids of the firms it was referred or proposed to, whatever came of it."""
    return frozenset(referral.firm_id for referral in enquiry.referrals)


def suggested(enquiry: Enquiry, *, near: bool = True) -> Ranking:
    """The firms for this enquiry that do not have it yet, as the portal itself would rank them.

    Asked with the enquiry's own nonce, as its sender was: ties fall as they fell there.
    """
    settings, at = current_app.config["SETTINGS"], now()
    return rank(
        needs_of(enquiry),
        taxonomy=current_taxonomy(),
        demo=settings.demo,
        day=at.date(),
        secret=settings.secret_key,
        language=BY_SLUG[enquiry.language],
        routing=True,
        refused=firms_that_have(enquiry),
        key=enquiry.nonce,
        asked_by=enquiry.email,
        company=enquiry.company,
        at=at,
        near=near,
    )
