"""Enquiries whose words are much like this one's: a campaign, or one person twice. A hint, no more."""

from datetime import timedelta

from rapidfuzz import fuzz
from sqlalchemy import select

from app.enquiries.models import Enquiry
from app.kernel.db import db

_WITHIN = timedelta(days=30)
#: The latest are compared, and so many at most are named.
_COMPARED, _MOST = 200, 5
#: From here on two texts differ by names and figures; below, by what they ask.
_ALIKE = 85
#: Shorter ones are alike because there is little to say.
_SHORTEST = 40


def alike(enquiry: Enquiry) -> list[str]:
    """References of enquiries from other addresses sent within some weeks of it, the nearest first."""
    if len(enquiry.text) < _SHORTEST:
        return []
    others = db.session.execute(
        select(Enquiry.reference, Enquiry.text)
        .where(
            Enquiry.asked_at.between(enquiry.asked_at - _WITHIN, enquiry.asked_at + _WITHIN),
            Enquiry.email != enquiry.email,
            Enquiry.id != enquiry.id,
        )
        .order_by(Enquiry.asked_at.desc())
        .limit(_COMPARED)
    )
    words = enquiry.text.casefold()
    scores = [
        (fuzz.ratio(words, text.casefold(), score_cutoff=_ALIKE), reference) for reference, text in others
    ]
    return [reference for score, reference in sorted(scores, reverse=True) if score][:_MOST]
