"""What an editor sees of an enquiry, and does with it."""

import re

import pytest
from sqlalchemy import select

from app.enquiries.consents import Consent, ConsentPurpose
from app.enquiries.models import Enquiry, Facet, FacetKind, FacetSource, Party, SpamLane, Urgency, Way
from app.enquiries.states import EnquiryState, ReferralState
from app.kernel.db import db
from tests.doors.visitors import WHO_ASKS, signed_in, take
from tests.factories import make_enquiry, make_firm, make_offering, make_referral, make_staff
from tests.factories.keeping import NOON, keep


def facets() -> list[Facet]:
    """A UK Responsible Person, as the text has it."""
    return [
        Facet(kind=FacetKind.MARKET, code="UK", source=FacetSource.LEXICON, evidence=[[15, 17]]),
        Facet(kind=FacetKind.SERVICE, code="REP-UKRP", source=FacetSource.LEXICON, evidence=[[15, 36]]),
    ]


@pytest.fixture
def client(app, database):
    return signed_in(app, make_staff(name="Ling Wu"))


@pytest.fixture
def enquiry(database):
    return make_enquiry(text="Who can be our UK Responsible Person?", facets=facets(), **WHO_ASKS)


@pytest.fixture
def page(enquiry):
    return f"/en/desk/enquiries/{enquiry.reference}"


@pytest.fixture
def firm(database):
    firm = make_firm(slug="able")
    make_offering(firm)
    return firm


def fresh(enquiry: Enquiry) -> Enquiry:
    db.session.refresh(enquiry)
    return enquiry


def agreed_to(enquiry, firm) -> None:
    for purpose in ConsentPurpose:
        keep(
            Consent(
                enquiry_id=enquiry.id,
                firm_id=firm.id,
                purpose=purpose,
                fields=[],
                countries=[],
                wording="test",
                language="en",
                given_at=NOON,
            )
        )


def test_the_desk_sees_everything(client, page):
    shown = client.get(page).text

    assert all(fact in shown for fact in WHO_ASKS.values())
    assert "United Kingdom" in shown
    assert "found in the text" in shown


def test_the_words_a_facet_rests_on_are_marked_as_step_two_marks_them(client, page):
    shown = client.get(page).text

    assert "<mark>UK Responsible Person&#8288;<sup>1</sup></mark>" in shown.replace("\u2060", "&#8288;")
    assert shown.count("<mark>") == 1


def test_each_facet_says_how_sure_its_source_is(client):
    unsure = Facet(kind=FacetKind.MARKET, code="UK", source=FacetSource.LEXICON, score=0.62, evidence=[])
    enquiry = make_enquiry(facets=[unsure])

    assert ">0.62<" in client.get(f"/en/desk/enquiries/{enquiry.reference}").text


def test_what_the_rules_read_beside_the_facets_stands_in_words(client):
    enquiry = make_enquiry(
        urgency=Urgency.DETAINED_SHIPMENT, origin_country="VN", way=Way.PERSON, way_reason="no_market"
    )

    shown = client.get(f"/en/desk/enquiries/{enquiry.reference}").text

    assert "Goods are held at the border" in shown
    assert "Vietnam" in shown
    assert "A person must look first: no market could be made out" in shown
    assert "No sign of spam" in shown


def test_what_the_spam_rules_hold_says_so_and_why_and_can_be_taken_up(client):
    enquiry = make_enquiry(state=EnquiryState.HELD, spam_lane=SpamLane.REJECT, spam_kind="seo")
    page = f"/en/desk/enquiries/{enquiry.reference}"

    shown = client.get(page).text
    assert "Held by the spam rules: most likely spam" in shown
    assert "offers search engine services" in shown

    assert take(client, page, "resume").status_code == 303
    assert fresh(enquiry).state is EnquiryState.TRIAGE


def test_a_code_nobody_has_words_for_is_shown_as_it_is(client):
    enquiry = make_enquiry(way=Way.PERSON, way_reason="new_reason", spam_kind="new_sign")

    shown = client.get(f"/en/desk/enquiries/{enquiry.reference}").text

    assert "new_reason" in shown
    assert "new_sign" in shown


def test_suggestions_come_with_reasons_and_every_term(client, page, firm):
    shown = client.get(page).text

    assert 'value="able"' in shown
    assert "UK Responsible Person: United Kingdom" in shown
    assert "the enquirer must agree first" in shown


def test_a_firm_that_cannot_receive_is_left_out_with_its_reason(client, page):
    unclaimed = make_firm(slug="unclaimed", claimed_at=None)
    make_offering(unclaimed)

    shown = client.get(page).text

    assert 'value="unclaimed"' not in shown
    assert "has not been taken over by the firm" in shown


def test_a_firm_the_enquirer_has_not_agreed_to_is_proposed(client, page, enquiry, firm):
    assert take(client, page, "refer", firms="able").status_code == 303

    assert [each.state for each in fresh(enquiry).referrals] == [ReferralState.PROPOSED]
    assert enquiry.state is EnquiryState.OFFERED
    assert "The enquirer is asked to agree" in client.get(page).text


def test_a_firm_the_enquirer_agreed_to_has_it_at_once(client, page, enquiry, firm):
    agreed_to(enquiry, firm)

    assert take(client, page, "refer", firms="able").status_code == 303

    assert [each.state for each in fresh(enquiry).referrals] == [ReferralState.VISIBLE]
    assert enquiry.referrals[0].reasons[0]["service"] == "REP-UKRP"
    assert "Handed to" in client.get(page).text


def test_a_firm_that_has_it_is_not_suggested_again(client, page, enquiry, firm):
    make_referral(enquiry, firm)

    shown = client.get(page).text

    assert 'value="able"' not in shown
    assert "Not opened yet" in shown


def test_setting_aside_asks_why_and_can_be_taken_back(client, page, enquiry):
    assert take(client, page, "hold", hold_note="Looks like a pitch.").status_code == 303
    assert fresh(enquiry).state is EnquiryState.HELD
    assert "Looks like a pitch." in client.get(page).text

    assert take(client, page, "resume").status_code == 303
    assert fresh(enquiry).state is EnquiryState.TRIAGE


def test_closing_tells_the_enquirer_why(client, page, enquiry):
    assert take(client, page, "close", close_note="No firm does this yet.").status_code == 303

    assert fresh(enquiry).state is EnquiryState.CLOSED
    assert enquiry.closing_note == "No firm does this yet."
    assert enquiry.waiting_on is Party.NOBODY


def test_what_it_is_about_can_be_corrected(client, page, enquiry):
    answer = take(client, page, "facets", markets=["CH"], services=["REP-CH-REP"], sectors=["IVD"])

    assert answer.status_code == 303
    assert {(each.code, each.source) for each in fresh(enquiry).facets} == {
        ("CH", FacetSource.STAFF),
        ("REP-CH-REP", FacetSource.STAFF),
        ("IVD", FacetSource.STAFF),
    }
    assert "Switzerland" in client.get(page).text


def test_who_did_it_stands_in_the_history(client, page):
    take(client, page, "hold", hold_note="A closer look.")

    assert "Ling Wu" in client.get(page).text.split("What happened")[1]


@pytest.mark.parametrize(
    ("step", "fields"),
    [
        ("refer", {}),
        ("refer", {"firms": "nobody"}),
        ("refer", {"firms": [f"firm-{n}" for n in range(9)]}),
        ("hold", {"hold_note": ""}),
        ("hold", {"hold_note": "kestrel" * 300}),
        ("close", {"close_note": " "}),
        ("close", {"close_note": "kestrel" * 300}),
        ("facets", {"markets": ["ATLANTIS"]}),
        ("facets", {"services": ["NOTHING"]}),
        ("facets", {"markets": ["UK"], "words": "no kestrel here"}),
        ("facets", {"markets": ["UK"], "words": "kestrel" * 100}),
    ],
)
def test_malformed_input_is_answered_with_a_sentence_and_kept(client, page, enquiry, firm, step, fields):
    answer = take(client, page, step, **fields)

    assert answer.status_code == 422
    assert "<title>Error" in answer.text
    assert 'role="alert"' in answer.text
    assert ("kestrel" in answer.text) is any("kestrel" in value for value in fields.values())
    assert fresh(enquiry).state is EnquiryState.TRIAGE


def test_a_step_that_does_not_exist_is_refused(client, page):
    assert take(client, page, "burn").status_code == 400


def test_an_enquiry_that_does_not_exist_is_a_page_in_words(client):
    answer = client.get("/zh-hant/desk/enquiries/LRE-0000-0000")

    assert answer.status_code == 404
    assert 'lang="zh-Hant"' in answer.text


def test_what_was_withdrawn_can_only_be_erased(client):
    enquiry = make_enquiry(state=EnquiryState.WITHDRAWN)
    page = f"/en/desk/enquiries/{enquiry.reference}"

    assert re.findall(r'name="step" value="(\w+)"', client.get(page).text) == ["erase"]
    assert take(client, page, "hold", hold_note="Too late.").status_code == 409
    assert db.session.scalar(select(Enquiry.state).where(Enquiry.id == enquiry.id)) is EnquiryState.WITHDRAWN
