"""What step two says of the firms: what one of them does not cover, and why there is none."""

import re

import pytest

from app.matching.reasons import ExclusionReason
from app.web import statuses
from tests.doors.public.visitor import Visitor, each_language
from tests.factories import make_firm, make_offering
from tests.house.markup import words_of

pytestmark = pytest.mark.usefixtures("tokens")

BOTH = "We need a UK Responsible Person (UKRP) and MHRA registration in the UK for our oximeter."
NONE = {
    "en": "No firm here offers these services in these markets.",
    "zh-hant": "站上沒有公司在這些市場提供這些服務。",
    "zh-hans": "站上没有公司在这些市场提供这些服务。",
}


def test_what_a_firm_does_not_cover_is_said_beside_it(visitor, database):
    make_offering(make_firm())
    page = visitor.write(text=BOTH, market=["UK"], service=["REP-UKRP", "MA-MHRA-REG"])
    assert "Not covered: MHRA device registration: United Kingdom" in page.main


def test_a_market_in_which_none_of_the_services_exists_is_named_by_itself(visitor, database):
    make_offering(make_firm())
    page = visitor.write(market=["UK", "PE"], service=["REP-UKRP"])
    assert "Not covered: Peru" in page.main


def test_a_role_of_one_market_is_not_missed_in_another_of_which_it_concerns_a_part(visitor, database):
    make_offering(make_firm())
    page = visitor.write(market=["UK", "EU"], service=["REP-UKRP", "REP-EC-REP"])
    assert re.search(r"Not covered: [^:]*EU[^:]*: European Union\n", page.main + "\n"), page.main


def test_nothing_is_said_of_a_firm_that_covers_all(visitor, database):
    firm = make_firm()
    make_offering(firm)
    make_offering(firm, service="MA-MHRA-REG")
    page = visitor.write(text=BOTH)
    assert firm.slug in page.text
    assert "Not covered" not in page.main


@pytest.mark.parametrize("language", each_language)
def test_that_nobody_offers_it_is_said_in_the_readers_words(client, database, language):
    page = Visitor(client, language).write()
    assert NONE[language] in page.main
    assert page.faults(language) == []


@pytest.mark.parametrize(
    ("firm", "offering", "says"),
    [
        ({}, {"sectors": ("COS",)}, "for other kinds of product"),
        ({"claimed_at": None}, {}, "none of them takes enquiries through this portal yet"),
        ({"accepts_enquiries": False}, {}, "none of them takes enquiries through this portal yet"),
    ],
)
def test_why_those_who_offer_it_cannot_be_asked_is_said(visitor, database, firm, offering, says):
    make_offering(make_firm(**firm), **offering)
    assert says in visitor.write().main


def test_services_that_do_not_exist_in_the_market_are_said_to_be_so(visitor, database):
    page = visitor.write(text="Please write about our pulse oximeters.", market=["CH"], service=["REP-UKRP"])
    assert "do not exist in the markets you ticked" in page.main


def test_without_market_or_service_it_says_what_to_do(visitor, database):
    assert "Tick at least one market and one service" in visitor.write(text="We need some help, please.").main


def test_with_a_question_asked_back_it_leads_to_the_question(visitor, database):
    text = "We need an authorised representative for our pulse oximeter, made in Taiwan."
    assert "Answer the question above and update." in visitor.write(text=text).main


NOT_NOW = {
    "en": "cannot take this enquiry at the moment",
    "zh-hant": "目前無法承接這項詢問",
    "zh-hans": "目前无法承接这项咨询",
}


@pytest.mark.parametrize("language", each_language)
def test_how_full_a_firm_is_stays_with_the_firm(client, database, language):
    full = make_firm(capacity=0)
    for each in (make_firm(), full):
        make_offering(each)
    page = Visitor(client, language).write()
    assert NOT_NOW[language] in [words_of(each) for each in page.document.iter("dd")]
    assert page.faults(language) == []


def test_only_the_desk_reads_of_anothers_load_and_relations():
    private = {ExclusionReason.FULL, ExclusionReason.ABSENT, ExclusionReason.CONFLICT}
    for reason in ExclusionReason:
        said = str(statuses.EXCLUSION_IN_PUBLIC[reason])
        assert (said == NOT_NOW["en"]) == (reason in private)
        assert (said == str(statuses.EXCLUSION[reason])) == (reason not in private)
