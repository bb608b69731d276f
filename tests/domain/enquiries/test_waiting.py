"""What time does to an enquiry that waits for its sender or for the desk."""

from datetime import timedelta

import pytest

from app.enquiries import actions
from app.enquiries.actions.expiring import expire
from app.enquiries.firing import adopt, fire_due
from app.enquiries.models import DeclineReason, Party
from app.enquiries.overdue import alarms_of, count_late, late
from app.enquiries.states import EnquiryState, ReferralState
from app.kernel.db import transaction
from tests.domain.enquiries.timed import handed, moment, pass_time, set_for
from tests.factories import make_draft, make_enquiry, make_firm, make_member, make_staff
from tests.factories.keeping import NOON

DAY = timedelta(days=1)


def act(name, subject, **how):
    with transaction():
        return getattr(actions, name)(subject, **{"at": NOON} | how)


def proposed():
    enquiry = make_enquiry()
    act("refer", enquiry, to=[actions.Choice(make_firm())], by=make_staff().id)
    return enquiry


@pytest.fixture
def unconfirmed(database):
    return act("submit", make_draft())


def test_what_is_not_confirmed_comes_to_the_desk_after_a_day(unconfirmed, kinds):
    assert list(set_for(unconfirmed)) == ["unconfirmed"]
    pass_time(NOON + DAY)
    assert (unconfirmed.state, unconfirmed.waiting_on) == (EnquiryState.TRIAGE, Party.STAFF)
    assert unconfirmed.confirmed_at is None
    assert kinds(unconfirmed) == ["EnquirySubmitted", "EnquirySentToDesk"]


def test_confirming_in_time_ends_that(unconfirmed):
    act("confirm", unconfirmed, at=NOON + DAY / 2)
    assert "unconfirmed" not in set_for(unconfirmed)


def test_never_confirmed_and_never_touched_it_expires_after_two_alarms_without_its_words(unconfirmed, kinds):
    happened = [kind for kind, _ in pass_time(NOON + 40 * DAY)]
    assert happened == ["unconfirmed", "overdue", "untouched", "expiry"]
    assert kinds(unconfirmed)[-3:] == ["DeskAlarmed", "DeskAlarmed", "EnquiryExpired"]
    assert unconfirmed.state is EnquiryState.EXPIRED
    said = (unconfirmed.text, unconfirmed.product, unconfirmed.company, unconfirmed.contact_name)
    assert (*said, unconfirmed.email) == ("",) * 5
    assert [facet.evidence for facet in unconfirmed.facets] == [[], []]
    assert [facet.code for facet in unconfirmed.facets] == ["UK", "REP-UKRP"]


def test_whoever_touches_it_puts_that_off(unconfirmed):
    pass_time(NOON + 20 * DAY)
    touched = {"markets": ["US"], "services": ["REP-UKRP"], "sectors": [], "read": [], "by": make_staff().id}
    act("set_facets", unconfirmed, **touched, at=NOON + 20 * DAY)
    pass_time(NOON + 47 * DAY)
    assert unconfirmed.state is EnquiryState.TRIAGE
    pass_time(NOON + 48 * DAY)
    assert unconfirmed.state is EnquiryState.EXPIRED


def test_what_was_confirmed_never_expires(database):
    enquiry = act("submit", make_draft())
    act("confirm", enquiry)
    pass_time(NOON + 100 * DAY)
    assert enquiry.state is EnquiryState.TRIAGE
    with transaction():
        expire(enquiry, at=NOON)
    assert enquiry.state is EnquiryState.TRIAGE


def test_what_a_firm_has_had_never_expires(unconfirmed):
    act("refer", unconfirmed, to=[actions.Choice(make_firm())], by=make_staff().id)
    referral = unconfirmed.referrals[0]
    with transaction():
        referral.state, referral.visible_at = ReferralState.VISIBLE, NOON
    act("decline", referral, reason=DeclineReason.LANGUAGE, note="", by=make_staff().id)
    assert unconfirmed.state is EnquiryState.TRIAGE
    pass_time(NOON + 100 * DAY)
    assert unconfirmed.state is EnquiryState.TRIAGE


def test_an_offer_is_recalled_twice_and_then_rests(database, letters):
    enquiry = proposed()
    assert pass_time(NOON + 20 * DAY) == [
        ("offer_first", NOON + 5 * DAY),
        ("offer_second", NOON + 10 * DAY),
        ("sleep", NOON + 14 * DAY),
    ]
    assert enquiry.state is EnquiryState.DORMANT
    assert [letter for letter, to in letters() if to == enquiry.email] == [
        "firms_proposed",
        "choice_reminder",
        "choice_reminder",
        "enquiry_asleep",
    ]


def test_choosing_wakes_what_rests(database):
    enquiry = proposed()
    pass_time(NOON + 20 * DAY)
    (referral,) = enquiry.referrals
    with transaction():
        from tests.factories import make_agreement, with_offices

        with_offices(referral.firm)
        actions.agree(enquiry, referrals=[referral], agreement=make_agreement(), at=NOON + 21 * DAY)
    assert (enquiry.state, referral.state) == (EnquiryState.ROUTED, ReferralState.VISIBLE)


def test_what_rests_for_long_is_closed(database):
    enquiry = proposed()
    pass_time(NOON + (14 + 90) * DAY)
    assert enquiry.state is EnquiryState.CLOSED


def test_after_an_answer_we_ask_once_and_close_when_nobody_says_anything(database, letters, kinds):
    enquiry = handed(make_firm())
    (referral,) = enquiry.referrals
    by = make_member(referral.firm).id
    act("open_referral", referral, by=by)
    act("answer", referral, text="Yes.", language="en", nonce="one", by=by)
    assert pass_time(NOON + 60 * DAY) == [
        ("closing_question", NOON + 7 * DAY),
        ("quiet", NOON + 37 * DAY),
    ]
    assert enquiry.state is EnquiryState.CLOSED
    assert kinds(enquiry)[-2:] == ["ClosingAsked", "EnquiryClosed"]
    assert [letter for letter, to in letters() if to == enquiry.email][-2:] == [
        "closing_question",
        "enquiry_quiet",
    ]


def test_what_was_set_aside_must_be_decided_in_a_working_day(database, kinds):
    enquiry = make_enquiry()
    act("hold", enquiry, note="odd", by=make_staff().id)
    assert pass_time(NOON + 5 * DAY) == [("undecided", moment("2026-11-24T18:00+08:00"))]
    assert kinds(enquiry) == ["EnquiryHeld", "DeskAlarmed"]


def test_the_desk_sees_what_is_late_and_why(database):
    calm = make_enquiry(promised_at=NOON + 9 * DAY)
    act("hold", calm, note="", by=make_staff().id, at=NOON + 8 * DAY)
    broken = make_enquiry(promised_at=NOON - DAY)
    waits = make_enquiry(promised_at=NOON - DAY, waiting_on=Party.ENQUIRER)
    ended = make_enquiry(promised_at=NOON - DAY, state=EnquiryState.CLOSED)
    held = make_enquiry()
    act("hold", held, note="", by=make_staff().id)
    pass_time(NOON + 2 * DAY)
    found = late(at=NOON + 2 * DAY, limit=10)
    assert list(found) == [broken, held]
    assert count_late(at=NOON + 2 * DAY) == 2
    assert {id_: [kind.value for kind in kinds] for id_, kinds in alarms_of(found).items()} == {
        broken.id: [],
        held.id: ["undecided"],
    }
    act("resume", held, by=make_staff().id, at=NOON + 2 * DAY)
    assert [each.id for each in late(at=NOON + 2 * DAY, limit=10)] == [broken.id]
    assert waits.id not in {each.id for each in found} | {ended.id}


def test_an_enquiry_older_than_the_timers_gets_its_own(database):
    enquiry = make_enquiry(promised_at=NOON + DAY)
    make_enquiry(state=EnquiryState.CLOSED)
    assert set_for(enquiry) == {}
    assert adopt(at=NOON) == 1
    assert list(set_for(enquiry)) == ["overdue"]
    assert adopt(at=NOON) == 0


def test_what_fails_is_tried_again_later_and_delays_nothing_else(database, monkeypatch):
    from app.enquiries import firing
    from app.enquiries.timers import TimerKind

    one, two = act("submit", make_draft()), act("submit", make_draft())
    real = firing.FIRINGS[TimerKind.UNCONFIRMED]

    def fails_for_one(timer, at):
        if timer.enquiry_id == one.id:
            raise RuntimeError("no")
        return real(timer, at)

    monkeypatch.setattr(firing, "FIRINGS", {**firing.FIRINGS, TimerKind.UNCONFIRMED: fails_for_one})
    tally = fire_due(10, at=NOON + DAY)
    assert (tally.fired, tally.failed) == (1, 1)
    assert (one.state, two.state) == (EnquiryState.UNVERIFIED, EnquiryState.TRIAGE)
    assert set_for(one)["unconfirmed"].due_at == NOON + DAY + timedelta(minutes=1)
    monkeypatch.undo()
    assert fire_due(10, at=NOON + DAY + timedelta(minutes=2)).fired == 1
    assert one.state is EnquiryState.TRIAGE
