"""A firm has asked something before it answers: what the enquirer reads of it, and replies."""

import pytest

from app.enquiries import actions
from app.enquiries.models import Party
from app.kernel.db import transaction
from tests.doors.public.test_follow_conversation import LATER, Following

pytestmark = pytest.mark.usefixtures("tokens")


@pytest.fixture
def asked(app, client, database):
    following = Following(app, client)
    with transaction():
        said = {"text": "Which class is it?", "language": "en", "nonce": "q" * 43}
        actions.open_referral(following.referral, by=following.by, at=LATER)
        actions.ask_enquirer(following.referral, **said, by=following.by, at=LATER)
    return following


def test_the_page_says_who_asks_what_and_that_it_waits_for_the_enquirer(asked):
    shown = asked.page().text
    assert "It now waits for you." in shown
    assert '<a href="#write-first-firm">First Firm asks you something before it answers.' in shown
    assert "Which class is it?" in shown
    assert "asked before answering" in shown
    assert "First Firm asked you something before it answers." in shown
    assert "Should answer by" not in shown


def test_the_reply_ends_the_wait(asked):
    assert asked.send("reply/first-firm", text="IIa.").status == 303
    assert (asked.referral.question_at, asked.enquiry.waiting_on) == (None, Party.FIRM)
    shown = asked.page().text
    assert "#write-first-firm" not in shown
    assert "It now waits for the firms." in shown
