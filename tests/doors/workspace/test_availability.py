"""How much a firm takes at once, and when it is away: nothing new meanwhile, and back by itself."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from app.directory.availability import Absence, absence_of, set_availability
from app.enquiries.actions import Choice, refer
from app.enquiries.actions.lining_up import first_in_line, serve
from app.enquiries.errors import FirmAbsent
from app.enquiries.states import ReferralState
from app.kernel.clock import now
from app.kernel.db import db, transaction
from tests.domain.matching.test_runs import enquiry_to
from tests.doors.visitors import signed_in
from tests.factories import make_firm, make_member, make_staff
from tests.factories.keeping import NOON

PAGE = "/en/workspace/theirs/availability"
DAY = timedelta(days=1)


@pytest.fixture
def firm(database):
    return make_firm(slug="theirs", country="TW")


@pytest.fixture
def client(app, firm):
    return signed_in(app, make_member(firm))


def away(firm, first, last):
    with transaction():
        set_availability(firm, capacity=None, absence=Absence(first, last))


def test_days_are_the_firms_own_and_the_last_one_counts(firm):
    zone = ZoneInfo("Asia/Taipei")
    today = NOON.astimezone(zone).date()
    away(firm, today, today + DAY)
    midnight = NOON.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)
    second = timedelta(seconds=1)
    moments = (midnight - second, midnight, midnight + 2 * DAY - second, midnight + 2 * DAY)
    assert [firm.is_absent(each) for each in moments] == [False, True, True, False]
    assert absence_of(firm, at=NOON) == Absence(today, today + DAY)
    assert absence_of(firm, at=NOON + 3 * DAY) is None


def test_whoever_is_away_is_handed_nothing_and_has_it_once_back(firm):
    away(firm, NOON.date(), NOON.date())
    enquiry = enquiry_to(firm)
    with transaction():
        [referral] = refer(enquiry, to=[Choice(firm)], by=None, at=NOON)
    assert referral.state is ReferralState.CONSENTED
    assert first_in_line(at=NOON) is None
    with transaction():
        assert not serve(referral, at=NOON)
    later = NOON + 2 * DAY
    assert first_in_line(at=later) == referral
    with transaction():
        assert serve(referral, at=later)
    assert referral.state is ReferralState.VISIBLE


def test_a_firm_that_is_there_has_it_in_the_place_of_one_that_is_away(firm):
    there = make_firm()
    away(firm, NOON.date(), NOON.date())
    enquiry = enquiry_to(firm, there)
    with transaction():
        refer(enquiry, to=[Choice(firm), Choice(there)], by=None, at=NOON)
    assert [each.firm for each in enquiry.referrals] == [there]


def test_an_editor_is_told_so(firm):
    away(firm, NOON.date(), NOON.date())
    enquiry = enquiry_to(firm)
    with pytest.raises(FirmAbsent) as refused, transaction():
        refer(enquiry, to=[Choice(firm)], by=make_staff().id, at=NOON)
    assert refused.value.facts == {"slug": "theirs"}


def test_the_firm_says_so_on_its_page(client, firm):
    today = now().astimezone(ZoneInfo("Asia/Taipei")).date()
    said = {"capacity": "3", "first": str(today), "last": str(today + DAY)}
    assert client.post(PAGE, data=said).status_code == 303
    db.session.refresh(firm)
    assert firm.capacity == 3
    assert firm.is_absent(now())
    assert "nothing new is handed to you" in client.get(PAGE).text
    assert client.post(PAGE, data={"capacity": "", "first": "", "last": ""}).status_code == 303
    db.session.refresh(firm)
    assert (firm.capacity, firm.is_absent(now())) == (None, False)


@pytest.mark.parametrize(
    "said",
    [
        {"capacity": "0"},
        {"capacity": "501"},
        {"capacity": "many"},
        {"capacity": "٣x"},
        {"first": "2099-01-02"},
        {"last": "2099-01-02"},
        {"first": "2099-01-02", "last": "2099-01-01"},
        {"first": "2020-01-02", "last": "2020-01-03"},
        {"first": "2099-02-30", "last": "2099-03-01"},
        {"first": "x", "last": "y"},
    ],
)
def test_what_makes_no_sense_is_answered_with_a_sentence(client, firm, said):
    answer = client.post(PAGE, data={"capacity": "", "first": "", "last": "", **said})
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    db.session.refresh(firm)
    assert (firm.capacity, firm.absent_from) == (None, None)
