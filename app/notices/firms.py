"""Letters to firms. They announce; what is asked, and by whom, is read in the workspace alone."""

from collections.abc import Iterable, Sequence
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
    QuestionUnheard,
    ReferralLapsed,
)
from app.enquiries.models import Party, Referral
from app.i18n.languages import BY_SLUG
from app.kernel.db import db
from app.kernel.events import Event
from app.notices.writing import Notice, Relayed, firm_name, write_all
from app.outbox import contacts
from app.outbox.models import Topic


def _write(letter: str, referral_id: int, **what: Any) -> None:
    """Leave a letter to the referral's firm, if it can be written to at all."""
    _write_all(letter, [referral_id], **what)


def _write_all(
    letter: str,
    referral_ids: Iterable[int],
    *,
    reason: str,
    event: Event,
    topic: Topic | None = None,
    relayed: Relayed | None = None,
    **facts: Any,
) -> None:
    """The same letter to the firm of each."""
    referrals = [db.session.get_one(Referral, each) for each in referral_ids]
    addresses = _addresses([each.firm for each in referrals], at=event.at)
    write_all(
        [
            Notice(
                letter,
                addresses[each.firm_id],
                BY_SLUG[each.firm.contact_language],
                f"referral:{each.id}:{reason}",
                f"referral:{each.id}",
                event.at,
                topic,
                relayed,
                _facts(each) | facts,
            )
            for each in referrals
            if each.firm_id in addresses
        ]
    )


def _facts(referral: Referral) -> dict[str, Any]:
    firm = referral.firm
    name = firm_name(firm, BY_SLUG[firm.contact_language])
    return {"referral": referral, "enquiry": referral.enquiry, "firm": firm, "firm_name": name}


def _addresses(firms: Sequence[Firm], *, at: datetime) -> dict[int, str]:
    """By firm: its own address; while letters come back from it, the first of its people's.

    Where none is left the letter is written all the same: it is given up, and the desk hears of it.
    """
    usual = {each.id: each.contact_email for each in firms if each.contact_email}
    back = contacts.bouncing_among(usual.values(), at=at)
    others = {
        each.id: next(iter(contacts.reachable(addresses_of(each), at=at)), usual[each.id])
        for each in firms
        if usual.get(each.id) in back
    }
    return usual | others


def invite(event: EnquiryReferred) -> None:
    """Tell each firm that an enquiry is waiting in its workspace."""
    _write_all("referral_arrived", event.referral_ids, reason="arrived", event=event)


def tell_of_reply(event: EnquirerReplied) -> None:
    """The enquirer has written again."""
    _write(
        "enquirer_replied",
        event.referral_id,
        reason=f"replied:{event.message_id}",
        event=event,
        relayed=Relayed(event.referral_id, Party.FIRM),
    )


def tell_of_silence(event: QuestionUnheard) -> None:
    """The enquirer has not replied to the firm's question; by when it is to answer now."""
    _write("question_unheard", event.referral_id, reason=f"unheard:{event.at:%Y%m%d%H%M%S}", event=event)


def tell_of_identity(event: IdentityRevealed) -> None:
    """A firm that had only the question may now know who asks."""
    _write("identity_revealed", event.referral_id, reason="revealed", event=event)


def tell_of_withdrawn_consent(event: ConsentWithdrawn) -> None:
    """The firm may no longer use what it was given, and must delete it."""
    _write("consent_withdrawn", event.referral_id, reason="withdrawn", event=event)


def tell_of_withdrawal(event: EnquiryWithdrawn) -> None:
    """The same, where the whole enquiry was taken back."""
    _write_all("consent_withdrawn", event.referral_ids, reason="withdrawn", event=event)


def tell_of_erasure(event: EnquiryErased) -> None:
    """The portal has erased it; what the firm was given, and when, so that it can do the same."""
    _write_all("enquiry_erased", event.referral_ids, reason="erased", event=event)


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
