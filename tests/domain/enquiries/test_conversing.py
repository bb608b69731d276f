"""A firm and an enquirer between them: opening, accepting, answering, replying, declining, withdrawing."""

from datetime import timedelta

import pytest

from app.enquiries import actions
from app.enquiries.errors import EnquiryEnded, MoveNotAllowed, NoSuchReferral
from app.enquiries.models import DeclineReason, Message, Outcome, Party
from app.enquiries.states import EnquiryState, ReferralState
from app.kernel.db import transaction
from tests.factories import make_enquiry, make_firm, make_member, make_referral
from tests.factories.keeping import NOON

LATER = NOON + timedelta(hours=1)
R = ReferralState


@pytest.fixture
def scene(database):
    """A firm that has an enquiry in its workspace, not opened yet, and one of its people."""

    class Scene:
        firm = make_firm()
        enquiry = make_enquiry(state=EnquiryState.ROUTED, waiting_on=Party.FIRM, promised_at=NOON)
        referral = make_referral(enquiry, firm)
        by = make_member(firm).id

        def do(self, action, referral=None, **how):
            how = {"by": self.by, "at": NOON} | how
            with transaction():
                return getattr(actions, action)(referral or self.referral, **how)

        def answer(self, nonce="one", **how):
            return self.do("answer", **{"text": "Yes.", "language": "en", "nonce": nonce} | how)

        def reply(self, referral=None, nonce="two", at=LATER):
            with transaction():
                return actions.reply(
                    referral or self.referral, text="And?", language="en", nonce=nonce, at=at
                )

        def decline(self, referral=None, **how):
            return self.do("decline", referral, **{"reason": DeclineReason.CONFLICT, "note": ""} | how)

    return Scene()


@pytest.fixture
def opened(scene):
    scene.do("open_referral")
    return scene


@pytest.fixture
def answered(opened):
    opened.answer()
    return opened


class TestOpening:
    def test_who_asks_is_disclosed_by_opening_and_not_before(self, scene, kinds):
        assert not scene.referral.discloses
        scene.do("open_referral")
        assert scene.referral.discloses
        assert (scene.referral.state, scene.referral.seen_at) == (R.SEEN, NOON)
        assert kinds(scene.enquiry) == ["ReferralOpened"]

    def test_again_changes_nothing(self, opened, kinds):
        opened.do("open_referral", at=LATER)
        assert (opened.referral.seen_at, kinds(opened.enquiry)) == (NOON, ["ReferralOpened"])

    @pytest.mark.parametrize("state", [R.VISIBLE, R.PROPOSED])
    def test_without_agreement_there_is_nothing_to_open(self, scene, kinds, state):
        other = make_referral(scene.enquiry, make_firm(), consent=False, state=state)
        with pytest.raises(NoSuchReferral):
            scene.do("open_referral", other)
        assert not other.discloses
        assert (other.seen_at, kinds(scene.enquiry)) == (None, [])

    @pytest.mark.parametrize("state", list(R))
    def test_nothing_is_disclosed_without_agreement_whatever_the_state(self, scene, state):
        other = make_referral(scene.enquiry, make_firm(), consent=False, state=state, seen_at=NOON)
        assert not other.discloses

    def test_the_entry_names_the_person_and_the_firm(self, opened):
        from app.journal.queries import entries_of

        (entry,) = entries_of(opened.enquiry.id)
        assert (entry.actor, entry.account_id) == ("firm", opened.by)
        shown = ["company", "contact_name", "country", "email", "product", "text"]
        told = {"referral_id": opened.referral.id, "firm_id": opened.firm.id, "disclosed": shown}
        assert entry.facts == told
        assert (opened.referral.disclosed, opened.referral.disclosed_at) == (shown, opened.referral.seen_at)


class TestAccepting:
    def test_it_is_taken_on_once(self, opened, kinds):
        opened.do("accept")
        opened.do("accept", at=LATER)
        assert (opened.referral.state, opened.referral.accepted_at) == (R.ACCEPTED, NOON)
        assert kinds(opened.enquiry) == ["ReferralOpened", "ReferralAccepted"]

    def test_it_must_have_been_opened(self, scene):
        with pytest.raises(MoveNotAllowed):
            scene.do("accept")

    def test_the_button_pressed_late_does_not_undo_an_answer(self, answered, kinds):
        answered.do("accept", at=LATER)
        assert answered.referral.state is R.ANSWERED
        assert "ReferralAccepted" not in kinds(answered.enquiry)


class TestAnswering:
    def test_an_answer_exists_once_its_row_does_and_waits_for_the_enquirer(self, opened, kinds, letters):
        message = opened.answer()
        assert opened.referral.messages == [message]
        assert (message.author, message.account_id, message.text) == (Party.FIRM, opened.by, "Yes.")
        assert (opened.referral.state, opened.referral.answered_at) == (R.ANSWERED, NOON)
        assert (opened.enquiry.state, opened.enquiry.waiting_on) == (EnquiryState.ANSWERED, Party.ENQUIRER)
        assert opened.enquiry.promised_at is None
        assert kinds(opened.enquiry)[-1] == "ReferralAnswered"
        assert letters() == [("enquiry_answered", opened.enquiry.email)]

    def test_the_same_form_sent_twice_is_one_answer(self, answered, count, letters):
        first = answered.referral.messages[0]
        assert answered.answer(text="Yes, again.") is first
        assert (count(Message), first.text, len(letters())) == (1, "Yes.", 1)

    def test_a_second_answer_is_another_message_with_a_letter_of_its_own(self, answered, count, letters):
        answered.answer(nonce="another", at=LATER)
        assert (count(Message), len(letters())) == (2, 2)
        assert answered.referral.answered_at == NOON

    @pytest.mark.parametrize("state", [R.VISIBLE, R.DECLINED, R.CLOSED, R.CANCELLED])
    def test_nothing_is_answered_before_opening_or_after_the_end(self, scene, count, state):
        other = make_referral(scene.enquiry, make_firm(), state=state)
        with pytest.raises(MoveNotAllowed):
            scene.answer(referral=other)
        assert count(Message) == 0

    def test_without_agreement_nothing_is_answered(self, scene, count):
        other = make_referral(scene.enquiry, make_firm(), consent=False, state=R.SEEN)
        with pytest.raises(NoSuchReferral):
            scene.answer(referral=other)
        assert count(Message) == 0

    def test_what_lies_at_the_desk_keeps_the_desks_promise(self, answered):
        with transaction():
            actions.conclude(answered.enquiry, outcome=Outcome.NOT_ANSWERED, at=LATER)
        promised = answered.enquiry.promised_at
        answered.answer(nonce="late", at=LATER)
        assert (answered.enquiry.state, answered.enquiry.waiting_on) == (EnquiryState.TRIAGE, Party.STAFF)
        assert answered.enquiry.promised_at == promised is not None


class TestReplying:
    def test_the_firm_is_to_act_again(self, answered, kinds, letters):
        message = answered.reply()
        assert message.author is Party.ENQUIRER
        assert answered.referral.state is R.ACCEPTED
        assert answered.referral.due_at.isoformat() == "2026-11-26T18:00:00+00:00"
        assert (answered.enquiry.state, answered.enquiry.waiting_on) == (EnquiryState.ROUTED, Party.FIRM)
        assert answered.enquiry.promised_at is not None
        assert kinds(answered.enquiry)[-1] == "EnquirerReplied"
        assert letters()[-1] == ("enquirer_replied", answered.firm.contact_email)

    def test_the_same_form_sent_twice_is_one_message(self, answered, count, letters):
        assert answered.reply() is answered.reply()
        assert (count(Message), len(letters())) == (2, 2)

    @pytest.mark.parametrize("state", [R.PROPOSED, R.DECLINED, R.WITHDRAWN, R.CANCELLED])
    def test_nobody_writes_to_a_firm_that_does_not_have_it(self, scene, count, state):
        other = make_referral(scene.enquiry, make_firm(), state=state)
        with pytest.raises(NoSuchReferral):
            scene.reply(other)
        assert count(Message) == 0

    def test_nothing_is_added_to_what_was_taken_back(self, answered, count):
        with transaction():
            actions.withdraw(answered.enquiry, at=LATER)
        with pytest.raises(EnquiryEnded):
            answered.reply()
        assert count(Message) == 1


class TestDeclining:
    def test_access_ends_and_the_desk_looks_for_another(self, opened, kinds, letters):
        opened.decline(note="Our client.")
        referral, enquiry = opened.referral, opened.enquiry
        assert (referral.state, referral.ended_at) == (R.DECLINED, NOON)
        assert (referral.decline_reason, referral.decline_note) == (DeclineReason.CONFLICT, "Our client.")
        assert not referral.discloses
        assert (enquiry.state, enquiry.waiting_on) == (EnquiryState.TRIAGE, Party.STAFF)
        assert kinds(enquiry) == ["ReferralOpened", "ReferralDeclined", "EnquirySentToDesk"]
        assert letters() == [("enquiry_declined", enquiry.email)]

    def test_again_changes_nothing(self, opened, kinds):
        opened.decline()
        before = kinds(opened.enquiry)
        opened.decline(reason=DeclineReason.OTHER, at=LATER)
        assert (opened.referral.decline_reason, opened.referral.ended_at) == (DeclineReason.CONFLICT, NOON)
        assert kinds(opened.enquiry) == before

    def test_while_another_firm_has_it_the_enquiry_stays_there(self, scene, kinds):
        make_referral(scene.enquiry, make_firm())
        scene.decline()
        assert scene.enquiry.state is EnquiryState.ROUTED
        assert kinds(scene.enquiry) == ["ReferralDeclined"]

    def test_where_only_a_proposal_is_left_it_waits_for_the_enquirer(self, scene):
        make_referral(scene.enquiry, make_firm(), consent=False, state=R.PROPOSED, visible_at=None)
        scene.decline()
        assert (scene.enquiry.state, scene.enquiry.waiting_on) == (EnquiryState.OFFERED, Party.ENQUIRER)

    @pytest.mark.parametrize("state", [R.PROPOSED, R.ANSWERED, R.CLOSED, R.WITHDRAWN, R.CANCELLED])
    def test_what_is_not_under_way_cannot_be_declined(self, scene, state):
        other = make_referral(scene.enquiry, make_firm(), state=state)
        with pytest.raises(MoveNotAllowed):
            scene.decline(other)


class TestConcluding:
    def test_yes_ends_it_and_the_firm_keeps_what_it_has_read(self, answered, kinds, letters):
        other = make_referral(answered.enquiry, make_firm(), consent=False, state=R.PROPOSED)
        before = letters()
        with transaction():
            actions.conclude(answered.enquiry, outcome=Outcome.ANSWERED, at=LATER)
        enquiry = answered.enquiry
        assert (enquiry.state, enquiry.outcome) == (EnquiryState.CLOSED, Outcome.ANSWERED)
        assert (enquiry.waiting_on, enquiry.promised_at) == (Party.NOBODY, None)
        assert (answered.referral.state, other.state) == (R.CLOSED, R.CANCELLED)
        assert answered.referral.discloses
        assert kinds(enquiry)[-1] == "EnquiryClosed"
        assert letters() == before

    def test_in_part_leaves_it_with_the_firm(self, answered):
        with transaction():
            actions.conclude(answered.enquiry, outcome=Outcome.PARTLY, at=LATER)
        assert answered.enquiry.outcome is Outcome.PARTLY
        assert answered.enquiry.state is EnquiryState.ANSWERED

    def test_no_sends_it_to_the_desk(self, answered, kinds):
        with transaction():
            actions.conclude(answered.enquiry, outcome=Outcome.NOT_ANSWERED, at=LATER)
        assert (answered.enquiry.state, answered.enquiry.waiting_on) == (EnquiryState.TRIAGE, Party.STAFF)
        assert kinds(answered.enquiry)[-1] == "EnquirySentToDesk"

    @pytest.mark.parametrize("state", [EnquiryState.UNVERIFIED, EnquiryState.HELD, EnquiryState.ROUTED])
    @pytest.mark.parametrize("outcome", Outcome)
    def test_there_is_nothing_to_conclude_before_an_answer(self, scene, state, outcome):
        scene.enquiry.state = state
        with pytest.raises(MoveNotAllowed):
            actions.conclude(scene.enquiry, outcome=outcome, at=LATER)
        assert scene.enquiry.state is state

    @pytest.mark.parametrize("outcome", list(Outcome))
    def test_what_has_ended_is_not_concluded_again(self, answered, outcome):
        with transaction():
            actions.withdraw(answered.enquiry, at=LATER)
        with pytest.raises(EnquiryEnded):
            actions.conclude(answered.enquiry, outcome=outcome, at=LATER)


class TestTakingBack:
    def test_a_firm_loses_access_at_once_and_is_told(self, opened, kinds, letters):
        with transaction():
            actions.withdraw_consent(opened.referral, at=LATER)
        assert (opened.referral.state, opened.referral.ended_at) == (R.WITHDRAWN, LATER)
        assert not opened.referral.discloses
        assert not opened.enquiry.consents_to(opened.firm.id)
        assert {each.withdrawn_at for each in opened.enquiry.consents} == {LATER}
        assert (opened.enquiry.state, opened.enquiry.waiting_on) == (EnquiryState.TRIAGE, Party.STAFF)
        assert kinds(opened.enquiry) == ["ReferralOpened", "ConsentWithdrawn", "EnquirySentToDesk"]
        assert letters() == [("consent_withdrawn", opened.firm.contact_email)]

    def test_the_other_firms_keep_it(self, opened):
        other = make_referral(opened.enquiry, make_firm())
        with transaction():
            actions.withdraw_consent(opened.referral, at=LATER)
        assert other.state is R.VISIBLE
        assert opened.enquiry.consents_to(other.firm_id)
        assert opened.enquiry.state is EnquiryState.ROUTED

    def test_where_only_a_proposal_is_left_it_waits_for_the_enquirer(self, opened):
        make_referral(opened.enquiry, make_firm(), consent=False, state=R.PROPOSED, visible_at=None)
        with transaction():
            actions.withdraw_consent(opened.referral, at=LATER)
        assert opened.enquiry.state is EnquiryState.OFFERED

    def test_a_firm_that_never_had_it_is_told_nothing(self, scene, letters):
        other = make_referral(scene.enquiry, make_firm(), consent=False, state=R.PROPOSED, visible_at=None)
        with transaction():
            actions.withdraw_consent(other, at=LATER)
        assert (other.state, letters()) == (R.WITHDRAWN, [])

    @pytest.mark.parametrize("state", [R.DECLINED, R.WITHDRAWN, R.CANCELLED])
    def test_there_is_nothing_to_take_back_from_a_firm_that_has_left(self, scene, state):
        left = make_referral(scene.enquiry, make_firm(), state=state)
        with pytest.raises(NoSuchReferral):
            actions.withdraw_consent(left, at=LATER)

    def test_after_it_the_firm_can_do_nothing_any_more(self, opened):
        with transaction():
            actions.withdraw_consent(opened.referral, at=LATER)
        for act in (lambda: opened.do("open_referral"), lambda: opened.do("accept"), opened.answer):
            with pytest.raises(NoSuchReferral):
                act()
        with pytest.raises(MoveNotAllowed):
            opened.decline()

    def test_the_whole_enquiry_is_taken_back_from_every_firm(self, opened, kinds, letters):
        other = make_referral(opened.enquiry, make_firm())
        proposed = make_referral(
            opened.enquiry, make_firm(), consent=False, state=R.PROPOSED, visible_at=None
        )
        gone = make_referral(opened.enquiry, make_firm(), state=R.DECLINED)
        with transaction():
            actions.withdraw(opened.enquiry, at=LATER)
        enquiry = opened.enquiry
        assert (enquiry.state, enquiry.waiting_on, enquiry.promised_at) == (
            EnquiryState.WITHDRAWN,
            Party.NOBODY,
            None,
        )
        assert [each.state for each in (opened.referral, other, proposed)] == [R.WITHDRAWN] * 3
        assert gone.state is R.DECLINED
        assert all(each.withdrawn_at for each in enquiry.consents)
        assert not any(each.discloses for each in enquiry.referrals)
        assert kinds(enquiry)[-1] == "EnquiryWithdrawn"
        assert sorted(letters()) == sorted(
            ("consent_withdrawn", each.contact_email) for each in (opened.firm, other.firm)
        )

    def test_a_firm_that_has_finished_still_loses_sight_of_who_asked(self, answered, letters):
        with transaction():
            actions.conclude(answered.enquiry, outcome=Outcome.ANSWERED, at=LATER)
        assert answered.referral.discloses
        with transaction():
            actions.withdraw_consent(answered.referral, at=LATER)
        assert not answered.referral.discloses
        assert answered.enquiry.state is EnquiryState.CLOSED
        assert letters()[-1] == ("consent_withdrawn", answered.firm.contact_email)

    def test_a_closed_enquiry_can_still_be_taken_back(self, answered, letters):
        with transaction():
            actions.conclude(answered.enquiry, outcome=Outcome.ANSWERED, at=LATER)
            actions.withdraw(answered.enquiry, at=LATER)
        assert answered.enquiry.state is EnquiryState.WITHDRAWN
        assert not answered.referral.discloses
        assert letters()[-1] == ("consent_withdrawn", answered.firm.contact_email)

    def test_what_has_ended_is_not_taken_back_again(self, opened):
        with transaction():
            actions.withdraw(opened.enquiry, at=LATER)
        with pytest.raises(EnquiryEnded):
            actions.withdraw(opened.enquiry, at=LATER)
        with pytest.raises(EnquiryEnded):
            actions.withdraw_consent(opened.referral, at=LATER)


def test_a_form_that_has_become_another_message_is_refused_and_never_passes_for_sent(scene):
    other = make_referral(make_enquiry(state=EnquiryState.ROUTED), scene.firm)
    for referral in (scene.referral, other):
        scene.do("open_referral", referral)
    scene.answer("one")
    with pytest.raises(MoveNotAllowed):
        scene.do("answer", other, text="For another.", language="en", nonce="one")
    with pytest.raises(MoveNotAllowed):
        scene.reply(nonce="one")
    assert [message.text for message in (*scene.referral.messages, *other.messages)] == ["Yes."]
