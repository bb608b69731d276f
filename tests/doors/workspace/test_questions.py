"""A firm asks the enquirer first, on its page of the enquiry."""

import re
import secrets

import pytest

from app.enquiries import actions
from app.enquiries.models import Party
from app.enquiries.states import EnquiryState, ReferralState
from app.kernel.db import db, transaction
from tests.doors.visitors import WHO_ASKS, signed_in, take
from tests.factories import make_agreement, make_enquiry, make_firm, make_member, make_referral, with_offices
from tests.factories.keeping import NOON, keep


@pytest.fixture
def firm(database):
    return make_firm(slug="asking", texts={"en": {"name": "Asking Firm"}})


@pytest.fixture
def referral(firm):
    enquiry = make_enquiry(state=EnquiryState.ROUTED, waiting_on=Party.FIRM, promised_at=NOON, **WHO_ASKS)
    return make_referral(enquiry, firm, state=ReferralState.SEEN, seen_at=NOON, due_at=NOON)


@pytest.fixture
def client(app, firm):
    return signed_in(app, make_member(firm, name="Mei Example"))


def address(referral):
    return f"/en/workspace/{referral.firm.slug}/enquiries/{referral.enquiry.reference}"


def ask(client, referral, **fields):
    said = {"text": "Which class is it?", "nonce": secrets.token_urlsafe(32)} | fields
    return take(client, address(referral), "ask", **said)


def test_a_question_is_kept_shown_and_waits(client, referral):
    assert 'id="step-ask"' in client.get(address(referral)).text
    assert ask(client, referral).status_code == 303
    page = client.get(address(referral)).text
    assert "Which class is it?" in page
    assert "asked before answering" in page
    assert "Your time to answer stands still until they reply" in page
    assert 'id="step-ask"' not in page
    assert "Please answer by" not in page
    inbox = client.get("/en/workspace/asking/enquiries/?show=enquirer").text
    assert referral.enquiry.reference in inbox
    assert "overdue" not in inbox


def test_the_same_form_twice_is_one_question_and_another_is_refused(client, referral):
    nonce = secrets.token_urlsafe(32)
    assert [ask(client, referral, nonce=nonce).status_code for _ in range(2)] == [303, 303]
    assert ask(client, referral).status_code == 409
    db.session.expire_all()
    assert len(referral.messages) == 1


@pytest.mark.parametrize("text", ["", "   ", "x" * 4001])
def test_a_question_without_words_or_with_too_many_comes_back(client, referral, text):
    answer = ask(client, referral, text=text)
    assert answer.status_code == 422
    assert text.strip() in answer.text
    db.session.expire_all()
    assert referral.messages == []


def test_a_firm_asks_only_what_it_has_opened_and_not_answered(client, firm):
    for state in set(ReferralState) - {ReferralState.SEEN, ReferralState.ACCEPTED}:
        referral = make_referral(make_enquiry(state=EnquiryState.ROUTED), firm, state=state)
        assert 'id="step-ask"' not in client.get(address(referral)).text
        assert ask(client, referral).status_code in {404, 409}, state


def test_a_question_from_an_old_page_is_not_sent(client, referral):
    seen = re.search(r'name="seen" value="(\d+)"', client.get(address(referral)).text)
    with transaction():
        actions.reply(referral, text="One more thing.", language="en", nonce="r" * 43, at=NOON)
    answer = ask(client, referral, seen=seen[1])
    assert answer.status_code == 409
    assert "Which class is it?" in answer.text


def test_whoever_asks_without_a_name_replies_without_one(client, firm):
    told = "{company} here: {contact_name}, {email}, class IIa.".format(**WHO_ASKS)
    enquiry = make_enquiry(state=EnquiryState.ROUTED, waiting_on=Party.FIRM, **WHO_ASKS)
    for consent in make_agreement(only_brief=True).rows(with_offices(firm)[0], at=NOON):
        consent.enquiry_id = enquiry.id
        keep(consent)
    given = {"state": ReferralState.SEEN, "seen_at": NOON, "due_at": NOON}
    referral = make_referral(enquiry, firm, consent=False, **given)
    assert ask(client, referral).status_code == 303
    db.session.expire_all()
    with transaction():
        actions.reply(referral, text=told, language="en", nonce="r" * 43, at=NOON)
    page = client.get(address(referral)).text
    assert "class IIa." in page
    assert not any(fact in page for fact in WHO_ASKS.values())
