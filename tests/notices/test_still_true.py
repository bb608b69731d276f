"""Each letter is dropped once what it says is over, and kept as long as it is not."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.directory.credentials import actions as evidence
from app.directory.credentials.reviewing import send_back
from app.enquiries import actions
from app.enquiries.events import EnquiryReferred, EnquirySubmitted, FirmsProposed
from app.enquiries.models import DeclineReason, Outcome, Party
from app.enquiries.states import EnquiryState, ReferralState
from app.kernel.db import db, transaction
from app.kernel.events import publish
from app.notices.still_true import CHECKS
from app.outbox.models import Letter
from tests.factories import make_enquiry, make_firm, make_member, make_referral, make_staff
from tests.factories.evidence import make_credential, particulars, take
from tests.factories.keeping import NOON
from tests.house.files import TEMPLATES

#: The letters about what a party does; of those that time writes the deadlines tell.
OURS = [
    "enquiry_received",
    "enquiry_referred",
    "firms_proposed",
    "enquiry_answered",
    "enquiry_declined",
    "enquiry_closed",
    "referral_arrived",
    "enquirer_replied",
    "firm_asked",
    "question_unheard",
]
TO_FIRMS = {"referral_arrived", "enquirer_replied", "question_unheard"}
LATER = NOON + timedelta(hours=1)


def why(template: str, about: str) -> str | None:
    db.session.expire_all()
    return CHECKS[template](about)


#: To the desk, which decides for itself whether something still matters.
WITHOUT = {"desk_alarm", "listing_doubted"}


def test_every_letter_to_a_party_has_a_check():
    letters = {folder.name for folder in (TEMPLATES / "mail").iterdir() if folder.is_dir()}
    assert letters - WITHOUT == set(CHECKS)


@pytest.fixture
def enquiry(database):
    return make_enquiry(promised_at=NOON)


@pytest.fixture
def referral(enquiry):
    return make_referral(enquiry, make_firm(), due_at=NOON, visible_at=NOON)


def do(action: str, subject, **how) -> None:
    with transaction():
        getattr(actions, action)(subject, at=LATER, **how)


def change(row, **values) -> None:
    """As if it had been so from the beginning: no move."""
    with transaction():
        for name, value in values.items():
            setattr(row, name, value)


def make(state: ReferralState, **given):
    enquiry = make_enquiry(promised_at=NOON, state=given.pop("enquiry_state", EnquiryState.ROUTED))
    return make_referral(enquiry, make_firm(), state=state, due_at=NOON, **given)


@pytest.mark.parametrize("template", OURS)
def test_nothing_is_said_of_what_is_no_longer_kept(database, template):
    about = "referral:999999" if template in TO_FIRMS else "enquiry:999999"
    assert why(template, about) == "gone"


def test_that_data_must_be_deleted_is_said_whatever_has_become_of_the_enquiry(database):
    assert why("consent_withdrawn", "referral:999999") is None


@pytest.mark.parametrize("template", OURS)
def test_an_enquiry_taken_back_is_written_about_no_more(database, template):
    referral = make(ReferralState.WITHDRAWN, enquiry_state=EnquiryState.WITHDRAWN)
    to_firm = template in TO_FIRMS
    about = f"referral:{referral.id}" if to_firm else f"enquiry:{referral.enquiry_id}"
    assert why(template, about) == ("ended" if to_firm else "withdrawn")


def test_the_receipt_is_needed_until_the_address_is_confirmed(database):
    enquiry = make_enquiry(promised_at=NOON, confirmed_at=None, state=EnquiryState.UNVERIFIED)
    about = f"enquiry:{enquiry.id}"
    assert why("enquiry_received", about) is None
    do("confirm", enquiry)
    assert why("enquiry_received", about) == "confirmed"


@pytest.mark.parametrize(
    ("state", "said"),
    [
        (ReferralState.VISIBLE, None),
        (ReferralState.UNDELIVERABLE, None),
        (ReferralState.SEEN, "read"),
        (ReferralState.ACCEPTED, "read"),
        (ReferralState.ANSWERED, "read"),
        (ReferralState.DECLINED, "ended"),
        (ReferralState.LAPSED, "ended"),
        (ReferralState.WITHDRAWN, "ended"),
        (ReferralState.CLOSED, "ended"),
    ],
)
def test_a_firm_is_told_of_a_new_enquiry_until_it_has_opened_it(database, state, said):
    assert why("referral_arrived", f"referral:{make(state).id}") == said


@pytest.mark.parametrize(
    ("state", "said"),
    [
        (ReferralState.ACCEPTED, None),
        (ReferralState.SEEN, None),
        (ReferralState.ANSWERED, "read"),
        (ReferralState.WITHDRAWN, "ended"),
    ],
)
def test_a_firm_is_told_of_what_was_written_until_it_has_answered(database, state, said):
    assert why("enquirer_replied", f"referral:{make(state).id}") == said


@pytest.mark.parametrize(
    ("state", "said"),
    [(ReferralState.PROPOSED, None), (ReferralState.VISIBLE, "chosen"), (ReferralState.CANCELLED, "chosen")],
)
def test_firms_are_proposed_until_none_is_left_to_choose(database, state, said):
    referral = make(state, enquiry_state=EnquiryState.OFFERED)
    assert why("firms_proposed", f"enquiry:{referral.enquiry_id}") == said


@pytest.mark.parametrize(
    ("state", "said"),
    [(ReferralState.VISIBLE, None), (ReferralState.ACCEPTED, None), (ReferralState.DECLINED, "ended")],
)
def test_who_has_it_is_said_while_somebody_has(database, state, said):
    assert why("enquiry_referred", f"enquiry:{make(state).enquiry_id}") == said


def test_an_answer_is_announced_until_its_worth_was_said(database):
    referral = make(ReferralState.ANSWERED, enquiry_state=EnquiryState.ANSWERED)
    about = f"enquiry:{referral.enquiry_id}"
    assert why("enquiry_answered", about) is None
    do("conclude", referral.enquiry, outcome=Outcome.ANSWERED)
    assert why("enquiry_answered", about) == "read"


def test_a_question_is_announced_until_the_reply_and_silence_until_the_answer(database):
    referral = make(ReferralState.SEEN, seen_at=NOON)
    by = make_member(referral.firm).id
    said = {"text": "Which?", "language": "en"}
    do("ask_enquirer", referral, **said, nonce="one", by=by)
    letter, told = (
        ("firm_asked", f"enquiry:{referral.enquiry_id}"),
        ("question_unheard", f"referral:{referral.id}"),
    )
    assert (why(*letter), why(*told)) == (None, None)
    do("reply", referral, **said, nonce="two")
    assert why(*letter) == "ended"
    do("answer", referral, **said, nonce="three", by=by)
    assert why(*told) == "answered"


def test_a_closing_and_a_decline_are_told_unless_the_enquiry_has_gone_on(database):
    closed = make_enquiry(state=EnquiryState.CLOSED)
    about = f"enquiry:{closed.id}"
    assert why("enquiry_closed", about) is None
    assert why("enquiry_declined", about) == "ended"
    do("resume", closed, by=make_staff().id)
    assert why("enquiry_closed", about) == "resumed"
    assert why("enquiry_declined", about) is None


def test_each_letter_says_whose_it_is(database):
    """What goes to a firm is about its referral, what goes to who asked is about the enquiry."""
    enquiry = make_enquiry(promised_at=NOON)
    referral = make_referral(enquiry, make_firm(), due_at=NOON)
    facts = {"at": NOON, "enquiry_id": enquiry.id, "actor": Party.STAFF}
    with transaction():
        publish(EnquirySubmitted(**facts))
        publish(EnquiryReferred(**facts, referral_ids=(referral.id,)))
        publish(FirmsProposed(**facts, referral_ids=(referral.id,)))
    for letter in db.session.scalars(select(Letter)):
        whose = f"enquiry:{enquiry.id}" if letter.recipient == enquiry.email else f"referral:{referral.id}"
        assert letter.about == whose


def test_what_a_firm_does_makes_its_letter_stale(database):
    """By the real actions, not by rows made so."""
    referral = make(ReferralState.VISIBLE)
    about = f"referral:{referral.id}"
    member = make_member(referral.firm)
    assert why("referral_arrived", about) is None
    do("decline", referral, reason=DeclineReason.OTHER, note="", by=member.id)
    assert why("referral_arrived", about) == "ended"


def test_a_letter_about_evidence_is_dropped_once_it_says_no_more_what_is_so(database):
    firm = make_firm()
    made = make_credential(firm)
    about = f"credential:{made.id}"
    with transaction():
        send_back(made, reason="No.", by=make_staff().id, at=NOON)
    assert why("credential_returned", about) is None
    with transaction():
        evidence.submit(made, by=make_member(firm).id, at=NOON)
    assert why("credential_returned", about) == "resumed"
    take(made)
    assert why("credential_accepted", about) is why("credential_reminder", about) is None
    assert why("credential_lapsed", about) == "resumed"
    with transaction():
        renewal = evidence.renew(made)
        evidence.change_credential(renewal, particulars(), offering_ids=[])
        evidence.submit(renewal, by=make_member(firm).id, at=NOON)
    take(renewal)
    assert why("credential_reminder", about) == "resumed"
    assert why("credential_reminder", "credential:999999") == "gone"
