"""What each kind of timer does when it fires. Each looks again whether there is still something to do."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from app.enquiries.actions.desk import send_to_desk
from app.enquiries.actions.expiring import expire
from app.enquiries.actions.lapsing import fall_asleep, go_quiet, go_unconfirmed, lapse
from app.enquiries.actions.questioning import stop_waiting
from app.enquiries.events import (
    AcceptanceMissed,
    ClosingAsked,
    DeskAlarmed,
    EnquirerReminded,
    FirmReminded,
)
from app.enquiries.models import Enquiry, Party, Referral
from app.enquiries.promises import firm_hours
from app.enquiries.states import REFERRAL_LIVE, EnquiryState
from app.enquiries.timers import Timer, TimerKind
from app.kernel.db import db
from app.kernel.events import publish

#: Fires a timer at a moment; says when to try again, None where it is done.
Firing = Callable[[Timer, datetime], datetime | None]


def _enquiry(action: Callable[..., None]) -> Firing:
    def fire(timer: Timer, at: datetime) -> None:
        action(db.session.get_one(Enquiry, timer.enquiry_id), at=at)

    return fire


def _referral(action: Callable[..., None]) -> Firing:
    def fire(timer: Timer, at: datetime) -> None:
        action(db.session.get_one(Referral, timer.subject_id), at=at)

    return fire


def _facts(enquiry: Enquiry, at: datetime) -> dict[str, Any]:
    return {"at": at, "enquiry_id": enquiry.id, "actor": Party.NOBODY}


def _alarm(timer: Timer, at: datetime) -> None:
    """Tell the desk that something is late; the enquiry stays as it is."""
    enquiry = db.session.get_one(Enquiry, timer.enquiry_id)
    if enquiry.is_open:
        publish(DeskAlarmed(**_facts(enquiry, at), matter=timer.kind.value))


def _remind_enquirer(step: str) -> Firing:
    def fire(timer: Timer, at: datetime) -> None:
        enquiry = db.session.get_one(Enquiry, timer.enquiry_id)
        if enquiry.state is EnquiryState.OFFERED:
            publish(EnquirerReminded(**_facts(enquiry, at), step=step))

    return fire


def _remind_firm(step: str) -> Firing:
    def fire(timer: Timer, at: datetime) -> datetime | None:
        referral = db.session.get_one(Referral, timer.subject_id)
        hours = firm_hours(referral.firm)
        if not hours.is_open(at):
            return hours.next_open(at)
        if referral.state in REFERRAL_LIVE and referral.due_at and at < referral.due_at:
            publish(FirmReminded(**_facts(referral.enquiry, at), **_whose(referral), step=step))
        return None

    return fire


def _whose(referral: Referral) -> dict[str, Any]:
    return {"referral_id": referral.id, "firm_id": referral.firm_id}


def _acceptance_missed(referral: Referral, *, at: datetime) -> None:
    publish(AcceptanceMissed(**_facts(referral.enquiry, at), **_whose(referral)))


def _escalate(enquiry: Enquiry, *, at: datetime) -> None:
    """A firm that has answered before leaves the enquirer waiting: it keeps the enquiry, the desk looks."""
    if enquiry.state is EnquiryState.ROUTED:
        send_to_desk(enquiry, why="no_reply", actor=Party.NOBODY, at=at)


def _ask_whether_it_was_the_answer(enquiry: Enquiry, *, at: datetime) -> None:
    if enquiry.state is EnquiryState.ANSWERED:
        publish(ClosingAsked(**_facts(enquiry, at)))


FIRINGS: Mapping[TimerKind, Firing] = {
    TimerKind.UNCONFIRMED: _enquiry(go_unconfirmed),
    TimerKind.OVERDUE: _alarm,
    TimerKind.UNDECIDED: _alarm,
    TimerKind.UNTOUCHED: _alarm,
    TimerKind.EXPIRY: _enquiry(expire),
    TimerKind.OFFER_FIRST: _remind_enquirer("first"),
    TimerKind.OFFER_SECOND: _remind_enquirer("last"),
    TimerKind.SLEEP: _enquiry(fall_asleep),
    TimerKind.NOT_TAKEN_ON: _alarm,
    TimerKind.CLOSING_QUESTION: _enquiry(_ask_whether_it_was_the_answer),
    TimerKind.QUIET: _enquiry(go_quiet),
    TimerKind.ACCEPTANCE: _referral(_acceptance_missed),
    TimerKind.REMINDER_HALF: _remind_firm("half"),
    TimerKind.REMINDER_LAST: _remind_firm("last"),
    TimerKind.LAPSE: _referral(lapse),
    TimerKind.QUESTION: _referral(stop_waiting),
    TimerKind.NO_REPLY: _enquiry(_escalate),
}
