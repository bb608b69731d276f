"""The rules' reading and the second opinion, weighed."""

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.classification.judging import Case, going_on_signs, judging, service_signs
from app.console.seed_taxonomy import seed_taxonomy

TAXONOMY = seed_taxonomy()
KINDS = sorted({each.family for each in TAXONOMY.services.values()})


def case(**given):
    dull = {
        "services": {"REP-UKRP": (0.95, True)},
        "sectors": ("MD",),
        "markets": {"UK": 0.95},
        "votes": dict.fromkeys(TAXONOMY.services, -1.0),
        "kinds": dict.fromkeys(KINDS, -1.0),
        "person_vote": -1.0,
        "brought_in": (),
        "market_odds": {"UK": 0.95},
        "barred": (),
        "markets_offered": 0,
        "way": "clear",
        "reason": None,
        "names_origin": False,
        "length": 120,
    }
    return Case(**(dull | given))


def likely(asked, code="REP-UKRP"):
    return judging().services.probability(service_signs(asked, code, TAXONOMY))


@given(st.floats(-2, 1), st.floats(0, 1))
def test_more_votes_for_a_service_never_make_it_less_likely(vote, more):
    asked = case(votes=case().votes | {"REP-UKRP": vote})
    assert likely(dataclasses.replace(asked, votes=asked.votes | {"REP-UKRP": vote + more})) >= likely(asked)


def test_a_service_of_a_market_asked_about_is_likelier_than_one_of_another():
    assert likely(case()) > likely(case(markets={"CH": 0.95}, market_odds={"CH": 0.95}))


def test_where_rules_and_voter_agree_a_service_is_assumed_and_where_both_doubt_it_is_not():
    for_it = case(votes=case().votes | {"REP-UKRP": 0.8}, kinds=case().kinds | {"representation": 0.8})
    against = case(services={"REP-UKRP": (0.4, False)}, votes=case().votes | {"QA-AUDIT": 0.9})
    assert likely(for_it) >= judging().services.enough > likely(against)


def test_the_candidates_are_what_the_rules_named_and_the_first_few_of_the_voter():
    voted = case(votes=case().votes | {"QA-AUDIT": 0.9, "TRN-TRAINING": 0.8})
    assert voted.candidates(TAXONOMY)[:3] == ["REP-UKRP", "QA-AUDIT", "TRN-TRAINING"]
    assert len(voted.candidates(TAXONOMY)) == 5


def test_what_the_text_names_as_held_or_refused_the_voter_cannot_bring_back():
    voted = case(votes=case().votes | {"QA-AUDIT": 0.9}, barred=("QA-AUDIT",))
    assert "QA-AUDIT" not in voted.candidates(TAXONOMY)


@pytest.mark.parametrize(
    ("code", "given"),
    [
        ("MA-FDA-510K", {}),
        ("MA-COS-NOTIF", {}),
        ("REP-UK-CT-LEGALREP", {"sectors": ()}),
        ("QA-AUDIT", {"length": 10}),
    ],
    ids=["of another market", "for other products", "beside a representative", "on a few words"],
)
def test_the_voter_does_not_name_what_cannot_be_meant(code, given):
    voted = case(votes=case().votes | {code: 0.9}, **given)
    assert code not in voted.candidates(TAXONOMY)


@pytest.mark.parametrize(
    "worse",
    [
        {"way": "person"},
        {"markets": {"UK": 0.95, "JP": 0.5}, "market_odds": {"UK": 0.95, "JP": 0.5}},
        {"market_odds": {"UK": 0.5}},
        {"market_odds": {"UK": 0.95, "JP": 0.4}},
        {"person_vote": 0.5},
    ],
)
def test_a_question_goes_on_less_surely_where_something_is_doubtful(worse):
    def sure(asked, odds=0.95):
        signs = going_on_signs(asked, {"REP-UKRP": odds}, judging().services.enough, TAXONOMY)
        return judging().going_on.probability(signs)

    assert sure(case()) > sure(case(**worse))
    assert sure(case()) > sure(case(), odds=0.5)


def test_every_weight_has_its_sign_and_every_sign_its_weight():
    assert judging().services.weights.keys() == service_signs(case(), "REP-UKRP", TAXONOMY).keys()
    going_on = going_on_signs(case(), {"REP-UKRP": 0.9}, 0.42, TAXONOMY)
    assert judging().going_on.weights.keys() == going_on.keys()
