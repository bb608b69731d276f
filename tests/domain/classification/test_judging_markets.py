"""Which named places are markets: rules and second opinion, weighed."""

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.classification.judging import judging
from app.classification.judging_markets import MarketCase, market_signs
from app.classification.needs import Needs
from app.classification.understanding import Question, read_by_rules, understand, weigh
from app.classification.voter import MARKET_COLUMN, Opinion
from app.console.seed_taxonomy import seed_taxonomy

TAXONOMY = seed_taxonomy()
MOST = {f"{MARKET_COLUMN}{code}": 5.0 for code in ("US", "KR", "JP", "UK")}


def case(**known):
    dull = {
        "meant": {"US": 0.95},
        "named": {"US": {"as target", "by market"}, "KR": {"as party", "by market"}},
        "together": (),
        "services": ("REP-US-AGENT",),
        "votes": dict.fromkeys(TAXONOMY.services, -1.0),
        "first_service": "REP-US-AGENT",
        "texts": {"US": 0.5, "KR": -0.5},
        "beside": {"US": 0.5, "KR": -0.5},
        "home": (),
        "length": 120,
    }
    return MarketCase(**(dull | known))


def likely(asked, code):
    return judging().markets.probability(market_signs(asked, code, TAXONOMY))


def said_of(text, votes, *, country=None, beside=0.0):
    """The markets meant when the voter says just this."""
    question = Question(text, Needs(), Needs(), country)
    weighed = weigh(
        read_by_rules(question, TAXONOMY), Opinion(votes, lambda code: beside), question, TAXONOMY
    )
    return {each.code for each in weighed.said["market"] if each.is_meant}, weighed


@given(st.sampled_from(["US", "KR"]), st.floats(-2, 1), st.floats(0, 1))
def test_more_words_for_a_market_never_make_it_less_likely(code, vote, more):
    def asked(vote):
        return case(texts=case().texts | {code: vote}, beside=case().beside | {code: vote})

    assert likely(asked(vote + more), code) >= likely(asked(vote), code)


def test_what_the_rules_take_for_a_market_is_likelier_than_what_they_take_for_something_else():
    assert likely(case(), "US") > 0.9 > 0.1 > likely(case(), "KR")


@pytest.mark.parametrize("role", ["as origin", "as party", "as compare", "as aside", "as held"])
def test_a_role_that_is_no_market_speaks_against_it(role):
    asked = case(named={"KR": {"as target", "by market"}})
    assert likely(asked, "KR") > likely(dataclasses.replace(asked, named={"KR": {role, "by market"}}), "KR")


def test_every_weight_has_its_sign_and_every_sign_its_weight():
    assert judging().markets.weights.keys() == market_signs(case(), "US", TAXONOMY).keys()


def test_what_is_held_is_never_made_a_market_whatever_the_voter_says():
    text = "We have FDA clearance for our catheters and need a UKRP."
    assert said_of(text, MOST, beside=5.0)[0] == {"UK"}


def test_the_enquirers_own_country_is_never_made_a_market_by_the_voter():
    text = "Our office in Korea asks: who can be our UKRP?"
    meant, weighed = said_of(text, MOST, country="KR", beside=5.0)
    assert "KR" not in meant
    assert "KR" in weighed.market_odds


def test_a_doubtful_market_is_offered_and_takes_its_own_services_with_it():
    text = "We need a UKRP and a US agent."
    against = {f"{MARKET_COLUMN}US": -4.0, f"{MARKET_COLUMN}UK": 2.0, "REP-UKRP": 1.0}
    question = Question(text, Needs(), Needs(), None)
    heard = Opinion(against, lambda code: -4.0 if code == "US" else 1.0)
    said = weigh(read_by_rules(question, TAXONOMY), heard, question, TAXONOMY).said
    assert {each.code: each.is_meant for each in said["market"]} == {"UK": True, "US": False}
    assert [each.code for each in said["service"] if each.is_meant] == ["REP-UKRP"]


def test_the_words_of_one_markets_own_service_bring_that_market_in():
    text = "PMA approved, and now a new battery supplier: 30-day notice or a 180-day supplement?"
    said = understand(text, chosen=Needs(), page=Needs(), country=None, taxonomy=TAXONOMY)
    found = [each for each in said.facets if each.facet == "market" and each.is_meant]
    assert [each.code for each in found] == ["US"]
    assert all(text[start:end].strip() for each in found for start, end in each.spans)
