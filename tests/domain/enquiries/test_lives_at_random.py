"""Whatever enquirers, firms and editors do in whatever order, only what the tables draw happens."""

import hypothesis.strategies as st
from hypothesis import HealthCheck, settings
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import func, select

from app.enquiries import actions
from app.enquiries.models import DeclineReason, Enquiry, Outcome, Party, Referral
from app.enquiries.states import (
    ENQUIRY_ENDED,
    ENQUIRY_MOVES,
    REFERRAL_ASKING,
    REFERRAL_HIDDEN,
    REFERRAL_MOVES,
    EnquiryState,
    ReferralState,
)
from app.journal.chain import first_break
from app.journal.queries import entries_of
from app.journal.rebuilding import present, told
from app.journal.recording import UNTOLD
from app.kernel.db import db, transaction
from app.kernel.errors import Refusal
from tests.factories import make_agreement, make_draft, make_firm, make_member, make_staff, with_offices
from tests.factories.keeping import NOON, numbers

FIRMS = 3
OWING = REFERRAL_ASKING | {ReferralState.VISIBLE}
which = st.integers(0, FIRMS - 1)


class Lives(RuleBasedStateMachine):
    """One enquiry and three firms, the last of which takes one enquiry at a time."""

    @initialize(agreed=st.sets(which))
    def asked(self, agreed):
        self.editor = make_staff().id
        self.firms = [make_firm(capacity=1 if n == FIRMS - 1 else None) for n in range(FIRMS)]
        self.members = [make_member(firm).id for firm in self.firms]
        with transaction():
            with_offices(*self.firms)
            drafted = make_draft(*(self.firms[n] for n in sorted(agreed)), editor_may_suggest=True)
            self.enquiry = actions.submit(drafted, at=NOON)

    def try_to(self, action, subject, **how):
        """Do it in a transaction of its own; a refusal must change nothing."""
        before = present(self.enquiry)
        try:
            with transaction():
                with_offices(*self.firms)
                getattr(actions, action)(subject, at=NOON, **how)
        except Refusal:
            db.session.expire_all()
            assert present(self.enquiry) == before
        else:
            db.session.expire_all()
            self.only_drawn_moves(before, present(self.enquiry))

    def only_drawn_moves(self, before, after):
        for (what, id_), state in after.items():
            old = before.get((what, id_), state)
            if what == "enquiry" and old != state:
                assert state in reachable(ENQUIRY_MOVES, type(self.enquiry.state)(old))
            if what == "referral" and old != state:
                assert state in reachable(REFERRAL_MOVES, type(self.enquiry.referrals[0].state)(old))

    def referral(self, n) -> Referral | None:
        return next((each for each in self.enquiry.referrals if each.firm_id == self.firms[n].id), None)

    def try_with(self, n, action, **how):
        referral = self.referral(n)
        if referral is not None:
            self.try_to(action, referral, **how)

    @rule()
    def confirm(self):
        self.try_to("confirm", self.enquiry)

    @rule()
    def hold(self):
        self.try_to("hold", self.enquiry, note="", by=self.editor)

    @rule()
    def resume(self):
        self.try_to("resume", self.enquiry, by=self.editor)

    @rule()
    def close(self):
        self.try_to("close", self.enquiry, note="", by=self.editor)

    @rule()
    def send_to_desk(self):
        self.try_to("send_to_desk", self.enquiry, why="unclear", actor=Party.NOBODY)

    @rule(firms=st.sets(which, min_size=1), by_editor=st.booleans())
    def refer(self, firms, by_editor):
        to = [actions.Choice(self.firms[n]) for n in sorted(firms)]
        self.try_to("refer", self.enquiry, to=to, by=self.editor if by_editor else None)

    @rule(n=which)
    def agree(self, n):
        referral = self.referral(n)
        if referral is not None:
            self.try_to("agree", self.enquiry, referrals=[referral], agreement=make_agreement())

    @rule(n=which)
    def open(self, n):
        self.try_with(n, "open_referral", by=self.members[n])

    @rule(n=which)
    def accept(self, n):
        self.try_with(n, "accept", by=self.members[n])

    @rule(n=which, reason=st.sampled_from(DeclineReason))
    def decline(self, n, reason):
        self.try_with(n, "decline", reason=reason, note="", by=self.members[n])

    @rule(n=which)
    def answer(self, n):
        self.try_with(n, "answer", text="Yes.", language="en", nonce=f"a{next(numbers)}", by=self.members[n])

    @rule(n=which)
    def reply(self, n):
        self.try_with(n, "reply", text="And?", language="en", nonce=f"r{next(numbers)}")

    @rule(n=which)
    def ask_first(self, n):
        self.try_with(
            n, "ask_enquirer", text="Which?", language="en", nonce=f"q{next(numbers)}", by=self.members[n]
        )

    @rule(n=which)
    def hear_nothing(self, n):
        self.try_with(n, "stop_waiting")

    @rule(outcome=st.sampled_from(Outcome))
    def conclude(self, outcome):
        self.try_to("conclude", self.enquiry, outcome=outcome)

    @rule(n=which)
    def withdraw_consent(self, n):
        self.try_with(n, "withdraw_consent")

    @precondition(lambda self: len(self.enquiry.referrals) > 1)
    @rule()
    def withdraw(self):
        self.try_to("withdraw", self.enquiry)

    @invariant()
    def the_journal_tells_the_present(self):
        if not hasattr(self, "enquiry"):
            return
        entries = entries_of(self.enquiry.id)
        assert first_break(entries) is None
        assert told(entries).gaps == []
        assert told(entries).states == present(self.enquiry)
        assert UNTOLD not in {each.kind for each in entries}

    @invariant()
    def whatever_is_open_waits_on_somebody(self):
        if hasattr(self, "enquiry"):
            ended = self.enquiry.state in ENQUIRY_ENDED
            assert (self.enquiry.waiting_on is Party.NOBODY) is ended

    @invariant()
    def a_question_is_open_only_where_an_answer_is_owed_and_it_is_the_last_word(self):
        if not hasattr(self, "enquiry"):
            return
        for each in self.enquiry.referrals:
            assert not each.question_at or each.state in REFERRAL_ASKING
            assert not each.question_at or each.messages[-1].is_question

    @invariant()
    def an_enquiry_with_firms_waits_for_its_sender_when_each_of_them_has_asked_first(self):
        if not hasattr(self, "enquiry") or self.enquiry.state is not EnquiryState.ROUTED:
            return
        owing = [each for each in self.enquiry.referrals if each.state in OWING]
        have_asked = bool(owing) and all(each.question_at for each in owing)
        if self.enquiry.waiting_on is not Party.STAFF:
            assert (self.enquiry.waiting_on is Party.ENQUIRER) is have_asked

    @invariant()
    def places_are_counted_right(self):
        if not hasattr(self, "enquiry"):
            return
        for firm in self.firms:
            db.session.refresh(firm)
            assert firm.open_referrals == sum(
                each.holds_place for each in self.enquiry.referrals if each.firm_id == firm.id
            )

    @invariant()
    def nobody_is_shown_to_a_firm_without_agreement(self):
        if not hasattr(self, "enquiry"):
            return
        for each in self.enquiry.referrals:
            assert not each.discloses or self.enquiry.consents_to(each.firm_id)
            assert not (each.state in REFERRAL_HIDDEN and each.discloses)
        assert db.session.scalar(select(func.count()).select_from(Referral)) >= len(self.enquiry.referrals)


def reachable(moves, state) -> set[str]:
    """What one action may make of a state: an action may take a step and the one it leads to."""
    steps = moves[state]
    return {each.value for each in steps} | {further.value for each in steps for further in moves[each]}


def test_only_what_is_drawn_happens_and_the_journal_tells_all_of_it(database):
    run_state_machine_as_test(
        Lives,
        settings=settings(
            max_examples=8,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
    assert db.session.scalar(select(func.count()).select_from(Enquiry))
