"""What firms' reasons for declining say of a listing, or of a question."""

from datetime import datetime, timedelta

from sqlalchemy import func, select

from app.directory.models import Firm
from app.enquiries.events import ListingDoubted, ReferralDeclined
from app.enquiries.models import DeclineReason, Enquiry, Referral
from app.kernel.db import db
from app.kernel.events import publish

#: So many of a kind are no accident.
_ENOUGH = 2
#: Out of scope half a year ago says nothing of the listing of today.
_REMEMBERED = timedelta(days=180)


def weigh_decline(event: ReferralDeclined) -> None:
    """Reaction: a firm that says twice that it is listed for the wrong things has its listing checked."""
    if event.reason != DeclineReason.OUT_OF_SCOPE.value:
        return
    firm = db.session.get_one(Firm, event.firm_id)
    if firm.doubted_at is None and _out_of_scope(firm, since=event.at - _REMEMBERED) >= _ENOUGH:
        firm.doubted_at = event.at
        publish(
            ListingDoubted(
                at=event.at,
                enquiry_id=event.enquiry_id,
                referral_id=event.referral_id,
                firm_id=event.firm_id,
                actor=event.actor,
            )
        )


def _out_of_scope(firm: Firm, *, since: datetime) -> int:
    return db.session.scalars(
        select(func.count()).where(
            Referral.firm_id == firm.id,
            Referral.decline_reason == DeclineReason.OUT_OF_SCOPE,
            Referral.ended_at > since,
        )
    ).one()


def is_doubted(enquiry: Enquiry) -> bool:
    """Whether several firms do not believe the question; then a person reads it before any other firm."""
    doubting = (each.decline_reason is DeclineReason.NOT_CREDIBLE for each in enquiry.referrals)
    return sum(doubting) >= _ENOUGH


def doubted_listings() -> list[Firm]:
    """Firms whose listing the desk should check, the longest waiting first."""
    return list(
        db.session.scalars(
            select(Firm).where(Firm.doubted_at.is_not(None)).order_by(Firm.doubted_at, Firm.id)
        )
    )


def settle_listing(slug: str) -> None:
    """An editor has checked the listing; the doubts are begun anew. Again changes nothing."""
    for firm in doubted_listings():
        if firm.slug == slug:
            firm.doubted_at = None
