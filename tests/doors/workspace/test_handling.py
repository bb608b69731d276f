"""What stays inside a firm: notes, and in whose hands an enquiry is."""

import re
import secrets

import pytest
from sqlalchemy import func, select

from app.accounts.models import Membership
from app.enquiries import actions
from app.enquiries.actions import ErasureGround
from app.enquiries.errors import NoSuchReferral, NotOfTheFirm
from app.enquiries.handling import Assignment, Note, in_hands_of, notes_of
from app.enquiries.models import Party
from app.enquiries.states import EnquiryState, ReferralState
from app.kernel.db import db, transaction
from app.outbox.models import Letter
from app.privacy.erasing import erase_enquiry
from tests.doors.visitors import WHO_ASKS, signed_in, take
from tests.factories import make_enquiry, make_firm, make_member, make_referral
from tests.factories.keeping import NOON

WORDS = "Ring Fei before we answer.\nThey asked last year."


@pytest.fixture
def firm(database):
    return make_firm()


@pytest.fixture
def referral(firm):
    return make_referral(make_enquiry(state=EnquiryState.ROUTED, **WHO_ASKS), firm)


@pytest.fixture
def person(firm):
    return make_member(firm, name="Mei Example")


@pytest.fixture
def client(app, person):
    return signed_in(app, person)


@pytest.fixture
def page(referral):
    return f"/en/workspace/{referral.firm.slug}/enquiries/{referral.enquiry.reference}"


def noted(client, page, **fields):
    return take(client, page, "note", **{"text": WORDS, "nonce": secrets.token_urlsafe(32)} | fields)


def test_a_note_is_read_by_colleagues_with_the_name_of_who_made_it(app, client, firm, page):
    assert noted(client, page).status_code == 303

    shown = signed_in(app, make_member(firm)).get(page).text
    assert WORDS in shown
    assert "Mei Example" in shown


def test_the_same_note_sent_twice_is_one(client, page, referral):
    nonce = secrets.token_urlsafe(32)
    assert [noted(client, page, nonce=nonce).status_code for _ in range(2)] == [303, 303]
    assert len(notes_of(referral)) == 1


@pytest.mark.parametrize(
    "fields", [{"text": " \n"}, {"text": "长" * 4001}, {"text": "kept", "nonce": "not one of ours"}]
)
def test_a_malformed_note_is_answered_with_a_sentence_and_kept(client, page, referral, fields):
    answer = noted(client, page, **fields)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    assert fields["text"].strip() in answer.text
    assert notes_of(referral) == []


def test_a_note_is_no_letter_and_no_step(client, page, referral):
    letters = db.session.scalar(select(func.count()).select_from(Letter))
    version = referral.version
    noted(client, page)
    db.session.refresh(referral)
    assert db.session.scalar(select(func.count()).select_from(Letter)) == letters
    assert referral.version == version
    assert referral.state is ReferralState.VISIBLE


def test_once_the_firm_may_not_read_the_question_its_notes_are_gone_too(client, page, referral):
    noted(client, page)
    take(client, page, "decline", reason="other", note="")
    assert WORDS not in client.get(page).text
    assert noted(client, page, text="Another.").status_code == 404
    db.session.refresh(referral)
    with pytest.raises(NoSuchReferral):
        actions.note(referral, text="x", nonce="x", by=1, at=NOON)


@pytest.mark.parametrize("how", ["erased", "taken back"])
def test_notes_and_hands_go_with_the_enquiry(client, page, person, referral, how):
    noted(client, page)
    take(client, page, "assign", person=str(person.id))
    db.session.refresh(referral)
    if how == "erased":
        erase_enquiry(referral.enquiry_id, why=ErasureGround.ASKED, actor=Party.ENQUIRER, at=NOON)
    else:
        with transaction():
            actions.withdraw_consent(referral, at=NOON)
    for model in (Note, Assignment):
        assert db.session.scalar(select(func.count()).select_from(model)) == 0


def test_the_name_of_who_has_it_in_hand_stands_in_the_firms_pages_alone(app, client, firm, page, person):
    assert take(client, page, "assign", person=str(person.id)).status_code == 303
    colleague = signed_in(app, make_member(firm))
    inbox = f"/en/workspace/{firm.slug}/enquiries/"
    assert "Mei Example" in colleague.get(inbox).text
    assert re.search(r"In the hands of</dt><dd><bdi[^>]*>Mei Example", colleague.get(page).text)
    take(client, page, "assign", person="")
    assert "Mei Example" not in colleague.get(inbox).text


def test_nobody_of_another_firm_can_be_given_it(client, page, referral):
    stranger = make_member(make_firm())
    assert take(client, page, "assign", person=str(stranger.id)).status_code == 422
    assert take(client, page, "assign", person="x").status_code == 422
    with pytest.raises(NotOfTheFirm):
        actions.assign(referral, to=stranger.id, at=NOON)
    assert in_hands_of([referral]) == {}


def test_whoever_leaves_the_firm_has_nothing_in_hand(client, page, person, referral):
    take(client, page, "assign", person=str(person.id))
    assert in_hands_of([referral]) == {referral.id: (person.id, "Mei Example")}
    with transaction():
        db.session.delete(db.session.scalar(select(Membership).where(Membership.account_id == person.id)))
    assert in_hands_of([referral]) == {}
