"""A conflict of interest counts once the address is confirmed; typed only, it says nothing of its owner."""

import pytest

from app.enquiries.models import DeclineReason
from app.enquiries.states import ReferralState
from tests.factories import make_enquiry, make_firm, make_offering, make_referral

pytestmark = pytest.mark.usefixtures("tokens")


def _ticks(page):
    return [each.get("value") for each in page.document.iter("input") if each.get("name") == "firm"]


def test_a_typed_address_does_not_say_which_firm_is_its_owners(visitor, database):
    firm = make_firm(contact_email="desk@agent.example")
    make_offering(firm)
    page = visitor.write(email="lin@agent.example")
    assert _ticks(page) == [firm.slug]
    assert "conflict" not in page.main


def test_a_typed_address_does_not_say_which_firm_declined_its_owner(visitor, database):
    firm = make_firm()
    make_offering(firm)
    before = make_enquiry(email="lin@maker.example")
    make_referral(before, firm, state=ReferralState.DECLINED, decline_reason=DeclineReason.CONFLICT)
    page = visitor.write(email="lin@maker.example")
    assert _ticks(page) == [firm.slug]
    assert "conflict" not in page.main
