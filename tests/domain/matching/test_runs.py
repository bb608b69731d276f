"""What is kept of a ranking says the same when it is asked again."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine, event, select

from app.enquiries.actions import Choice, answer, open_referral, refer, reply
from app.i18n.languages import ZH_HANT
from app.kernel.db import db, transaction
from app.matching.models import CellShare, FirmStanding, RunPurpose
from app.matching.ranking import Ranking
from app.matching.replays import replay
from app.matching.runs import keep_run, latest_run, runs_of
from app.matching.standing import Counts
from app.matching.weights import weights
from tests.factories import make_agreement, make_enquiry, make_firm, make_member, make_offering, with_offices
from tests.factories.keeping import NOON


def equals(count, **given):
    made = [make_firm(**given) for _ in range(count)]
    for firm in made:
        make_offering(firm)
    return made


def enquiry_to(*firms, **given):
    enquiry = make_enquiry(**given)
    with transaction():
        enquiry.consents += [
            row for firm in with_offices(*firms) for row in make_agreement().rows(firm, at=NOON)
        ]
    return enquiry


@pytest.fixture
def route(ranked):
    """Rank, keep and hand over to those firms, as the door does; returns the run."""

    def _route(enquiry, *firms, at=NOON, **how):
        with transaction():
            ranking = ranked(routing=True, at=at, day=at.date(), **how)
            run = keep_run(enquiry.id, ranking, purpose=RunPurpose.ROUTED, at=at, edition=1)
            refer(enquiry, to=[Choice(firm) for firm in firms], by=None, at=at)
        return run

    return _route


def accounts():
    rows = db.session.scalars(select(CellShare).order_by(CellShare.firm_id))
    return {row.firm_id: (round(row.deficit, 4), row.received_at) for row in rows}


def test_a_kept_run_says_the_same_again(route):
    first, second, _third = equals(3)
    make_offering(make_firm(capacity=0))
    make_offering(make_firm(), "REP-UKRP", "UK-GBN", sectors=("IVD",))
    enquiry = enquiry_to(first, second)
    run = route(enquiry, first, second, language=ZH_HANT, sectors=["MD"], asked_by="lin@example.test")
    db.session.expire_all()
    again = replay(run)
    assert again.same
    assert again.is_intact
    assert len(again.rows) == 5
    assert [row.then.place for row in again.rows] == [1, 2, 3, None, None]
    assert {row.then.reason for row in again.rows[3:]} == {"full", "other_products"}
    assert all(row.then == row.now for row in again.rows)
    assert (run.weights, run.purpose, run.at) == (weights().version, RunPurpose.ROUTED, NOON)


def test_a_run_that_finds_nobody_is_kept_too(ranked):
    enquiry = make_enquiry()
    with transaction():
        run = keep_run(enquiry.id, ranked(["CH"]), purpose=RunPurpose.ROUTED, at=NOON, edition=1)
    assert run.outcome["no_match"] == "no_such_pair"
    assert replay(run).same


def test_what_was_changed_afterwards_is_seen(route):
    first, second = equals(2)
    run = route(enquiry_to(first), first)
    run.firms = [{**each, "in_time": 40.0} if each["firm"] == second.id else each for each in run.firms]
    again = replay(run)
    assert not again.is_intact
    assert not again.same
    (row,) = [row for row in again.rows if row.firm == second.id]
    assert {"responsiveness", "score", "points"} <= set(row.differing)


def test_a_run_holds_nothing_of_who_asks(route):
    (firm,) = equals(1)
    enquiry = enquiry_to(firm, email="canary@canary.test", company="CANARY", text="CANARY")
    run = route(enquiry, firm, asked_by=enquiry.email, key=enquiry.nonce)
    kept = f"{run.question}{run.firms}{run.outcome}"
    assert "canary" not in kept.lower()
    assert enquiry.nonce not in kept


def test_runs_of_an_enquiry_come_newest_first(route):
    one, two = equals(2)
    enquiry = enquiry_to(one, two)
    first = route(enquiry, one)
    second = route(enquiry, two, refused=frozenset({one.id}))
    route(enquiry_to(one), one)
    assert runs_of(enquiry.id) == [second, first]
    assert latest_run(enquiry.id) is second


def test_a_ranking_put_together_by_hand_cannot_be_kept(ranked):
    with pytest.raises(ValueError, match="rests on"):
        keep_run(1, Ranking(), purpose=RunPurpose.ROUTED, at=NOON, edition=1)


def test_handing_over_puts_down_what_everyone_in_the_band_is_owed(route):
    a, b, c, d = equals(4)
    route(enquiry_to(a), a)
    assert accounts() == {a.id: (-0.75, NOON), **{each.id: (0.25, None) for each in (b, c, d)}}
    later = NOON + timedelta(hours=1)
    route(enquiry_to(a, b), a, b, at=later)
    assert accounts() == {
        a.id: (-1.25, later),
        b.id: (-0.25, later),
        c.id: (0.75, None),
        d.id: (0.75, None),
    }


def test_what_is_owed_is_capped_and_forgotten(route, ranked):
    a, _b = equals(2)
    for _ in range(8):
        route(enquiry_to(a), a)
    assert sorted(owed for owed, _ in accounts().values()) == [-3, 3]
    much_later = NOON + timedelta(days=weights().fairness.idle_days)
    facts = ranked(routing=True, at=much_later, day=much_later.date()).snapshot.firms
    assert [share.deficit for each in facts for share in each.shares] == [0, 0]


def test_those_who_were_passed_over_are_named_first_next_time(route, ranked):
    made = equals(5)
    route(enquiry_to(*made[:2]), *made[:2])
    named = [each.firm for each in ranked(routing=True).candidates if each.slot]
    assert set(named) == set(made[2:])


def test_settling_costs_the_same_for_many_firms_as_for_few(route):
    def cost(firms):
        enquiry, seen = enquiry_to(firms[0]), []

        def note(_connection, _cursor, statement, *_rest):
            if "cell_share" in statement or "routing_run" in statement:
                seen.append(statement)

        event.listen(Engine, "before_cursor_execute", note)
        try:
            route(enquiry, firms[0])
        finally:
            event.remove(Engine, "before_cursor_execute", note)
        return len(seen)

    few = cost(equals(2))
    assert cost(equals(20)) == few <= 7


class TestStanding:
    """Answers in time and late."""

    def counts(self, firm):
        row = db.session.scalar(select(FirmStanding).where(FirmStanding.firm_id == firm.id))
        return (round(row.in_time, 3), round(row.late, 3)) if row else None

    def answered(self, referral, at):
        by = make_member(referral.firm).id
        with transaction():
            if referral.seen_at is None:
                open_referral(referral, by=by, at=at)
            answer(referral, text="Yes", language="en", nonce=f"{referral.id}{at}", by=by, at=at)

    def test_an_answer_counts_in_time_or_late(self, route):
        first, second = equals(2)
        enquiry = enquiry_to(first, second)
        route(enquiry, first, second)
        one, two = enquiry.referrals
        self.answered(one, one.due_at)
        self.answered(two, two.due_at + timedelta(seconds=1))
        assert (self.counts(one.firm), self.counts(two.firm)) == ((1, 0), (0, 1))

    def test_a_second_message_nobody_waited_for_counts_nothing(self, route):
        (firm,) = equals(1)
        enquiry = enquiry_to(firm)
        route(enquiry, firm)
        (referral,) = enquiry.referrals
        self.answered(referral, NOON)
        self.answered(referral, NOON + timedelta(minutes=1))
        assert self.counts(firm) == (1, 0)
        with transaction():
            reply(referral, text="And?", language="en", nonce="reply", at=NOON + timedelta(minutes=2))
        self.answered(referral, NOON + timedelta(minutes=3))
        assert self.counts(firm) == (2, 0)

    def test_what_was_counted_fades(self, route, ranked):
        (firm,) = equals(1)
        enquiry = enquiry_to(firm)
        route(enquiry, firm)
        self.answered(enquiry.referrals[0], NOON)
        half = NOON + timedelta(days=weights().responsiveness.half_life_days)
        (facts,) = ranked(routing=True, at=half, day=half.date()).snapshot.firms
        assert facts.in_time == pytest.approx(0.5, abs=0.001)

    def test_a_clock_that_goes_back_fades_nothing(self):
        assert Counts(2, 1).faded(timedelta(days=-400), 90) == Counts(2, 1)
