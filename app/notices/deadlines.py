"""Letters to whoever asked that time writes: reminders, what lapsed, what rests, what was closed."""

from typing import Any

from app.directory.models import Firm
from app.enquiries.access import key_of
from app.enquiries.events import (
    ClosingAsked,
    EnquirerReminded,
    EnquiryClosed,
    EnquiryEvent,
    EnquiryFellAsleep,
    ReferralLapsed,
)
from app.enquiries.models import Enquiry, Party, Referral
from app.enquiries.states import ReferralState
from app.i18n.languages import BY_SLUG
from app.kernel.db import db
from app.kernel.events import Event
from app.notices.writing import firm_name, settings, write
from app.outbox.models import Topic


def _write(letter: str, enquiry: Enquiry, *, reason: str, event: Event, **facts: Any) -> None:
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


def _of(event: EnquiryEvent) -> Enquiry:
    return db.session.get_one(Enquiry, event.enquiry_id)


def _named(enquiry: Enquiry, firms: list[Firm]) -> list[str]:
    return [firm_name(firm, BY_SLUG[enquiry.language]) for firm in firms]


def tell_of_lapse(event: ReferralLapsed) -> None:
    """A firm has not answered; who has it instead."""
    referral = db.session.get_one(Referral, event.referral_id)
    enquiry = referral.enquiry
    _write(
        "enquiry_lapsed",
        enquiry,
        reason=f"lapsed:{referral.id}:{referral.round}",
        event=event,
        firm=_named(enquiry, [referral.firm])[0],
        others=any(each.is_live for each in enquiry.referrals),
        proposed=any(each.state is ReferralState.PROPOSED for each in enquiry.referrals),
    )


def remind_enquirer(event: EnquirerReminded) -> None:
    """Firms are named and wait for a choice."""
    enquiry = _of(event)
    proposed = [each.firm for each in enquiry.referrals if each.state is ReferralState.PROPOSED]
    _write(
        "choice_reminder",
        enquiry,
        reason=f"choice:{enquiry.spell}:{event.step}",
        event=event,
        topic=Topic.REMINDERS,
        firms=_named(enquiry, proposed),
        is_last=event.step == "last",
    )


def tell_of_sleep(event: EnquiryFellAsleep) -> None:
    """It rests, and what wakes it."""
    enquiry = _of(event)
    _write("enquiry_asleep", enquiry, reason=f"asleep:{enquiry.spell}", event=event)


def ask_for_closing(event: ClosingAsked) -> None:
    """Whether what was answered was the answer."""
    enquiry = _of(event)
    answered = [each.firm for each in enquiry.referrals if each.answered_at]
    _write(
        "closing_question",
        enquiry,
        reason=f"closing:{enquiry.spell}",
        event=event,
        topic=Topic.REMINDERS,
        firms=_named(enquiry, answered),
    )


def tell_of_quiet(event: EnquiryClosed) -> None:
    """The portal has closed it, since nothing happened."""
    if event.actor is not Party.NOBODY:
        return
    enquiry = _of(event)
    answered = any(each.answered_at for each in enquiry.referrals)
    _write("enquiry_quiet", enquiry, reason=f"quiet:{enquiry.spell}", event=event, answered=answered)
