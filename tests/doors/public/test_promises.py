"""What an enquirer is told to expect, and of whom."""

import pytest

from app.enquiries.models import Party
from app.enquiries.states import EnquiryState
from app.kernel.db import db, transaction
from tests.doors.public.test_follow import kept
from tests.factories import make_firm, make_offering

pytestmark = pytest.mark.usefixtures("tokens")


@pytest.fixture
def firm(database):
    firm = make_firm(slug="ukrp-firm")
    make_offering(firm)
    return firm


def test_a_receipt_says_who_has_it_next(visitor, firm):
    to_a_firm, to_nobody = (
        visitor.get(f"enquiries/{visitor.asked(*firms)}/receipt").main for firms in (["ukrp-firm"], [])
    )
    assert "then your enquiry goes to the firms you agreed to" in to_a_firm
    assert "then an editor reads your enquiry and suggests firms" in to_nobody


@pytest.mark.parametrize("waiting_on", [Party.STAFF, Party.ENQUIRER])
def test_no_word_is_promised_while_the_enquirer_has_to_act(visitor, firm, waiting_on):
    reference = visitor.asked("ukrp-firm")
    enquiry = kept(reference)
    with transaction():
        enquiry.state, enquiry.waiting_on = EnquiryState.OFFERED, waiting_on
        db.session.add(enquiry)
    page = visitor.get(f"enquiries/{reference}").main
    assert ("a firm or an editor" in page) is (waiting_on is Party.STAFF)
