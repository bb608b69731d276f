"""What time does to an enquiry that is with firms."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.enquiries import actions
from app.enquiries.consents import Consent
from app.enquiries.errors import MoveNotAllowed, NoSuchReferral
from app.enquiries.firing import fire_due
from app.enquiries.models import DeclineReason, Party
from app.enquiries.states import EnquiryState, ReferralState
from app.enquiries.timers import Timer, TimerKind, TimerState
from app.kernel.db import db, transaction
from app.matching.models import FirmStanding
from tests.domain.enquiries.timed import handed, moment, pass_time, set_for
from tests.factories import make_enquiry, make_firm, make_member, make_referral, make_staff
from tests.factories.keeping import NOON

DAY = timedelta(days=1)
HALF, LAST = moment("2026-11-25T10:30+00:00"), moment("2026-11-26T14:42+00:00")
LAPSE = moment("2026-11-26T18:00+00:00")


@pytest.fixture
def with_firm(database):
    """Since Monday noon with one firm in London."""
    return handed(make_firm())


def act(name, subject, **how):
    with transaction():
        return getattr(actions, name)(subject, **{"at": NOON} | how)


def answered(referral, *, at=NOON, nonce="one"):
    by = make_member(referral.firm).id
    act("open_referral", referral, by=by, at=at)
    act("answer", referral, text="Yes.", language="en", nonce=nonce, by=by, at=at)


def test_a_firm_is_reminded_twice_and_then_has_it_no_more(with_firm, letters):
    (referral,) = with_firm.referrals
    assert referral.due_at == LAPSE
    happened = pass_time(LAPSE)
    assert [each for each in happened if each[0] in {"reminder_half", "reminder_last", "lapse"}] == [
        ("reminder_half", HALF),
        ("reminder_last", LAST),
        ("lapse", LAPSE),
    ]
    assert (referral.state, referral.ended_at) == (ReferralState.LAPSED, LAPSE)
    assert not referral.discloses
    assert referral.firm.open_referrals == 0
    assert (with_firm.state, with_firm.waiting_on) == (EnquiryState.TRIAGE, Party.STAFF)
    told = [letter for letter, to in letters() if to == referral.firm.contact_email]
    assert told == ["referral_arrived", "referral_reminder", "referral_reminder", "referral_lapsed"]
    assert ("enquiry_lapsed", with_firm.email) in letters()


def test_a_lapse_counts_as_late(with_firm):
    pass_time(LAPSE)
    standing = db.session.scalars(select(FirmStanding)).one()
    assert (standing.in_time, standing.late) == (0, 1)


def test_what_was_promised_still_holds_when_a_firm_has_lapsed(with_firm):
    promised = with_firm.promised_at
    assert promised > LAPSE
    pass_time(LAPSE)
    assert with_firm.promised_at == promised


def test_a_firm_that_answers_is_left_in_peace(with_firm, letters):
    answered(with_firm.referrals[0], at=NOON + timedelta(hours=1))
    pass_time(LAPSE)
    assert "referral_reminder" not in {letter for letter, _ in letters()}
    assert with_firm.referrals[0].state is ReferralState.ANSWERED


def test_a_reminder_waits_until_the_firm_is_at_work(with_firm):
    """Where nothing ran for a night, the letter does not go out in the night."""
    night = moment("2026-11-25T22:00+00:00")
    fire_due(10, at=night)
    timer = db.session.scalars(select(Timer).where(Timer.kind == TimerKind.REMINDER_HALF)).one()
    assert (timer.state, timer.due_at) == (TimerState.SET, moment("2026-11-26T09:00+00:00"))


def test_a_reminder_that_comes_too_late_is_none(with_firm, letters):
    fire_due(10, at=LAPSE + DAY)
    assert "referral_reminder" not in {letter for letter, _ in letters()}


def test_the_desk_hears_when_no_firm_has_taken_it_on(with_firm, kinds):
    pass_time(moment("2026-11-25T10:00+00:00"))  # two working days in Taipei
    assert kinds(with_firm).count("DeskAlarmed") == 1
    assert "AcceptanceMissed" in kinds(with_firm)


def test_the_desk_hears_nothing_once_a_firm_has_taken_it_on(with_firm, kinds):
    (referral,) = with_firm.referrals
    by = make_member(referral.firm).id
    act("open_referral", referral, by=by)
    act("accept", referral, by=by)
    pass_time(moment("2026-11-25T10:00+00:00"))
    assert "DeskAlarmed" not in kinds(with_firm)
    assert "AcceptanceMissed" not in kinds(with_firm)


def test_the_time_of_a_firm_stands_still_while_the_enquirer_is_to_act(database):
    one, two = make_firm(), make_firm()
    enquiry = handed(one, two)
    first, second = enquiry.referrals
    answered(first, at=NOON + timedelta(hours=2))
    assert set_for(enquiry)["lapse"].state is TimerState.PAUSED
    pass_time(LAPSE + DAY)
    assert second.state is ReferralState.VISIBLE
    act("reply", first, text="And?", language="en", nonce="two", at=NOON + 7 * DAY)
    # It had worked two hours of the 33; the rest begins on Monday the 30th at noon.
    assert second.due_at == moment("2026-12-03T16:00+00:00")
    pass_time(moment("2026-12-03T16:00+00:00"))
    assert second.state is ReferralState.LAPSED


def test_a_firm_that_has_answered_keeps_it_when_it_lets_the_enquirer_wait(with_firm, kinds):
    (referral,) = with_firm.referrals
    answered(referral)
    act("reply", referral, text="And?", language="en", nonce="two", at=NOON + timedelta(hours=1))
    pass_time(LAPSE)
    assert referral.state is ReferralState.ACCEPTED
    assert (with_firm.state, with_firm.waiting_on) == (EnquiryState.TRIAGE, Party.STAFF)
    assert kinds(with_firm)[-1] == "EnquirySentToDesk"


def test_a_firm_is_reminded_once_for_each_half_of_a_round(with_firm, letters):
    (referral,) = with_firm.referrals
    pass_time(HALF)
    answered(referral, at=HALF)
    act("reply", referral, text="And?", language="en", nonce="two", at=HALF + timedelta(hours=1))
    pass_time(NOON + 20 * DAY)
    reminders = [to for letter, to in letters() if letter == "referral_reminder"]
    assert reminders == [referral.firm.contact_email] * 2


def test_out_of_scope_twice_puts_the_listing_in_doubt(database, kinds):
    firm = make_firm()
    enquiries = [handed(firm), handed(firm), handed(firm)]
    for enquiry in enquiries:
        act(
            "decline",
            enquiry.referrals[0],
            reason=DeclineReason.OUT_OF_SCOPE,
            note="",
            by=make_member(firm).id,
        )
    assert [("ListingDoubted" in kinds(each)) for each in enquiries] == [False, True, False]
    assert firm.doubted_at == NOON


def test_what_several_firms_do_not_believe_is_set_aside(database):
    firms = [make_firm(), make_firm()]
    enquiry = handed(*firms)
    for referral in enquiry.referrals:
        assert enquiry.state is EnquiryState.ROUTED
        how = {"reason": DeclineReason.NOT_CREDIBLE, "note": "", "by": make_member(referral.firm).id}
        act("decline", referral, **how)
    assert (enquiry.state, enquiry.waiting_on) == (EnquiryState.HELD, Party.STAFF)


class TestRoom:
    def test_an_enquiry_waits_where_all_firms_are_full_and_is_served_in_turn(self, database, letters):
        firm = make_firm(capacity=1)
        first, second, third = (handed(firm, at=NOON + timedelta(hours=n)) for n in range(3))
        assert [each.referrals[0].state.value for each in (first, second, third)] == [
            "visible",
            "consented",
            "consented",
        ]
        assert (second.state, second.waiting_on) == (EnquiryState.NO_MATCH, Party.STAFF)
        later = NOON + timedelta(hours=5)
        answered(first.referrals[0], at=later)
        assert fire_due(10, at=later).served == 1
        assert [each.referrals[0].state.value for each in (second, third)] == ["visible", "consented"]
        assert (second.state, second.referrals[0].visible_at) == (EnquiryState.ROUTED, later)
        assert firm.open_referrals == 1
        assert fire_due(10, at=later).served == 0

    def test_nobody_overtakes(self, database):
        firm = make_firm(capacity=1)
        first = handed(firm)
        waiting = handed(firm)
        answered(first.referrals[0])
        late = handed(firm, at=NOON + timedelta(hours=1))
        assert late.referrals[0].state is ReferralState.CONSENTED
        fire_due(10, at=NOON + timedelta(hours=2))
        assert waiting.referrals[0].state is ReferralState.VISIBLE
        assert late.referrals[0].state is ReferralState.CONSENTED

    def test_whoever_took_their_agreement_back_waits_no_more(self, database):
        firm = make_firm(capacity=1)
        first, waiting = handed(firm), handed(firm)
        act("withdraw", waiting)
        answered(first.referrals[0])
        assert fire_due(10, at=NOON).served == 0
        assert waiting.referrals[0].state is ReferralState.WITHDRAWN


def test_a_word_to_a_firm_opens_a_closed_enquiry_again(with_firm):
    (referral,) = with_firm.referrals
    answered(referral)
    pass_time(NOON + 60 * DAY)
    assert (with_firm.state, referral.state) == (EnquiryState.CLOSED, ReferralState.CLOSED)
    again = NOON + 61 * DAY
    act("reply", referral, text="And?", language="en", nonce="two", at=again)
    assert (with_firm.state, with_firm.waiting_on) == (EnquiryState.ROUTED, Party.FIRM)
    assert (referral.state, referral.round) == (ReferralState.VISIBLE, 2)
    assert {"no_reply", "reminder_half", "reminder_last"} <= set(set_for(with_firm))


def test_nobody_opens_an_enquiry_for_a_firm_they_no_longer_agree_to(with_firm):
    (referral,) = with_firm.referrals
    answered(referral)
    pass_time(NOON + 60 * DAY)
    with transaction():
        for consent in db.session.scalars(select(Consent)):
            consent.withdrawn_at = NOON
    assert not actions.can_reopen(referral)


def test_a_deadline_names_the_calendar_it_was_reckoned_by(database):
    firm = make_firm(country="CN")
    enquiry = handed(firm)
    assert set_for(enquiry)["lapse"].calendar.startswith("CN/holidays-")
    assert "make-up-days-" in set_for(enquiry)["lapse"].calendar


def test_a_firm_no_letter_reaches_is_not_reminded_and_lapses_all_the_same(with_firm, letters):
    (referral,) = with_firm.referrals
    act("mark_undeliverable", referral)
    pass_time(LAPSE)
    assert "referral_reminder" not in {letter for letter, _ in letters()}
    assert referral.state is ReferralState.LAPSED


@pytest.mark.parametrize("how", ["close", "erase"])
def test_what_ends_ends_for_a_firm_no_letter_reaches_too_and_its_place_is_free(with_firm, how):
    """No timer would ever lapse it: what has ended has none."""
    (referral,) = with_firm.referrals
    firm = referral.firm
    act("mark_undeliverable", referral)
    assert firm.open_referrals == 1
    if how == "close":
        act("close", with_firm, note="Answered by telephone.", by=make_staff().id)
    else:
        act("erase", with_firm, why=actions.ErasureGround.AGE, actor=Party.NOBODY)
    assert (referral.state, referral.ended_at) == (ReferralState.CLOSED, NOON)
    assert firm.open_referrals == 0
    with pytest.raises((MoveNotAllowed, NoSuchReferral)):
        act("open_referral", referral, by=make_member(firm).id)
    assert not referral.discloses


def test_a_referral_that_was_never_timed_hurts_nobody(database):
    enquiry = make_enquiry(state=EnquiryState.ROUTED, waiting_on=Party.FIRM)
    make_referral(enquiry, make_firm())
    assert pass_time(NOON + 30 * DAY) == []
