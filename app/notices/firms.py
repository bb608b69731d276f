"""Letters to firms. They announce; what is asked, and by whom, is read in the workspace alone."""

from datetime import datetime
from typing import Any

from app.directory.memberships import addresses_of
from app.directory.models import Firm
from app.enquiries.events import (
    ConsentWithdrawn,
    EnquirerReplied,
    EnquiryErased,
    EnquiryReferred,
    EnquiryWithdrawn,
    FirmReminded,
    IdentityRevealed,
    ReferralLapsed,
)
from app.enquiries.models import Party, Referral
from app.i18n.languages import BY_SLUG
from app.kernel.db import db
from app.kernel.events import Event
from app.notices.writing import Relayed, firm_name, write
from app.outbox import contacts
from app.outbox.models import Topic


def _write(letter: str, referral_id: int, *, reason: str, event: Event, **facts: Any) -> None:
    """Leave a letter to the referral\'s firm, if it can be written to at all."""
    referral = db.session.get_one(Referral, referral_id)
    firm = referral.firm
    if not firm.contact_email:
        return
    language = BY_SLUG[firm.contact_language]
    write(
        letter,
        to=_address(firm, firm.contact_email, at=event.at),
        language=language,
        reason=f"referral:{referral.id}:{reason}",
        about=f"referral:{referral.id}",
        at=event.at,
        referral=referral,
        enquiry=referral.enquiry,
        firm=firm,
        firm_name=firm_name(firm, language),
        **facts,
    )


def _address(firm: Firm, usual: str, *, at: datetime) -> str:
    """The firm's own address; while letters come back from it, the first of its people's.

    Where none is left the letter is written all the same: it is given up, and the desk hears of it.
    """
    if not contacts.is_bouncing(usual, at=at):
        return usual
    return next(iter(contacts.reachable(addresses_of(firm), at=at)), usual)


def invite(event: EnquiryReferred) -> None:
    """Tell each firm that an enquiry is waiting in its workspace."""
    for referral_id in event.referral_ids:
        _write("referral_arrived", referral_id, reason="arrived", event=event)


def tell_of_reply(event: EnquirerReplied) -> None:
    """The enquirer has written again."""
    _write(
        "enquirer_replied",
        event.referral_id,
        reason=f"replied:{event.message_id}",
        event=event,
        relayed=Relayed(event.referral_id, Party.FIRM),
    )


def tell_of_identity(event: IdentityRevealed) -> None:
    """A firm that had only the question may now know who asks."""
    _write("identity_revealed", event.referral_id, reason="revealed", event=event)


def tell_of_withdrawn_consent(event: ConsentWithdrawn) -> None:
    """The firm may no longer use what it was given, and must delete it."""
    _write("consent_withdrawn", event.referral_id, reason="withdrawn", event=event)


def tell_of_withdrawal(event: EnquiryWithdrawn) -> None:
    """The same, where the whole enquiry was taken back."""
    for referral_id in event.referral_ids:
        _write("consent_withdrawn", referral_id, reason="withdrawn", event=event)


def tell_of_erasure(event: EnquiryErased) -> None:
    """The portal has erased it; what the firm was given, and when, so that it can do the same."""
    for referral_id in event.referral_ids:
        _write("enquiry_erased", referral_id, reason="erased", event=event)


def remind(event: FirmReminded) -> None:
    """The firm's time is half over, or nearly all; once each in a round."""
    _write(
        "referral_reminder",
        event.referral_id,
        reason=f"reminder:{_round(event.referral_id)}:{event.step}",
        event=event,
        topic=Topic.REMINDERS,
        is_last=event.step == "last",
    )


def tell_of_lapse(event: ReferralLapsed) -> None:
    """Its time is over, and what it must delete."""
    reason = f"lapsed:{_round(event.referral_id)}"
    _write("referral_lapsed", event.referral_id, reason=reason, event=event)


def _round(referral_id: int) -> int:
    return db.session.get_one(Referral, referral_id).round
