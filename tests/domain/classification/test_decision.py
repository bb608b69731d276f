"""When a question goes to firms by itself, and when a person or one question comes first."""

import pytest

from app.classification.decision import ASK, CLEAR, decide
from app.classification.reading import read
from app.classification.rules import rules
from app.classification.spam import NO_SPAM
from app.classification.vocabulary import vocabulary


@pytest.fixture
def decision(by_rules):
    return lambda text: by_rules(text).decision


def test_a_market_and_a_product_without_a_service_are_asked_about(decision):
    assert decision("Insulin pens for Oman").way == ASK


@pytest.mark.parametrize(
    "text",
    [
        "PMCF plan and a UKRP for our splints in the UK",
        "MFDS registration and KGMP for our splints in Korea",
        "夾板要做美國510(k)和美國代理人",
        "夹板要办欧代和EUDAMED",
    ],
)
def test_services_often_asked_for_together_go_on(decision, text):
    assert decision(text).way == CLEAR


@pytest.mark.parametrize(
    "text",
    [
        "Splints for the US: 510(k), and the label check",
        "夾板要做美國510(k)，外盒標示也要審",
        "夹板去美国，510(k)和标签合规",
    ],
)
def test_services_seldom_asked_for_together_are_asked_about(decision, text):
    assert (decision(text).way, decision(text).reason) == (ASK, "which_service")


def test_a_second_market_that_is_only_named_is_asked_about(words):
    given = rules()
    reading = read("益生菌想申請小綠人，試驗在韓國做的", vocabulary(words, given), given)
    decided = decide(
        reading,
        spam=NO_SPAM,
        markets={"TW": 0.95, "KR": 0.85},
        services={"CLIN-TRIAL": 0.9},
        sectors=["SUPP"],
        taxonomy=words,
    )
    assert (decided.way, decided.reason) == (ASK, "which_market")


@pytest.mark.parametrize(
    "text",
    ["PSUR for infusion pumps, EU and UK", "輸液幫浦的UKRP跟CH-REP，英國、瑞士", "欧盟和英国都要召回输液泵"],
)
def test_several_markets_in_one_list_are_all_meant(decision, text):
    assert decision(text).way == CLEAR


@pytest.mark.parametrize(
    "text",
    [
        "I want to complain: your firm never answered me about the UK Responsible Person. I demand a refund",
        "我要投诉你们平台，介绍的公司没有回复欧代的事",
    ],
)
def test_a_complaint_goes_to_a_person_whatever_service_it_names(decision, text):
    assert (decision(text).way, decision(text).reason) == ("person", "complaint")
