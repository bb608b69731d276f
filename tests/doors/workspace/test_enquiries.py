"""What a firm sees of an enquiry, from when until when, and what it does with it."""

import secrets

import pytest

from app.enquiries import actions
from app.enquiries.models import Referral, Urgency
from app.enquiries.states import EnquiryState, ReferralState
from app.kernel.db import db, transaction
from tests.doors.visitors import WHO_ASKS, signed_in, take
from tests.factories import make_enquiry, make_firm, make_member, make_referral
from tests.factories.keeping import NOON


@pytest.fixture
def firm(database):
    return make_firm()


@pytest.fixture
def referral(firm):
    enquiry = make_enquiry(state=EnquiryState.ROUTED, text="Who can act for us in the UK?", **WHO_ASKS)
    return make_referral(enquiry, firm)


@pytest.fixture
def client(app, firm):
    return signed_in(app, make_member(firm))


@pytest.fixture
def page(referral):
    return f"/en/workspace/{referral.firm.slug}/enquiries/{referral.enquiry.reference}"


def shows_who_asks(text: str) -> bool:
    return any(fact in text for fact in WHO_ASKS.values())


def state_of(referral: Referral) -> ReferralState:
    db.session.refresh(referral)
    return referral.state


def answered(client, page, **fields):
    return take(
        client, page, "answer", **{"text": "Yes, we can.", "nonce": secrets.token_urlsafe(32)} | fields
    )


def test_a_person_of_one_firm_is_led_to_its_enquiries(client, firm):
    assert client.get("/en/workspace/").location == f"/en/workspace/{firm.slug}/enquiries/"


def test_the_inbox_names_what_waits_and_not_who_asks(client, firm, referral):
    inbox = client.get(f"/en/workspace/{firm.slug}/enquiries/").text

    assert referral.enquiry.reference in inbox
    assert "1 enquiry waits for you." in inbox
    assert not shows_who_asks(inbox)


def test_before_opening_the_question_is_shown_and_not_who_asks(client, page):
    shown = client.get(page).text

    assert "Who can act for us in the UK?" in shown
    assert "Open and see who asks" in shown
    assert not shows_who_asks(shown)


@pytest.mark.parametrize(
    ("language", "marks"),
    [
        ("en", ("[name removed]", "[address removed]", "[signature removed]")),
        ("zh-hant", ("［名稱已略去］", "［聯絡方式已略去］", "［署名已略去］")),
        ("zh-hans", ("［名称已略去］", "［联系方式已略去］", "［署名已略去］")),
    ],
)
def test_before_opening_a_question_that_says_who_asks_is_shown_without_it(client, firm, language, marks):
    told = "{company} asks: UKRP by March? Write to {email}.\n\nRegards,\n{contact_name}".format(**WHO_ASKS)
    enquiry = make_enquiry(
        state=EnquiryState.ROUTED, text=told, product=f"Device of {WHO_ASKS['company']}", **WHO_ASKS
    )
    make_referral(enquiry, firm)
    page = f"/{language}/workspace/{firm.slug}/enquiries/{enquiry.reference}"
    shown = client.get(page).text

    assert not shows_who_asks(shown)
    assert "asks: UKRP by March? Write to " in shown
    assert all(mark in shown for mark in marks)
    take(client, page, "open")
    opened = client.get(page).text
    assert "Regards,\n" + WHO_ASKS["contact_name"] in opened
    assert not any(mark in opened for mark in marks)


def test_looking_is_not_opening(client, page, referral):
    client.get(page)

    assert state_of(referral) is ReferralState.VISIBLE


def test_opening_shows_who_asks(client, page, referral):
    assert take(client, page, "open").status_code == 303

    shown = client.get(page).text
    assert all(fact in shown for fact in WHO_ASKS.values())
    assert state_of(referral) is ReferralState.SEEN


def test_after_declining_who_asks_is_gone_at_once(client, page, referral):
    take(client, page, "open")
    answer = take(client, page, "decline", reason="no_capacity", note="Full until June.")
    assert answer.status_code == 303

    shown = client.get(page).text
    assert not shows_who_asks(shown)
    assert "Please delete" in shown
    assert state_of(referral) is ReferralState.DECLINED


def test_after_a_withdrawal_who_asks_is_gone_at_once(client, page, referral):
    take(client, page, "open")
    answered(client, page)
    db.session.refresh(referral)
    with transaction():
        actions.withdraw_consent(referral, at=NOON)

    shown = client.get(page).text
    assert not shows_who_asks(shown)
    assert "Who can act for us in the UK?" not in shown
    assert "taken back their agreement" in shown


def test_a_firm_can_decline_without_opening(client, page, referral):
    assert take(client, page, "decline", reason="conflict", note="").status_code == 303
    assert state_of(referral) is ReferralState.DECLINED
    assert "never shown who asked" in client.get(page).text


def test_accepting_says_that_an_answer_will_come(client, page, referral):
    take(client, page, "open")

    assert take(client, page, "accept").status_code == 303
    assert state_of(referral) is ReferralState.ACCEPTED


def test_an_answer_is_kept_and_shown(client, page, referral):
    take(client, page, "open")

    assert answered(client, page, text="第一行\n第二行").status_code == 303
    assert state_of(referral) is ReferralState.ANSWERED
    assert "第一行\n第二行" in client.get(page).text


def test_the_same_answer_sent_twice_is_one_answer(client, page, referral):
    take(client, page, "open")
    nonce = secrets.token_urlsafe(32)

    assert [answered(client, page, nonce=nonce).status_code for _ in range(2)] == [303, 303]
    db.session.refresh(referral)
    assert len(referral.messages) == 1


def test_nobody_answers_before_opening(client, page, referral):
    assert answered(client, page).status_code == 409
    assert state_of(referral) is ReferralState.VISIBLE


@pytest.mark.parametrize(
    ("step", "fields"),
    [
        ("answer", {"text": ""}),
        ("answer", {"text": " \n "}),
        ("answer", {"text": "长" * 8001}),
        ("answer", {"text": "kept", "nonce": "not one of ours"}),
        ("decline", {"reason": "", "note": "kept"}),
        ("decline", {"reason": "because", "note": "kept"}),
        ("decline", {"reason": "other", "note": "n" * 1001}),
    ],
)
def test_malformed_input_is_answered_with_a_sentence_and_kept(client, page, referral, step, fields):
    take(client, page, "open")
    typed = {"nonce": secrets.token_urlsafe(32), **fields} if step == "answer" else fields

    answer = take(client, page, step, **typed)

    assert answer.status_code == 422
    assert "<title>Error" in answer.text
    assert 'role="alert"' in answer.text
    kept = (typed.get("text") or typed.get("note") or "").strip()
    assert not kept or kept in answer.text
    assert state_of(referral) is ReferralState.SEEN


def test_a_step_that_does_not_exist_is_refused(client, page):
    assert take(client, page, "erase").status_code == 400


@pytest.mark.parametrize("state", [ReferralState.PROPOSED, ReferralState.CANCELLED])
def test_what_the_enquirer_has_not_agreed_to_does_not_exist_for_the_firm(client, firm, state):
    enquiry = make_enquiry(**WHO_ASKS)
    make_referral(enquiry, firm, consent=False, state=state, visible_at=None)

    assert enquiry.reference not in client.get(f"/en/workspace/{firm.slug}/enquiries/").text
    assert client.get(f"/en/workspace/{firm.slug}/enquiries/{enquiry.reference}").status_code == 404


def test_what_presses_stands_in_the_brief(client, referral, page):
    assert "Urgency" not in client.get(page).text
    with transaction():
        referral.enquiry.urgency = Urgency.DETAINED_SHIPMENT
    assert "Goods are held at the border" in client.get(page).text
