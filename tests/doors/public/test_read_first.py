"""What an editor reads before any firm does: said beforehand, kept from the firms, and never lost."""

import pytest
from sqlalchemy import select

from app.enquiries.actions import Said, confirm, submit
from app.enquiries.models import Enquiry, Party, SpamLane, Urgency, Way
from app.enquiries.states import EnquiryState
from app.journal.queries import entries_of
from app.kernel.db import db, transaction
from app.public.routing import route
from tests.doors.public.visitor import QUESTION, Visitor, each_language
from tests.factories import make_draft, make_firm, make_offering
from tests.factories.keeping import NOON

pytestmark = pytest.mark.usefixtures("tokens")

COMPLAINT = "I wrote to one of your experts about our UKRP two weeks ago and nobody answered."
ADVERT = "We offer SEO and backlinks, page 1 of Google guaranteed. UK Responsible Person."
SAID = {
    "en": "An editor will read this first",
    "zh-hant": "這份詢問會先由編輯閱讀",
    "zh-hans": "这份询问会先由编辑阅读",
}


@pytest.fixture
def firm(database):
    firm = make_firm(slug="ukrp-firm")
    make_offering(firm)
    return firm


def confirmed(firm, **said):
    """An enquiry whose sender agreed to a firm that matches, on its way after the address is confirmed."""
    with transaction():
        enquiry = submit(make_draft(firm, email="lin@oximeters.example", said=Said(**said)), at=NOON)
        confirm(enquiry, at=NOON)
        route(enquiry, at=NOON)
    return enquiry


def whys(enquiry):
    return [each.facts["why"] for each in entries_of(enquiry.id) if "why" in each.facts]


def test_a_clear_question_goes_to_the_firm_at_once(firm):
    enquiry = confirmed(firm)
    assert (enquiry.state, enquiry.waiting_on) == (EnquiryState.ROUTED, Party.FIRM)


@pytest.mark.parametrize("lane", [SpamLane.HOLD, SpamLane.REJECT])
def test_what_may_be_no_question_is_set_aside_with_its_promise_and_its_reason(firm, lane):
    enquiry = confirmed(firm, spam_lane=lane, spam_kind="seo")
    assert (enquiry.state, enquiry.waiting_on) == (EnquiryState.HELD, Party.STAFF)
    assert enquiry.referrals == []
    assert enquiry.promised_at
    assert enquiry.consents
    assert whys(enquiry) == ["seo"]


@pytest.mark.parametrize("reason", ["harm", "complaint", "partnership", "personal_import", "not_sure"])
def test_what_only_a_person_can_answer_goes_to_the_desk_whatever_is_ticked(firm, reason):
    enquiry = confirmed(firm, way=Way.PERSON, way_reason=reason)
    assert (enquiry.state, enquiry.referrals) == (EnquiryState.TRIAGE, [])
    assert whys(enquiry) == [reason]


def test_somebody_who_may_be_hurt_is_not_set_aside_for_looking_like_an_advert(firm):
    enquiry = confirmed(
        firm, way=Way.PERSON, way_reason="harm", spam_lane=SpamLane.REJECT, spam_kind="off_topic"
    )
    assert (enquiry.state, whys(enquiry)) == (EnquiryState.TRIAGE, ["harm"])


@pytest.mark.parametrize("reason", ["no_service", "no_market", "wide_market"])
def test_what_ticks_have_settled_stops_nothing(firm, reason):
    assert confirmed(firm, way=Way.PERSON, way_reason=reason).state is EnquiryState.ROUTED


@pytest.mark.parametrize("language", each_language)
@pytest.mark.parametrize("text", [COMPLAINT, ADVERT])
def test_step_two_says_it_beforehand_and_accuses_nobody(client, firm, language, text):
    page = Visitor(client, language).write(text=text)
    assert (page.status, page.faults(language)) == (200, [])
    assert SAID[language] in page.main
    for word in ("spam", "advert", "垃圾", "廣告", "广告"):
        assert word not in page.main.lower().replace(text.lower(), "")


def test_a_plain_question_is_told_nothing_of_the_kind(client, firm):
    assert SAID["en"] not in Visitor(client).write().main


@pytest.mark.parametrize(("text", "kept"), [(COMPLAINT, "complaint"), (ADVERT, "seo")])
def test_the_receipt_and_the_page_say_that_an_editor_reads_it_first(client, firm, text, kept):
    visitor = Visitor(client)
    reference = visitor.asked("ukrp-firm", text=text, market=["UK"], service=["REP-UKRP"])
    assert (
        "an editor reads your enquiry, and only after that"
        in visitor.get(f"enquiries/{reference}/receipt").main
    )
    enquiry = db.session.scalars(select(Enquiry)).one()
    assert kept in {enquiry.way_reason, enquiry.spam_kind}
    with transaction():
        confirm(enquiry, at=NOON)
        route(enquiry, at=NOON)
    page = visitor.get(f"enquiries/{reference}")
    assert "It now waits for our editors." in page.main
    assert "spam" not in page.main.lower()


def test_what_the_text_says_is_kept_with_the_enquiry(client, firm):
    text = (
        "We are a Taiwanese maker of pulse oximeters. Our goods are stopped by UK customs; "
        "we need a UK Responsible Person."
    )
    Visitor(client).asked("ukrp-firm", text=text, service=["REP-UKRP"])
    enquiry = db.session.scalars(select(Enquiry)).one()
    assert (enquiry.urgency, enquiry.origin_country) == (Urgency.DETAINED_SHIPMENT, "TW")
    assert (enquiry.way, enquiry.way_reason, enquiry.spam_lane) == (Way.CLEAR, None, SpamLane.PASS)
    scores = {each.code: (each.source.value, each.score) for each in enquiry.facets}
    assert scores["UK"][0] == "lexicon"
    assert 0.8 < scores["UK"][1] < 1


def test_what_was_only_offered_and_is_ticked_was_chosen_by_the_enquirer(client, firm):
    visitor = Visitor(client)
    page = visitor.write(text="We are in Taiwan and need a UK Responsible Person for our oximeter.")
    visitor.send(page, "/ask", step="send", market=["UK", "TW"])
    facets = {each.code: each for each in db.session.scalars(select(Enquiry)).one().facets}
    assert (facets["TW"].source.value, facets["TW"].score) == ("enquirer", 1.0)
    assert facets["TW"].evidence


def test_step_two_shows_what_presses_and_where_the_maker_is_with_its_words(client, firm):
    text = "We are a Taiwanese maker. Our goods are stopped by UK customs; we need a UKRP."
    page = Visitor(client).write(text=text)
    assert "Goods are held at the border" in page.main
    assert "The maker seems to be in" in page.main


def test_a_question_without_hurry_says_nothing_of_it(client, firm):
    assert "Urgency" not in Visitor(client).write(text=QUESTION.replace(" by March", "")).main
