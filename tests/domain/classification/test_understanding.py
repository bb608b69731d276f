"""From a question to its needs: whose word counts how much."""

import pytest

from app.classification.needs import Needs
from app.classification.understanding import BY_ENQUIRER, BY_PAGE, BY_TEXT, understand

NOTHING = Needs()


@pytest.fixture
def understood(words):
    def _understood(text="", *, chosen=NOTHING, page=NOTHING, country="DE"):
        return understand(text, chosen=chosen, page=page, country=country, taxonomy=words)

    return _understood


def facts(understanding):
    return {(each.code, each.source, each.is_meant) for each in understanding.facets}


def test_what_the_text_names_is_meant_and_rests_on_its_words(understood):
    text = "A UK Responsible Person for 醫療器材, again: UKRP"
    found = {each.code: each for each in understood(text).facets}
    assert [text[slice(*span)] for span in found["REP-UKRP"].spans] == ["UK Responsible Person", "UKRP"]
    assert found["MD"].source == BY_TEXT


def test_ones_own_ticks_are_meant_whatever_the_text_says(understood):
    understanding = understood("UK, please", chosen=Needs(markets=("US",)))
    assert facts(understanding) == {("US", BY_ENQUIRER, True), ("UK", BY_TEXT, True)}


def test_a_tick_that_the_text_names_too_has_the_words_as_evidence(understood):
    (facet,) = understood("UK, please", chosen=Needs(markets=("UK",))).facets
    assert (facet.source, facet.spans) == (BY_ENQUIRER, ((0, 2),))


def test_ones_own_country_is_offered_and_not_assumed(understood):
    understanding = understood("我們是台灣廠商，要進英國", country="TW")
    assert facts(understanding) == {("TW", BY_TEXT, False), ("UK", BY_TEXT, True)}
    assert understanding.needs.markets == ("UK",)


def test_ones_own_country_counts_once_it_is_ticked(understood):
    assert understood("台灣", country="TW", chosen=Needs(markets=("TW",))).needs.markets == ("TW",)


def test_the_page_counts_where_nothing_else_is_said(understood):
    page = Needs(("UK",), (), ("MD",))
    assert facts(understood("How long does it take?", page=page)) == {
        ("UK", BY_PAGE, True),
        ("MD", BY_PAGE, True),
    }


def test_the_page_is_weaker_than_the_text(understood):
    understanding = understood("For Japan", page=Needs(markets=("UK",)))
    assert understanding.needs.markets == ("JP",)
    assert ("UK", BY_PAGE, False) in facts(understanding)


def test_the_page_is_weaker_than_a_tick(understood):
    understanding = understood("", chosen=Needs(sectors=("COS",)), page=Needs(sectors=("MD",)))
    assert understanding.needs.sectors == ("COS",)


def test_the_services_of_a_page_are_offered_only(understood):
    assert facts(understood("", page=Needs(services=("REP-UKRP",)))) == {("REP-UKRP", BY_PAGE, False)}


def test_ones_own_country_in_the_text_leaves_the_page_its_word(understood):
    assert understood("From Taiwan", country="TW", page=Needs(markets=("UK",))).needs.markets == ("UK",)


@pytest.mark.parametrize(("text", "market"), [("UKRP", "UK"), ("US agent", "US"), ("瑞士授权代表", "CH")])
def test_a_service_of_one_market_names_that_market(understood, text, market):
    assert understood(text).needs.markets == (market,)


def test_an_implied_market_does_not_double_one_that_was_named(understood):
    assert understood("UKRP for the UK").needs.markets == ("UK",)
    assert understood("UKRP for Great Britain").needs.markets == ("UK-GBN",)


def test_a_service_of_many_markets_names_none(understood):
    understanding = understood("", chosen=Needs(services=("MA-ATMP",)))
    assert understanding.needs.markets == ()
    assert not understanding.needs.can_be_matched


def test_an_offered_service_implies_nothing(understood):
    assert understood("", page=Needs(services=("REP-UKRP",))).needs.markets == ()


@pytest.mark.parametrize("text", ["", "\x00", "\ud800", "invoice overdue", "🙂" * 4000])
def test_a_text_that_says_nothing_leads_nowhere(understood, text):
    assert not understood(text).needs


def test_nobody_needs_a_uk_representative_in_switzerland(words):
    needs = Needs(markets=("UK", "CH"), services=("REP-UKRP", "REP-CH-REP"))
    assert list(needs.cells(words)) == [("REP-UKRP", "UK"), ("REP-CH-REP", "CH")]


@pytest.mark.parametrize(
    ("text", "sectors"),
    [
        ("problems when registering devices and diagnostics in China", {"MD", "IVD"}),
        ("toothpaste or masks to sell in the US", {"COS", "MD"}),
        ("cbd gummies for the UK", {"SUPP"}),
        ("we change the resin of a cleared infusion pump", {"MD"}),
        ("輸液幫浦的韌體改版，510(k)", {"MD"}),
        ("饲料添加剂（植物精油）要做欧盟授权", {"FEED"}),
        ("肌鈣蛋白檢測卡要進歐盟", {"IVD"}),
        ("we make beard oil for the EU", {"COS"}),
        ("dried mango to Japan", {"FOOD"}),
    ],
)
def test_a_product_is_known_by_its_noun_and_not_by_what_it_is_made_of(words, text, sectors):
    nothing = Needs()
    understood = understand(text, chosen=nothing, page=nothing, country=None, taxonomy=words)
    assert set(understood.needs.sectors) == sectors
