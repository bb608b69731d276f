"""An enquiry without its words and without who asked; what it was about, when, and how it went stays."""

import secrets
from datetime import datetime
from enum import Enum

from app.enquiries.actions.expiring import scrub
from app.enquiries.actions.stepping import by_firm, step
from app.enquiries.actions.withdrawing import TAKEN_BACK, end_referral
from app.enquiries.arrivals import forget_arrival
from app.enquiries.enclosures import forget_enclosures
from app.enquiries.errors import EnquiryEnded
from app.enquiries.events import EnquiryErased
from app.enquiries.models import Enquiry, Party
from app.enquiries.states import REFERRAL_STANDING, EnquiryState, ReferralState
from app.kernel.events import publish

_UNSEEN = frozenset({ReferralState.PROPOSED, ReferralState.CONSENTED})


class ErasureGround(Enum):
    """Why; a code, since the journal keeps it for good."""

    #: Whoever asked wants it.
    ASKED = "asked"
    #: It holds data of somebody who never agreed to that.
    FOREIGN = "foreign"
    #: An authority, a court or the law.
    ORDER = "order"
    #: It has been kept for as long as it may be.
    AGE = "age"


def erase(
    enquiry: Enquiry, *, why: ErasureGround, actor: Party, by: int | None = None, at: datetime
) -> list[str]:
    """Remove the words and the names from the enquiry's own rows, and end it for good.

    Whatever the ground, firms see nothing of it any more; where it is not its age, those that had it are told
    to delete theirs. Returns the keys of the files that went with it, to be deleted once this is kept.
    Letters and raw mail are other parts' to remove. Raises EnquiryEnded if it was erased before.
    """
    if enquiry.state is EnquiryState.ERASED:
        raise EnquiryEnded(reference=enquiry.reference)
    told = () if why is ErasureGround.AGE else _have_it(enquiry)
    _end(enquiry, take_back=why is not ErasureGround.AGE, at=at)
    keys = forget_enclosures(message.id for each in enquiry.referrals for message in each.messages)
    scrub(enquiry)
    forget_arrival(enquiry.nonce)
    # The secret link, the passphrase and every link that carried it open nothing any more.
    enquiry.salt = secrets.token_urlsafe(32)
    enquiry.time_zone = "UTC"
    publish(
        EnquiryErased(at=at, enquiry_id=enquiry.id, actor=actor, by_id=by, why=why.value, referral_ids=told)
    )
    return keys


def _have_it(enquiry: Enquiry) -> tuple[int, ...]:
    """Referrals to firms that were shown something and were not told before to delete it."""
    return tuple(
        each.id
        for each in enquiry.referrals
        if each.visible_at is not None and each.state is not ReferralState.WITHDRAWN
    )


def _end(enquiry: Enquiry, *, take_back: bool, at: datetime) -> None:
    for referral in by_firm(enquiry.referrals):
        if referral.state in (TAKEN_BACK if take_back else _UNSEEN):
            end_referral(referral, at=at)
        elif referral.state in REFERRAL_STANDING:
            step(referral, ReferralState.CLOSED)
            referral.ended_at = at
    for consent in enquiry.consents:
        consent.withdrawn_at = consent.withdrawn_at or at
    enquiry.move(EnquiryState.ERASED)
    enquiry.waiting_on = Party.NOBODY
    enquiry.promised_at = None
