"""The desk sees why an enquiry waits for it: the signs of its form, and enquiries much like it."""

import pytest

from app.enquiries.models import SpamLane
from app.enquiries.states import EnquiryState
from tests.doors.visitors import signed_in
from tests.factories import make_enquiry, make_staff
from tests.house.markup import faults_of

TAGS = {"en": "en", "zh-hant": "zh-Hant", "zh-hans": "zh-Hans"}
SAID = {
    "en": "fills in a field that people are told to leave empty (1.00)",
    "zh-hant": "填了請人留空的欄位 (1.00)",
    "zh-hans": "填了提示留空的字段 (1.00)",
}
PITCH = "Dear {}, we register any device in any market within {} days, with full support of our team."


@pytest.fixture
def client(app, database):
    return signed_in(app, make_staff())


def held(**given):
    signs = {"weights": "1", "signs": [["trap", 1.0], ["no_proof", 0.25]]}
    return make_enquiry(intake=signs, spam_lane=SpamLane.HOLD, state=EnquiryState.HELD, **given)


@pytest.mark.parametrize("language", TAGS)
def test_the_case_says_what_weighed_how_much(client, language):
    page = client.get(f"/{language}/desk/enquiries/{held().reference}")
    assert list(faults_of(page.text, TAGS[language])) == []
    assert SAID[language] in page.text
    assert "(0.25)" in page.text


def test_the_queue_says_it_too(client):
    held()
    assert "fills in a field" in client.get("/en/desk/?queue=held").text


def test_what_only_counts_a_little_accuses_nobody(client):
    enquiry = make_enquiry(intake={"weights": "1", "signs": [["no_proof", 0.25]]})
    page = client.get(f"/en/desk/enquiries/{enquiry.reference}").text
    assert "No sign of spam</dd>" in page
    assert "no script ran" in page


def test_a_form_without_signs_and_an_enquiry_without_form_are_told_apart(client):
    plain, other = make_enquiry(intake={"weights": "1", "signs": []}), make_enquiry()
    assert "nothing stands out" in client.get(f"/en/desk/enquiries/{plain.reference}").text
    assert "How the form came in" not in client.get(f"/en/desk/enquiries/{other.reference}").text


def test_a_campaign_is_a_hint_with_the_way_to_its_letters(client):
    first, second = (make_enquiry(text=PITCH.format(*each)) for each in (("Ms Lin", 30), ("Mr Wu", 45)))
    make_enquiry(text="We make a pulse oximeter in Taiwan and need a UK Responsible Person by March.")
    page = client.get(f"/en/desk/enquiries/{first.reference}").text
    shown = page.split("Much like it</dt>")[1].split("</dd>")[0]
    assert shown.count("<a ") == 1
    assert f"/en/desk/enquiries/{second.reference}" in shown
    assert first.spam_lane is SpamLane.PASS


def test_somebody_who_asks_twice_and_short_words_are_no_campaign(client):
    mine = [make_enquiry(text=PITCH.format(name, 30), email="lin@one.example") for name in ("A", "B")]
    short = [make_enquiry(text="Who can be our UKRP?") for _ in range(2)]
    for enquiry in (*mine, *short):
        assert "Much like it" not in client.get(f"/en/desk/enquiries/{enquiry.reference}").text
