"""Nobody is asked by their own people, nor again after declining them for a conflict of interest."""

from datetime import timedelta

import pytest

from app.directory.conflict_list import ListedConflict
from app.directory.models import Firm
from app.enquiries.models import DeclineReason
from app.enquiries.states import ReferralState
from app.matching.conflicts import free_mail, is_own
from tests.factories import make_enquiry, make_firm, make_offering, make_referral
from tests.factories.keeping import NOON, keep


def excluded(ranking):
    return [(each.firm, each.reason.value) for each in ranking.excluded]


@pytest.mark.parametrize(
    ("address", "given", "holds"),
    [
        ("lin@agent.test", {"contact_email": "desk@agent.test"}, True),
        ("lin@AGENT.test", {"contact_email": "desk@agent.test"}, True),
        ("lin@mail.agent.test", {"contact_email": "desk@agent.test"}, True),
        ("lin@agent.test", {"website": "https://www.agent.test/en/"}, True),
        ("lin@notagent.test", {"contact_email": "desk@agent.test"}, False),
        ("lin@test", {"contact_email": "desk@agent.test"}, False),
        ("lin@gmail.com", {"contact_email": "agent@gmail.com"}, False),
        ("lin@vip.163.com", {"contact_email": "agent@163.com"}, False),
        ("lin@other.test", {"contact_email": "desk@agent.test"}, False),
    ],
)
def test_own_people_are_known_by_their_domain_unless_it_is_everybodys(ranked, address, given, holds):
    firm = make_firm(**given)
    make_offering(firm)
    ranking = ranked(routing=True, asked_by=address)
    assert excluded(ranking) == ([(firm, "conflict")] if holds else [])


def test_a_firm_that_declined_the_address_for_a_conflict_is_not_asked_again(ranked):
    firm, other = make_firm(), make_firm()
    for each in (firm, other):
        make_offering(each)
    before = make_enquiry(email="lin@maker.test")
    declined = {"state": ReferralState.DECLINED}
    make_referral(before, firm, decline_reason=DeclineReason.CONFLICT, **declined)
    make_referral(before, other, decline_reason=DeclineReason.LANGUAGE, **declined)
    assert excluded(ranked(routing=True, asked_by="lin@maker.test")) == [(firm, "conflict")]
    assert excluded(ranked(routing=True, asked_by="wu@maker.test")) == []
    assert excluded(ranked(routing=True)) == []


def test_a_firm_without_any_address_is_nobodys_own():
    assert not is_own("maker.test", make_bare())
    assert not is_own("", make_bare())


def make_bare():
    return Firm(slug="bare", contact_email=None, website=None)


def test_the_providers_are_bare_domains_in_lower_case():
    assert all(each == each.strip().lower() and "@" not in each and "." in each for each in free_mail())


def test_whom_a_firm_has_put_down_is_not_handed_to_it(ranked):
    firm, other = make_firm(), make_firm()
    for each in (firm, other):
        make_offering(each)
    keep(ListedConflict(firm_id=firm.id, entry="Maker", at=NOON))
    assert excluded(ranked(routing=True, asked_by="lin@x.test", company="Maker Ltd")) == [(firm, "conflict")]
    assert excluded(ranked(routing=True, asked_by="lin@x.test", company="Somebody")) == []


def test_who_is_away_is_left_out_for_that_reason_and_back_on_its_day(ranked):
    firm = make_firm(absent_from=NOON - timedelta(days=1), absent_until=NOON + timedelta(days=1))
    make_offering(firm)
    assert excluded(ranked(routing=True, at=NOON)) == [(firm, "absent")]
    assert excluded(ranked(routing=True, at=NOON + timedelta(days=2))) == []
    assert excluded(ranked(routing=False)) == []
