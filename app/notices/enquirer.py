"""Letters to whoever asked."""

from collections.abc import Sequence
from typing import Any

from app.enquiries.access import Confirmation, key_of, passphrase_of
from app.enquiries.events import (
    EnquiryClosed,
    EnquiryReferred,
    EnquirySubmitted,
    FirmAsked,
    FirmsProposed,
    ReferralAnswered,
    ReferralDeclined,
)
from app.enquiries.models import Enquiry, Party, Referral
from app.enquiries.promises import reply_by
from app.enquiries.states import ReferralState
from app.i18n.languages import BY_SLUG
from app.kernel.db import db
from app.kernel.events import Event
from app.notices.writing import Relayed, firm_name, settings, write


def _write(letter: str, enquiry: Enquiry, *, reason: str, event: Event, **facts: Any) -> None:
    """A letter to the enquirer, with the link that opens the enquiry."""
    write(
        letter,
        to=enquiry.email,
        language=BY_SLUG[enquiry.language],
        reason=f"enquiry:{enquiry.id}:{reason}",
        about=f"enquiry:{enquiry.id}",
        at=event.at,
        enquiry=enquiry,
        key=key_of(enquiry, secret=settings().secret_key),
        **facts,
    )


def _referrals(ids: Sequence[int]) -> list[Referral]:
    return [db.session.get_one(Referral, id_) for id_ in ids]


def _firm_names(enquiry: Enquiry, referrals: Sequence[Referral]) -> list[str]:
    return [firm_name(referral.firm, BY_SLUG[enquiry.language]) for referral in referrals]


def confirm_receipt(event: EnquirySubmitted) -> None:
    """What was kept, how to find it again, and the link that proves the address."""
    enquiry = db.session.get_one(Enquiry, event.enquiry_id)
    secret = settings().secret_key
    _write(
        "enquiry_received",
        enquiry,
        reason="received",
        event=event,
        token=Confirmation(secret).sign(enquiry),
        passphrase=passphrase_of(enquiry, secret=secret),
    )


def tell_of_referral(event: EnquiryReferred) -> None:
    """Which firms have it now."""
    enquiry = db.session.get_one(Enquiry, event.enquiry_id)
    first = min(event.referral_ids)
    _write(
        "enquiry_referred",
        enquiry,
        reason=f"referred:{first}",
        event=event,
        firms=_firm_names(enquiry, _referrals(event.referral_ids)),
    )


def ask_about_proposals(event: FirmsProposed) -> None:
    """An editor names firms; nothing goes to them before the enquirer agrees."""
    enquiry = db.session.get_one(Enquiry, event.enquiry_id)
    first = min(event.referral_ids)
    _write(
        "firms_proposed",
        enquiry,
        reason=f"proposed:{first}",
        event=event,
        firms=_firm_names(enquiry, _referrals(event.referral_ids)),
    )


def tell_of_answer(event: ReferralAnswered) -> None:
    """An answer is there; its words are not in the letter, which may travel anywhere."""
    referral = db.session.get_one(Referral, event.referral_id)
    enquiry = referral.enquiry
    firm = _firm_names(enquiry, [referral])[0]
    _write(
        "enquiry_answered",
        enquiry,
        reason=f"answered:{event.message_id}",
        event=event,
        relayed=Relayed(referral.id, Party.ENQUIRER, sender=firm),
        firm=firm,
    )


def tell_of_question(event: FirmAsked) -> None:
    """A firm must know something first; its words are not in the letter. A reply by mail is a reply."""
    referral = db.session.get_one(Referral, event.referral_id)
    enquiry = referral.enquiry
    firm = _firm_names(enquiry, [referral])[0]
    _write(
        "firm_asked",
        enquiry,
        reason=f"asked:{event.message_id}",
        event=event,
        relayed=Relayed(referral.id, Party.ENQUIRER, sender=firm),
        firm=firm,
        until=reply_by(enquiry, event.at),
    )


def tell_of_decline(event: ReferralDeclined) -> None:
    """A firm does not take it; why, and that its access has ended."""
    referral = db.session.get_one(Referral, event.referral_id)
    enquiry = referral.enquiry
    _write(
        "enquiry_declined",
        enquiry,
        reason=f"declined:{referral.id}",
        event=event,
        firm=_firm_names(enquiry, [referral])[0],
        others=any(each.is_live for each in enquiry.referrals),
        proposed=any(each.state is ReferralState.PROPOSED for each in enquiry.referrals),
    )


def tell_of_closing(event: EnquiryClosed) -> None:
    """An editor has ended it, with a note. An enquirer who ended it needs no letter."""
    if event.actor is not Party.STAFF:
        return
    enquiry = db.session.get_one(Enquiry, event.enquiry_id)
    _write("enquiry_closed", enquiry, reason=f"closed:{event.at:%Y%m%d%H%M%S}", event=event)
