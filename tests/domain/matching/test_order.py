"""What holds of the ranking whatever it is asked, and whoever the firms are."""

import json
from dataclasses import fields, replace

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from app.directory.models import Basis
from app.directory.turns import Turns
from app.matching.filters import exclusion
from app.matching.order import ranked
from app.matching.question import FirmFacts, Fit, Offer, Question, Share
from app.matching.reasons import ExclusionReason, NoMatch
from app.matching.scoring import scored
from app.matching.weights import TERMS, weights
from tests.domain.matching.conftest import DAY
from tests.domain.matching.values import FITS, askable, cell, firms, offers, questions


def outcome_of(question, firms_):
    return ranked(question, firms_, weights())


def score(question, each):
    """None for a firm that is not named."""
    return None if exclusion(question, each, weights()) else scored(question, each, weights()).score


@given(questions, firms)
def test_every_firm_is_named_once_or_left_out_with_one_reason(question, found):
    outcome = outcome_of(question, found)
    named = [each.scored.firm for each in outcome.placed]
    left_out = [each.firm for each in outcome.left_out]
    assert sorted(named + left_out) == [each.firm for each in found]
    assert all(isinstance(each.reason, ExclusionReason) for each in outcome.left_out)
    assert (outcome.no_match is None) == bool(named)


@given(questions, firms)
def test_what_is_shown_adds_up_to_the_score(question, found):
    for each in outcome_of(question, found).placed:
        it = each.scored
        assert round(sum(it.points.values()), 3) == it.score
        assert it.score == pytest.approx(it.gate * (0.5 + 0.5 * it.merit), abs=0.0031)
        assert all(0 <= term <= 1 for term in it.terms.values())
        assert set(it.points) == {"cover", *TERMS}


@given(questions, firms)
def test_the_first_few_have_a_slot_each_and_the_rest_go_by_score(question, found):
    placed = outcome_of(question, found).placed
    slots = [each.slot for each in placed if each.slot]
    wanted = min(question.slots, len(placed)) if question.routing else 0
    assert slots == list(range(1, wanted + 1))
    rest = [each.scored.score for each in placed if not each.slot]
    assert rest == sorted(rest, reverse=True)
    best = max((each.scored.score for each in placed), default=0)
    for each in placed:
        assert each.is_in_band == (each.scored.score >= round(best - weights().fairness.band, 3))


@given(questions, firms, st.randoms(use_true_random=False))
def test_neither_the_order_of_the_firms_nor_their_ids_change_anything(question, found, chance):
    question = replace(question, refused=(), conflicts=())
    before = outcome_of(question, found)
    ids = list(range(101, 101 + len(found)))
    chance.shuffle(ids)
    new = {each.firm: id_ for each, id_ in zip(found, ids, strict=True)}
    moved = [replace(each, firm=new[each.firm]) for each in found]
    chance.shuffle(moved)
    after = outcome_of(question, tuple(moved))
    assert [(each.scored.firm, each.scored.score, each.slot) for each in after.placed] == [
        (new[each.scored.firm], each.scored.score, each.slot) for each in before.placed
    ]


def test_a_draw_gives_every_equal_the_same_chance():
    offer = Offer("REP-UKRP", "UK", Basis.STATED, (), True, True)
    first = {}
    for n in range(3000):
        found = tuple(
            FirmFacts(firm=firm, draw=Turns("a secret", DAY, f"{n}")(f"firm-{firm}").hex(), offers=(offer,))
            for firm in range(1, 5)
        )
        outcome = outcome_of(Question(cells=(cell("REP-UKRP"),)), found)
        top = outcome.placed[0].scored.firm
        first[top] = first.get(top, 0) + 1
    assert all(abs(count - 750) < 100 for count in first.values()), first


@given(questions, firms)
def test_values_that_went_through_a_file_say_the_same(question, found):
    again = json.loads(json.dumps([question.record, [each.record for each in found]]))
    read = Question.of_record(again[0]), tuple(FirmFacts.of_record(each) for each in again[1])
    assert read == (question, found)
    said = outcome_of(question, found).record
    assert json.loads(json.dumps(outcome_of(*read).record)) == json.loads(json.dumps(said))


#: No firm is shut out by its id.
clear_questions = questions.map(lambda each: replace(each, refused=(), conflicts=()))


def never_lower(question, before, after):
    """One who was named stays so, with at least the score."""
    old, new = score(question, before), score(question, after)
    assume(old is not None)
    assert new is not None
    assert new >= old


_BETTER_FIT = {"EUROPE": "EU", "UK-GBN": "EU", "EU": "UK"}


@settings(suppress_health_check=[HealthCheck.filter_too_much])
@given(clear_questions, askable, st.data())
def test_an_offering_for_a_nearer_market_never_lowers_a_score(question, each, data):
    movable = [offer for offer in each.offers if offer.market in _BETTER_FIT]
    assume(movable)
    chosen = data.draw(st.sampled_from(movable))
    nearer = replace(chosen, market=_BETTER_FIT[chosen.market])
    others = [offer for offer in each.offers if offer is not chosen]
    assume(all((offer.service, offer.market) != (nearer.service, nearer.market) for offer in others))
    never_lower(question, each, replace(each, offers=(*others, nearer)))


@settings(suppress_health_check=[HealthCheck.filter_too_much])
@given(clear_questions, askable, st.data())
def test_one_offering_more_never_lowers_a_score(question, each, data):
    more = data.draw(offers)
    assume(all((offer.service, offer.market) != (more.service, more.market) for offer in each.offers))
    never_lower(question, each, replace(each, offers=(*each.offers, more)))


@settings(suppress_health_check=[HealthCheck.filter_too_much])
@given(clear_questions, askable, st.data())
def test_naming_the_product_never_lowers_a_score(question, each, data):
    assume(question.wanted)
    n = data.draw(st.integers(0, len(each.offers) - 1))
    sectors = tuple(sorted({*each.offers[n].sectors, question.wanted[0]}))
    changed = [*each.offers[:n], replace(each.offers[n], sectors=sectors), *each.offers[n + 1 :]]
    never_lower(question, each, replace(each, offers=tuple(changed)))


@settings(suppress_health_check=[HealthCheck.filter_too_much])
@given(clear_questions, askable)
def test_working_in_the_readers_language_never_lowers_a_score(question, each):
    assume(question.language is not None)
    never_lower(question, each, replace(each, languages=(*each.languages, question.language.lower())))


@settings(suppress_health_check=[HealthCheck.filter_too_much])
@given(clear_questions, askable, st.floats(0, 100))
def test_answering_in_time_never_lowers_a_score_and_late_never_raises_it(question, each, more):
    never_lower(question, each, replace(each, in_time=each.in_time + more))
    never_lower(question, replace(each, late=each.late + more), each)


@settings(suppress_health_check=[HealthCheck.filter_too_much])
@given(clear_questions, askable, st.integers(0, 30))
def test_room_never_lowers_a_score(question, each, more):
    never_lower(question, each, replace(each, open=max(0, each.open - more)))
    if each.capacity is not None:
        never_lower(question, each, replace(each, capacity=each.capacity + more))


@settings(suppress_health_check=[HealthCheck.filter_too_much])
@given(clear_questions, askable, st.integers(0, 1000))
def test_fresher_facts_never_lower_a_score(question, each, more):
    assume(each.age_days is not None)
    never_lower(question, replace(each, age_days=each.age_days + more), each)


def test_nothing_that_could_be_bought_or_named_is_known():
    known = {each.name for kind in (FirmFacts, Offer, Share, Question) for each in fields(kind)}
    assert known == {
        *("firm", "draw", "offers", "languages", "is_claimed", "is_accepting", "is_reachable", "is_absent"),
        *("capacity",),
        *("open", "in_time", "late", "age_days", "shares"),
        *("service", "market", "basis", "sectors", "is_open", "is_seated", "has_lapsed", "is_unconfirmed"),
        *("asked", "deficit", "unserved"),
        *("cells", "wanted", "is_clear", "language", "refused", "conflicts", "day", "slots", "routing"),
    }


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ([], NoMatch.NOT_OFFERED),
        ([{"capacity": 2, "open": 2}], NoMatch.FULL),
        ([{"is_open": False}], NoMatch.CLOSED),
        ([{"sectors": ("COS",)}], NoMatch.OTHER_PRODUCTS),
        ([{"languages": ("de",)}], NoMatch.OTHER_LANGUAGES),
        ([{"is_claimed": False}, {"is_accepting": False}, {"is_reachable": False}], NoMatch.NOT_TAKING),
        ([{"firm": 7}], NoMatch.REFUSED),
        ([{"firm": 8}], NoMatch.BARRED),
        ([{"is_seated": False}], NoMatch.BARRED),
        # What waiting or widening would help most is named.
        ([{"is_claimed": False}, {"capacity": 0}, {"languages": ("de",)}, {"firm": 7}], NoMatch.FULL),
        ([{"is_claimed": False}, {"languages": ("de",)}, {"is_open": False}], NoMatch.OTHER_LANGUAGES),
        ([{"is_claimed": False}, {"firm": 8}, {"firm": 7}], NoMatch.REFUSED),
        ([{"capacity": 0}, {}], None),
    ],
)
def test_why_nobody_is_named(given, why):
    found = []
    for n, each in enumerate(given, 1):
        plain = {"sectors": ("MD",), "is_open": True, "is_seated": True}
        offer = {name: each.get(name, value) for name, value in plain.items()}
        rest = {"firm": n} | {name: value for name, value in each.items() if name not in plain}
        made = Offer("REP-UKRP", "UK", Basis.STATED, **offer)
        found.append(FirmFacts(draw=f"{n}", offers=(made,), **rest))
    question = Question(
        cells=(cell("REP-UKRP"),), wanted=("MD",), language="zh-Hant", refused=(7,), conflicts=(8,)
    )
    assert outcome_of(question, tuple(found)).no_match is why


def test_without_a_pair_to_go_by_nobody_is_named():
    assert outcome_of(Question(cells=()), ()).no_match is NoMatch.NO_SUCH_PAIR
    assert outcome_of(Question(cells=(), is_clear=False), ()).no_match is NoMatch.UNCLEAR


def test_the_fits_of_the_made_up_cells_are_real():
    assert set(FITS.values()) == set(Fit)
