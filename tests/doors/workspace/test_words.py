"""Terms of the glossary beside what was written in another language."""

import pytest

from app.enquiries.states import EnquiryState
from tests.doors.visitors import WHO_ASKS, signed_in, take
from tests.factories import make_enquiry, make_firm, make_member, make_referral

HEADING = "Terms in these texts"


@pytest.fixture
def firm(database):
    return make_firm(slug="theirs")


@pytest.fixture
def client(app, firm):
    return signed_in(app, make_member(firm))


def address(firm, text: str, language: str) -> str:
    enquiry = make_enquiry(state=EnquiryState.ROUTED, text=text, product="", language=language, **WHO_ASKS)
    make_referral(enquiry, firm)
    return f"workspace/theirs/enquiries/{enquiry.reference}"


def test_terms_of_another_language_stand_with_their_counterpart(client, firm):
    page = address(firm, "我們的醫療器材要召回嗎？", "zh-hant")
    shown = client.get(f"/en/{page}").text
    assert HEADING in shown
    assert (
        '<dt lang="zh-Hant" translate="no">醫療器材</dt><dd><a href="/en/glossary#medical-device">' in shown
    )
    assert HEADING not in client.get(f"/zh-hant/{page}").text


def test_between_the_scripts_only_words_that_differ_are_told(client, firm):
    page = address(firm, "醫療器材與體外診斷試劑", "zh-hant")
    shown = client.get(f"/zh-hans/{page}").text
    assert ">医疗器械</a>" in shown
    assert "#diagnostic-reagent" not in shown


def test_in_the_readers_own_language_there_is_nothing_to_explain(client, firm):
    assert HEADING not in client.get(f"/en/{address(firm, 'A medical device recall', 'en')}").text


def test_once_the_question_may_not_be_read_no_term_of_it_is_told(client, firm):
    page = address(firm, "醫療器材", "zh-hant")
    take(client, f"/en/{page}", "decline", reason="other", note="")
    assert HEADING not in client.get(f"/en/{page}").text
