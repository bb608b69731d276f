"""A firm asks what it must know first: its time stands still, and goes on, and nobody is forgotten."""

from datetime import timedelta

import pytest

from app.enquiries import actions
from app.enquiries.errors import EnquiryEnded, MoveNotAllowed, QuestionOpen
from app.enquiries.inboxes import Turn, inbox_counts, inbox_of, turn_of
from app.enquiries.models import DeclineReason, Party
from app.enquiries.overdue import count_late
from app.enquiries.promises import TO_REPLY, firm_hours, reply_by
from app.enquiries.states import EnquiryState, ReferralState
from app.enquiries.timers import TimerState
from app.kernel.db import db, transaction
from app.matching.models import FirmStanding
from tests.domain.enquiries.timed import handed, moment, pass_time, set_for
from tests.factories import make_firm, make_member
from tests.factories.keeping import NOON, numbers

DAY = timedelta(days=1)
#: Wednesday morning: a day and a half of the firm's three have passed.
ASKED = moment("2026-11-25T10:00+00:00")
#: Friday afternoon, behind the day on which the firm should have answered.
REPLIED = moment("2026-11-27T15:00+00:00")


def act(name, subject, **how):
    with transaction():
        return getattr(actions, name)(subject, **{"at": NOON} | how)


def ask(referral, *, at=ASKED, nonce=None):
    by = make_member(referral.firm).id
    act("open_referral", referral, by=by)
    said = {"text": "Which class is it?", "language": "en", "nonce": nonce or f"q{next(numbers)}"}
    return act("ask_enquirer", referral, **said, by=by, at=at)


def reply(referral, *, at=REPLIED):
    return act("reply", referral, text="IIa.", language="en", nonce=f"r{next(numbers)}", at=at)


@pytest.fixture
def enquiry(database):
    """Since Monday noon with one firm in London."""
    return handed(make_firm())


@pytest.fixture
def referral(enquiry):
    return enquiry.referrals[0]


def test_while_it_waits_nothing_of_the_firms_time_passes(enquiry, referral, letters):
    ask(referral)
    timers = set_for(enquiry)
    assert {timers[kind].state for kind in ("lapse", "reminder_last")} == {TimerState.PAUSED}
    assert timers["question"].due_at == reply_by(enquiry, ASKED)
    assert pass_time(REPLIED) == []
    assert ("firm_asked", enquiry.email) in letters()
    assert (enquiry.waiting_on, enquiry.promised_at) == (Party.ENQUIRER, None)


def test_a_reply_gives_the_firm_what_was_left_of_its_time(enquiry, referral, letters):
    due = referral.due_at
    ask(referral)
    left = firm_hours(referral.firm).between(ASKED, due)
    reply(referral)
    assert referral.question_at is None
    assert firm_hours(referral.firm).between(REPLIED, referral.due_at) == left
    assert set_for(enquiry)["lapse"].due_at == referral.due_at
    assert (enquiry.waiting_on, enquiry.state) == (Party.FIRM, EnquiryState.ROUTED)
    assert enquiry.promised_at >= referral.due_at
    assert letters()[-1] == ("enquirer_replied", referral.firm.contact_email)
    assert "question" not in set_for(enquiry)


def test_who_asks_in_the_last_minute_still_has_a_day_to_read_the_reply(referral):
    ask(referral, at=referral.due_at - timedelta(minutes=1))
    reply(referral, at=moment("2026-11-30T09:00+00:00"))
    assert referral.due_at == moment("2026-12-01T18:00+00:00")


def test_after_days_of_silence_the_firms_time_goes_on_and_it_is_told(enquiry, referral, kinds, letters):
    ask(referral)
    until = reply_by(enquiry, ASKED)
    happened = pass_time(until)
    assert happened == [("question", until)]
    assert kinds(enquiry)[-1] == "QuestionUnheard"
    assert letters()[-1] == ("question_unheard", referral.firm.contact_email)
    assert referral.due_at > until
    assert set_for(enquiry)["lapse"].state is TimerState.SET
    assert (enquiry.waiting_on, enquiry.promised_at is None) == (Party.FIRM, False)
    pass_time(until + 10 * DAY)
    assert referral.state is ReferralState.LAPSED


def test_silence_is_counted_by_the_enquirers_working_days(enquiry):
    friday = moment("2026-11-27T03:00+00:00")
    assert TO_REPLY == 5
    assert reply_by(enquiry, friday) == moment("2026-12-04T18:00+08:00")


def test_one_question_at_a_time_and_the_same_form_twice_is_one(referral):
    first = ask(referral, nonce="same")
    assert ask(referral, nonce="same").id == first.id
    with pytest.raises(QuestionOpen):
        ask(referral)
    reply(referral)
    assert ask(referral, at=REPLIED + DAY).id != first.id


def test_nobody_asks_before_opening_after_answering_or_of_what_has_ended(enquiry, referral):
    by = make_member(referral.firm).id
    said = {"text": "Which?", "language": "en", "by": by}
    with pytest.raises(MoveNotAllowed):
        act("ask_enquirer", referral, **said, nonce="one")
    act("open_referral", referral, by=by)
    act("answer", referral, **said, nonce="two")
    with pytest.raises(MoveNotAllowed):
        act("ask_enquirer", referral, **said, nonce="three")
    act("close", enquiry, note="", by=by)
    with pytest.raises(EnquiryEnded):
        act("ask_enquirer", referral, **said, nonce="four")


@pytest.mark.parametrize(
    "how", ["decline", "withdraw_consent", "close", "withdraw", "erase", "undeliverable"]
)
def test_whatever_ends_the_referral_ends_the_question(enquiry, referral, how):
    ask(referral)
    match how:
        case "decline":
            by = make_member(referral.firm).id
            act("decline", referral, reason=DeclineReason.OTHER, note="", by=by, at=REPLIED)
        case "withdraw_consent":
            act("withdraw_consent", referral, at=REPLIED)
        case "undeliverable":
            act("mark_undeliverable", referral, at=REPLIED)
        case "close":
            act("close", enquiry, note="", by=make_member(referral.firm).id, at=REPLIED)
        case "withdraw":
            act("withdraw", enquiry, at=REPLIED)
        case "erase":
            why = actions.ErasureGround.ASKED
            act("erase", enquiry, why=why, actor=Party.ENQUIRER, at=REPLIED)
    assert referral.question_at is None
    assert "question" not in set_for(enquiry)


def test_an_answer_while_the_reply_is_awaited_is_not_late(referral):
    ask(referral)
    by = make_member(referral.firm).id
    act("answer", referral, text="Yes.", language="en", nonce="answer", by=by, at=REPLIED)
    standing = db.session.query(FirmStanding).one()
    assert (standing.in_time, standing.late) == (1.0, 0.0)
    assert referral.question_at is None


def test_of_two_firms_the_one_that_asks_does_not_stop_the_other(database):
    enquiry = handed(make_firm(), make_firm())
    first, second = enquiry.referrals
    ask(first)
    assert enquiry.waiting_on is Party.FIRM
    assert enquiry.promised_at is not None
    happened = [kind for kind, _ in pass_time(REPLIED)]
    assert "lapse" in happened
    assert (first.state, second.state) == (ReferralState.SEEN, ReferralState.LAPSED)
    assert enquiry.waiting_on is Party.ENQUIRER
    assert count_late(at=REPLIED + DAY) == 0


def test_who_asks_is_at_work_on_it_and_the_desk_is_not_alarmed(enquiry, referral):
    ask(referral, at=NOON + timedelta(hours=1))
    reply(referral, at=NOON + timedelta(hours=2))
    assert not {"acceptance", "not_taken_on"} & set(set_for(enquiry))


def test_in_the_inbox_it_waits_for_the_enquirer_until_the_reply(referral):
    ask(referral)
    firm_id = referral.firm_id
    assert turn_of(referral) is Turn.ENQUIRER
    assert [each.id for each in inbox_of(firm_id, turn=Turn.ENQUIRER)] == [referral.id]
    assert inbox_counts(firm_id, 0)["firm"] == 0
    reply(referral)
    assert [each.id for each in inbox_of(firm_id, turn=Turn.FIRM)] == [referral.id]


def test_what_was_left_survives_another_firms_answer(database):
    """The enquiry itself stands still too, from the moment another has answered."""
    enquiry = handed(make_firm(), make_firm())
    asks, answers = enquiry.referrals
    by = make_member(answers.firm).id
    act("open_referral", answers, by=by)
    act("answer", answers, text="Yes.", language="en", nonce="answer", by=by, at=NOON + timedelta(hours=1))
    left = set_for(enquiry)["lapse"].left
    ask(asks)
    reply(asks)
    assert firm_hours(asks.firm).between(REPLIED, asks.due_at) >= timedelta(seconds=left)
