"""A letter that does not arrive goes to another address of its reader, else a person hears of it."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.enquiries.events import EnquiryClosed, EnquiryConfirmed, EnquiryReferred, EnquirySubmitted
from app.enquiries.models import Party
from app.enquiries.states import EnquiryState, ReferralState
from app.journal.queries import entries_of
from app.kernel.db import db, transaction
from app.kernel.events import publish
from app.notices.undelivered import _OF_ADDRESS
from app.outbox import contacts, returned
from app.outbox.events import LetterGivenUp
from app.outbox.models import Letter, LetterState, Topic
from tests.factories import make_enquiry, make_firm, make_member, make_referral
from tests.factories.keeping import NOON

LATER = NOON + timedelta(hours=1)
OWN, FIRST, SECOND = "desk@firm.test", "first@firm.test", "second@firm.test"


@pytest.fixture
def enquiry(database):
    return make_enquiry(state=EnquiryState.ROUTED, waiting_on=Party.FIRM)


@pytest.fixture
def firm(database):
    return make_firm(contact_email=OWN)


@pytest.fixture
def referral(enquiry, firm):
    return make_referral(enquiry, firm, due_at=NOON, visible_at=NOON)


def invited(referral) -> Letter:
    with transaction():
        publish(
            EnquiryReferred(
                at=NOON, enquiry_id=referral.enquiry_id, actor=Party.NOBODY, referral_ids=(referral.id,)
            )
        )
    return letters_to_firm()[-1]


def letters_to_firm() -> list[Letter]:
    found = select(Letter).where(Letter.template == "referral_arrived").order_by(Letter.id)
    return list(db.session.scalars(found))


def give_up(letter: Letter, *, why: str = "refused", bounces: bool = True) -> None:
    """As the courier does it."""
    with transaction():
        letter.state, letter.ended_because = LetterState.FAILED, why
        if bounces:
            contacts.note_bounce(letter.recipient, permanent=True, reason="550 5.1.1 nobody", at=LATER)
        publish(
            LetterGivenUp(
                at=LATER, letter_id=letter.id, template=letter.template, about=letter.about, why=why
            )
        )


def journal(enquiry) -> list[str]:
    return [entry.kind for entry in entries_of(enquiry.id)]


def test_it_goes_to_the_next_of_the_firms_addresses_and_each_gets_it_once(referral, enquiry):
    for address in (FIRST, SECOND):
        make_member(referral.firm, email=address)
    letter = invited(referral)

    give_up(letter)
    give_up(letters_to_firm()[-1])

    own, first, second = letters_to_firm()
    assert [each.recipient for each in (own, first, second)] == [OWN, FIRST, SECOND]
    assert len({each.message_id for each in (own, first, second)}) == 3
    assert (second.text, second.about, second.state) == (own.text, own.about, LetterState.WAITING)
    assert own.settled_at == first.settled_at == LATER
    assert referral.state is ReferralState.VISIBLE
    assert "LetterLost" not in journal(enquiry)


def test_when_none_is_left_the_firm_is_unreachable_and_the_desk_takes_over(referral, enquiry):
    make_member(referral.firm, email=FIRST)
    give_up(invited(referral))
    give_up(letters_to_firm()[-1])

    assert referral.state is ReferralState.UNDELIVERABLE
    assert (enquiry.state, enquiry.waiting_on) == (EnquiryState.TRIAGE, Party.STAFF)
    assert journal(enquiry)[-3:] == ["ReferralUndeliverable", "EnquirySentToDesk", "LetterLost"]
    assert entries_of(enquiry.id)[-1].facts == {
        "letter": "referral_arrived",
        "why": "refused",
        "referral_id": referral.id,
    }
    assert letters_to_firm()[-1].settled_at is None


def test_other_firms_go_on_with_it(referral, enquiry):
    other = make_referral(enquiry, make_firm(), state=ReferralState.ACCEPTED)
    give_up(invited(referral))

    assert (referral.state, other.state) == (ReferralState.UNDELIVERABLE, ReferralState.ACCEPTED)
    assert (enquiry.state, enquiry.waiting_on) == (EnquiryState.ROUTED, Party.STAFF)


def test_whatever_else_the_firm_has_before_it_is_unreachable_too(referral, enquiry, firm):
    elsewhere = make_referral(make_enquiry(state=EnquiryState.ROUTED), firm, state=ReferralState.ACCEPTED)
    answered = make_referral(make_enquiry(state=EnquiryState.ANSWERED), firm, state=ReferralState.ANSWERED)
    give_up(invited(referral))

    assert elsewhere.state is ReferralState.UNDELIVERABLE
    assert answered.state is ReferralState.ANSWERED


def test_a_firm_that_was_unreachable_already_is_not_told_of_twice(referral, enquiry):
    give_up(invited(referral))
    give_up(letters_to_firm()[-1])

    assert journal(enquiry).count("ReferralUndeliverable") == 1


@pytest.mark.parametrize("why", ["unknown", "too_long"])
def test_a_letter_that_may_have_arrived_or_met_our_own_server_is_not_sent_elsewhere(referral, enquiry, why):
    make_member(referral.firm, email=FIRST)
    give_up(invited(referral), why=why, bounces=False)

    assert why not in _OF_ADDRESS
    assert [each.recipient for each in letters_to_firm()] == [OWN]
    assert referral.state is ReferralState.VISIBLE
    assert enquiry.waiting_on is Party.STAFF


def test_while_letters_come_back_new_ones_go_to_the_firms_people(referral):
    make_member(referral.firm, email=FIRST)
    with transaction():
        contacts.note_bounce(OWN, permanent=True, reason="x", at=NOON)

    assert invited(referral).recipient == FIRST


def test_who_asked_cannot_be_reached_and_a_person_must_find_a_way(database):
    enquiry = make_enquiry(state=EnquiryState.UNVERIFIED, confirmed_at=None, promised_at=NOON)
    with transaction():
        publish(EnquirySubmitted(at=NOON, enquiry_id=enquiry.id, actor=Party.ENQUIRER))
    [letter] = db.session.scalars(select(Letter)).all()
    give_up(letter)

    assert (enquiry.state, enquiry.waiting_on) == (EnquiryState.UNVERIFIED, Party.STAFF)
    assert enquiry.promised_at == NOON
    assert journal(enquiry)[-1] == "LetterLost"
    assert letter.settled_at is None


def test_an_enquiry_that_has_ended_stays_so_and_its_letter_waits_at_the_desk(database):
    enquiry = make_enquiry(state=EnquiryState.CLOSED, waiting_on=Party.NOBODY, closing_note="n")
    with transaction():
        publish(EnquiryClosed(at=NOON, enquiry_id=enquiry.id, actor=Party.STAFF))
    [letter] = db.session.scalars(select(Letter)).all()
    give_up(letter)

    assert (enquiry.state, enquiry.waiting_on) == (EnquiryState.CLOSED, Party.NOBODY)
    assert journal(enquiry)[-1] == "LetterLost"
    assert letter.settled_at is None


def test_a_letter_one_may_do_without_is_let_go(referral, enquiry):
    letter = invited(referral)
    with transaction():
        letter.topic = Topic.REMINDERS
    give_up(letter, bounces=False)

    assert letter.settled_at == LATER
    assert (enquiry.waiting_on, journal(enquiry)[-1]) == (Party.FIRM, "EnquiryReferred")


@pytest.mark.parametrize("event", [EnquirySubmitted, EnquiryConfirmed])
def test_who_types_an_address_in_or_confirms_it_is_written_to_again(database, event):
    enquiry = make_enquiry(promised_at=NOON)
    with transaction():
        contacts.note_bounce(enquiry.email, permanent=True, reason="x", at=NOON)
        publish(event(at=LATER, enquiry_id=enquiry.id, actor=Party.ENQUIRER))

    assert not contacts.is_bouncing(enquiry.email, at=LATER)


def test_a_report_that_a_letter_came_back_is_followed_like_a_refusal(referral, enquiry):
    letter = invited(referral)
    with transaction():
        letter.state = LetterState.SENT
    with transaction():
        returned.came_back(letter.id, permanent=True, of_address=True, said="5.1.1", at=LATER)

    assert referral.state is ReferralState.UNDELIVERABLE
    assert enquiry.waiting_on is Party.STAFF
