"""Waiting for room with a firm: whoever has waited longest has the next place (and nobody overtakes)."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import or_, select

from app.directory.capacity import take_place
from app.directory.models import Firm
from app.enquiries.actions.referring import announce, show
from app.enquiries.models import Enquiry, Party, Referral
from app.enquiries.states import EnquiryState, ReferralState
from app.kernel.db import db

#: Another firm's answer is with the enquirer, or a person has set it aside: it keeps its place in the line.
SERVED = frozenset(
    {
        EnquiryState.TRIAGE,
        EnquiryState.NO_MATCH,
        EnquiryState.OFFERED,
        EnquiryState.DORMANT,
        EnquiryState.ROUTED,
    }
)


def first_in_line(*, at: datetime, without: Collection[int] = ()) -> Referral | None:
    """The referral that has waited longest for a firm that is there and has room, its enquiry locked, if any.

    without: ids of referrals that were just tried.
    """
    has_room = or_(Firm.capacity.is_(None), Firm.open_referrals < Firm.capacity)
    is_there = or_(Firm.absent_from.is_(None), Firm.absent_from > at, Firm.absent_until <= at)
    can_receive = Firm.claimed_at.is_not(None) & Firm.accepts_enquiries & Firm.contact_email.is_not(None)
    id_ = db.session.scalar(
        select(Referral.id)
        .join(Firm, Firm.id == Referral.firm_id)
        .join(Enquiry, Enquiry.id == Referral.enquiry_id)
        .where(Referral.state == ReferralState.CONSENTED, Enquiry.state.in_(SERVED))
        .where(has_room, is_there, can_receive)
        .where(Referral.id.not_in(without))
        .order_by(Referral.consented_at, Referral.id)
        .limit(1)
        # Not skipped where another holds it: whoever waits behind must not be served before.
        .with_for_update(of=Enquiry)
    )
    # Read once the lock is held: what was read while waiting for it is what another has changed since.
    return None if id_ is None else db.session.get_one(Referral, id_, populate_existing=True)


def serve(referral: Referral, *, at: datetime) -> bool:
    """Give it the firm's free place; False where that went to another, or it no longer waits."""
    enquiry = referral.enquiry
    waits = referral.state is ReferralState.CONSENTED and enquiry.state in SERVED
    if referral.firm.is_absent(at):
        return False
    if not (waits and enquiry.lets_read(referral.firm_id) and take_place(referral.firm)):
        return False
    show(referral, at=at)
    announce(enquiry, [referral], actor=Party.NOBODY, by=None, at=at)
    return True
