"""Turns among firms that are nearly alike, and what they are owed."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.directory.models import Basis
from app.matching.fairness import fair_shares, settled, throughput
from app.matching.order import ranked
from app.matching.question import FirmFacts, Offer, Question, Share
from app.matching.weights import weights
from tests.domain.matching.values import cell, firms, questions
from tools.fairness import run_absence, run_equals, run_samples
from tools.turns import COUNTED_FROM

ASKED = Question(cells=(cell("REP-UKRP"),), language="en")


def firm(number, *, deficit=None, unserved=None, **given):
    """One of several equals; ``draw`` goes by number."""
    offer = Offer("REP-UKRP", "UK", Basis.STATED, (), True, True)
    known = deficit is not None or unserved is not None
    share = (Share("REP-UKRP", "UK", deficit or 0.0, unserved),) if known else ()
    return FirmFacts(firm=number, draw=f"{number:04}", offers=(offer,), shares=share, age_days=0, **given)


def picks(*found, slots=3, **asked):
    outcome = ranked(replace(ASKED, slots=slots, **asked), found, weights())
    return [each.scored.firm for each in outcome.placed if each.slot]


def test_whoever_is_owed_most_comes_first():
    found = [firm(1), firm(2, deficit=1.5), firm(3, deficit=-1.0), firm(4, deficit=0.5)]
    assert picks(*found, slots=1) == [2]
    assert picks(*found)[:2] == [2, 4]


def test_of_those_owed_the_same_whoever_waited_longest_and_then_the_draw():
    found = [firm(1, deficit=0, unserved=10), firm(2, deficit=0, unserved=20), firm(3), firm(4)]
    assert picks(*found, slots=5) == [3, 4, 2, 1]


def test_a_firm_far_behind_the_best_gets_no_turn_of_the_bands_but_may_get_the_last_slot():
    ahead = [firm(n, deficit=n, unserved=n, in_time=50) for n in (1, 2, 3)]
    behind = [firm(4, deficit=3, unserved=5, late=50), firm(5, unserved=90, late=50)]
    outcome = ranked(ASKED, (*ahead, *behind), weights())
    assert [each.is_in_band for each in outcome.placed if each.scored.firm > 3] == [False, False]
    assert picks(*ahead, *behind) == [3, 2, 5]
    assert picks(*ahead, *behind, slots=1) == [3]


def test_who_is_not_good_enough_has_no_claim_to_the_last_slot():
    found = [firm(n, unserved=1) for n in (1, 2, 3)]
    poor = replace(
        firm(4), offers=(replace(firm(4).offers[0], market="EUROPE"),), late=100, languages=("en",)
    )
    assert ranked(ASKED, (poor,), weights()).placed[0].scored.score < 0.6
    far = replace(ASKED, cells=(cell("REP-UKRP"), cell("MA-ATMP")))
    outcome = ranked(far, (*found, poor), weights())
    assert {each.scored.firm: each.scored.score for each in outcome.placed}[4] < weights().fairness.least
    assert [each.scored.firm for each in outcome.placed if each.slot] == [1, 2, 3]


def test_where_there_is_no_band_left_the_next_best_fill_the_slots():
    found = [firm(1, in_time=90), firm(2, late=90), firm(3, late=80)]
    assert len(picks(*found)) == 3


@given(questions, firms, st.data())
def test_what_the_band_is_owed_adds_up_to_nothing(question, found, data):
    outcome = ranked(replace(question, routing=True), found, weights())
    facts = {each.firm: each for each in found}
    named = [each.scored.firm for each in outcome.placed]
    receivers = data.draw(st.sets(st.sampled_from(named)) if named else st.just(set()))
    changes = settled(outcome.placed, facts, receivers, weights())
    band = {each.scored.firm for each in outcome.placed if each.is_in_band}
    by_cell = {}
    for each in changes:
        by_cell.setdefault(each.service, []).append(each)
        assert each.has_received == (each.firm in receivers)
        assert each.firm in band or (each.change == 0 and each.has_received)
        assert -1 <= each.change <= 1
    for theirs in by_cell.values():
        assert sum(each.change for each in theirs) == pytest.approx(0, abs=1e-9)


@given(st.integers(0, 8), st.dictionaries(st.integers(1, 9), st.floats(0.1, 100), min_size=1))
def test_shares_are_parted_by_weight_and_nobody_gets_more_than_one(made, by_weight):
    made = min(made, len(by_weight))
    parted = fair_shares(made, by_weight)
    assert sum(parted.values()) == pytest.approx(made)
    assert all(0 <= share <= 1 + 1e-9 for share in parted.values())
    ordered = sorted(by_weight, key=by_weight.__getitem__)
    assert [parted[each] for each in ordered] == pytest.approx(sorted(parted.values()))


def test_room_that_is_only_stated_buys_no_share():
    assert throughput(firm(1, capacity=500), weights()) == throughput(firm(2, capacity=5), weights()) == 3
    assert throughput(firm(3), weights()) == 3
    assert throughput(firm(4, capacity=500, in_time=20), weights()) == 20
    assert throughput(firm(5, capacity=2, in_time=20), weights()) == 2


def test_ten_thousand_enquiries_over_the_sample_firms_are_parted_fairly():
    counts = run_samples(10_000, seed=20261122)
    assert sum(owed >= COUNTED_FROM for owed in counts.owed.values()) > 20
    assert counts.worst_share() <= 0.02
    assert counts.worst_count() <= 2 * weights().fairness.cap
    assert counts.waits_beyond_turn() == 0


@pytest.mark.parametrize(("firms_", "slots"), [(5, 3), (7, 1)])
def test_equals_get_equal_shares_and_wait_no_longer_than_there_are_others(firms_, slots):
    counts = run_equals(1500, firms=firms_, slots=slots)
    assert max(counts.received.values()) - min(counts.received.values()) <= 1
    assert counts.worst_share() <= 0.02
    assert max(counts.longest.values()) <= firms_ - 1


def test_a_firm_that_comes_back_is_not_flooded():
    assert run_absence(600, firms=8, slots=3) <= 1
    # Owed the most there can be, it stops once it is even, with the one that makes it so.
    assert run_absence(600, firms=8, slots=3, owed=weights().fairness.cap) < weights().fairness.cap + 1
