"""What is due for an enquiry and its referrals as they stand: here alone is said which timers there are."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.enquiries.models import Enquiry, Party, Referral
from app.enquiries.promises import (
    TO_BE_TAKEN_ON,
    TO_DECIDE,
    accept_by,
    firm_hours,
    reader_hours,
    reply_by,
)
from app.enquiries.questions import has_asked
from app.enquiries.states import REFERRAL_OPEN, EnquiryState, ReferralState
from app.enquiries.timers import Subject, TimerKind
from app.i18n.hours import Hours

#: Without a confirmed address, a person looks after that.
UNCONFIRMED = timedelta(hours=24)
#: Untouched that long, an enquiry that was never confirmed alarms the desk again, and then expires.
UNTOUCHED = timedelta(days=14)
EXPIRY = timedelta(days=28)
OFFER_FIRST, OFFER_SECOND, SLEEP = timedelta(days=5), timedelta(days=10), timedelta(days=14)
#: How long one that fell asleep can be woken.
ASLEEP = timedelta(days=90)
#: Quiet days after an answer before we ask, and after that question before it is closed.
CLOSING_QUESTION, QUIET = timedelta(days=7), timedelta(days=30)
#: The parts of a firm's working time at which it is reminded.
HALF, LAST = 0.5, 0.9

#: Subject, its id, kind and cycle: what a timer is known by.
Key = tuple[Subject, int, TimerKind, int]
_TAKEN_ON = frozenset({ReferralState.ACCEPTED, ReferralState.ANSWERED})
#: The firm is to write, and may be reminded.
_REMINDED = REFERRAL_OPEN - {ReferralState.UNDELIVERABLE}


@dataclass(frozen=True, slots=True)
class Due:
    """One thing that is to happen, unless something else happens before."""

    key: Key
    at: datetime
    #: Whose working time it was reckoned by; None for plain days.
    hours: Hours | None = None
    #: Whether the moment moves with what it is reckoned from; otherwise it stays as it was first set.
    moves: bool = False
    #: Whether it is counted anew from whatever a person does.
    is_quiet: bool = False
    #: Whether its clock stands still, since the enquirer is to act.
    is_paused: bool = False


def may_expire(enquiry: Enquiry) -> bool:
    """Never confirmed, and no firm has ever had it."""
    return enquiry.confirmed_at is None and not any(each.visible_at for each in enquiry.referrals)


def dues(enquiry: Enquiry, *, at: datetime, fired: Collection[Key] = ()) -> Iterator[Due]:
    """Everything that is due from now on. at: the moment of what has just happened.

    fired: what was due before; of two that follow each other, the second begins with the first.
    """
    if not enquiry.is_open:
        return
    yield from _of_enquiry(enquiry, at, fired)
    for referral in enquiry.referrals:
        if referral.state in REFERRAL_OPEN and referral.due_at:
            yield from _of_referral(referral, referral.due_at, at)


def _of_enquiry(enquiry: Enquiry, at: datetime, fired: Collection[Key]) -> Iterator[Due]:
    hours = reader_hours(enquiry.country, enquiry.time_zone)

    def due(kind: TimerKind, moment: datetime, by: Hours | None = None, *, quiet: bool = False) -> Due:
        key = (Subject.ENQUIRY, enquiry.id, kind, enquiry.spell)
        return Due(key, moment, by, moves=kind is TimerKind.OVERDUE, is_quiet=quiet)

    kinds = TimerKind
    match enquiry.state:
        case EnquiryState.UNVERIFIED:
            yield due(kinds.UNCONFIRMED, enquiry.asked_at + UNCONFIRMED)
        case EnquiryState.HELD | EnquiryState.NO_MATCH:
            yield due(kinds.UNDECIDED, hours.close_after(at, TO_DECIDE), hours)
        case EnquiryState.TRIAGE if may_expire(enquiry):
            yield due(kinds.UNTOUCHED, at + UNTOUCHED, quiet=True)
            yield due(kinds.EXPIRY, at + EXPIRY, quiet=True)
        case EnquiryState.OFFERED:
            for kind, days in (
                (kinds.OFFER_FIRST, OFFER_FIRST),
                (kinds.OFFER_SECOND, OFFER_SECOND),
                (kinds.SLEEP, SLEEP),
            ):
                yield due(kind, at + days)
        case EnquiryState.DORMANT:
            yield due(kinds.QUIET, at + ASLEEP)
        case EnquiryState.ROUTED if not any(_is_taken_on(each) for each in enquiry.referrals):
            yield due(kinds.NOT_TAKEN_ON, hours.close_after(at, TO_BE_TAKEN_ON), hours)
        case EnquiryState.ANSWERED:
            asked = due(kinds.CLOSING_QUESTION, at + CLOSING_QUESTION, quiet=True)
            yield due(kinds.QUIET, at + QUIET, quiet=True) if asked.key in fired else asked
    is_ours = enquiry.waiting_on is not Party.ENQUIRER and enquiry.state is not EnquiryState.UNVERIFIED
    if enquiry.promised_at and is_ours:
        yield due(kinds.OVERDUE, enquiry.promised_at, hours)


def _is_taken_on(referral: Referral) -> bool:
    """Whoever asks what they must know first is at work on it as much as whoever has accepted."""
    return referral.state in _TAKEN_ON or (referral.state is ReferralState.SEEN and has_asked(referral))


def _of_question(referral: Referral, asked_at: datetime) -> Due:
    enquiry = referral.enquiry
    asked = max(each.id for each in referral.messages if each.is_question)
    key = (Subject.REFERRAL, referral.id, TimerKind.QUESTION, asked)
    return Due(key, reply_by(enquiry, asked_at), reader_hours(enquiry.country, enquiry.time_zone))


def _of_referral(referral: Referral, due_at: datetime, at: datetime) -> Iterator[Due]:
    hours = firm_hours(referral.firm)
    asked_at = referral.question_at
    is_paused = asked_at is not None or referral.enquiry.waiting_on is Party.ENQUIRER

    def due(kind: TimerKind, moment: datetime, cycle: int | None = None, *, moves: bool = False) -> Due:
        key = (Subject.REFERRAL, referral.id, kind, cycle or referral.round)
        return Due(key, moment, hours, moves=moves, is_paused=is_paused)

    if referral.answered_at is None:
        yield due(TimerKind.LAPSE, due_at, moves=True)
        if referral.visible_at and not _is_taken_on(referral):
            yield due(TimerKind.ACCEPTANCE, accept_by(referral.firm, referral.visible_at))
    elif written := [each.id for each in referral.messages if each.author is Party.ENQUIRER]:
        yield due(TimerKind.NO_REPLY, due_at, max(written), moves=True)
    if asked_at is not None:
        yield _of_question(referral, asked_at)
    if referral.state in _REMINDED:
        yield due(TimerKind.REMINDER_HALF, hours.part_of(at, due_at, HALF))
        yield due(TimerKind.REMINDER_LAST, hours.part_of(at, due_at, LAST))
