"""Firms are reminded of the days until which offerings count; what they let pass stops matching."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from app.accounts.models import MemberRole
from app.classification.needs import Needs
from app.directory.grid.cells import usual_day
from app.directory.grid.history import OfferingChange
from app.directory.grid.keeping import confirm_cells
from app.directory.grid.lapsing import look_at_confirmations
from app.kernel.content import edition
from app.kernel.db import db, transaction
from app.matching.ranking import rank
from app.notices.still_true import CHECKS
from app.outbox.models import Letter
from app.taxonomy.queries import taxonomy
from tests.factories import make_firm, make_member, make_offering
from tests.factories.keeping import NOON

DAY = timedelta(days=1)
TODAY = NOON.date()


@pytest.fixture
def firm(database):
    firm = make_firm(slug="theirs", time_zone="UTC")
    make_member(firm, email="editor@firm.test")
    make_member(firm, email="owner@firm.test", role=MemberRole.OWNER, language="zh-hant")
    make_member(firm, email="responder@firm.test", role=MemberRole.RESPONDER)
    return firm


def look(days=0):
    return look_at_confirmations(at=NOON + days * DAY)


def letters():
    return [
        (each.template, each.recipient) for each in db.session.scalars(select(Letter).order_by(Letter.id))
    ]


def found(firm, service="QA-AUDIT", market="KR"):
    needs = Needs((market,), (service,))
    ranking = rank(needs, taxonomy=taxonomy(1), demo=True, day=TODAY, secret="x", routing=True)
    return firm.id in {each.firm.id for each in ranking.candidates}


def test_editors_are_reminded_twice_before_and_told_once_after(firm):
    make_offering(firm, "QA-AUDIT", "KR", confirm_by=TODAY + 30 * DAY)
    told = []
    for day in range(0, 40):
        before = len(letters())
        look(day)
        look(day)
        told += [(day, *each) for each in letters()[before:]]
    assert told == [
        (2, "offerings_due", "editor@firm.test"),
        (2, "offerings_due", "owner@firm.test"),
        (16, "offerings_due", "editor@firm.test"),
        (16, "offerings_due", "owner@firm.test"),
        (31, "offerings_lapsed", "editor@firm.test"),
        (31, "offerings_lapsed", "owner@firm.test"),
    ]


def test_what_was_not_confirmed_in_time_stops_matching_and_nothing_else_does(firm):
    offering = make_offering(firm, "QA-AUDIT", "KR", confirm_by=TODAY - DAY)
    make_offering(firm, "QA-AUDIT", "JP", confirm_by=TODAY)
    make_offering(firm, "QA-AUDIT", "TW")
    before = edition().version
    assert (look().lapsed, edition().version) == (1, before + 1)
    assert [found(firm, market=each) for each in ("KR", "JP", "TW")] == [False, True, True]
    assert [each.kind.value for each in db.session.scalars(select(OfferingChange))] == ["lapsed"]
    with transaction():
        confirm_cells(
            firm,
            {("QA-AUDIT", "KR"): offering.version},
            until=usual_day(TODAY),
            by=None,
            at=NOON,
        )
    assert found(firm)


def test_the_day_ends_by_the_firms_own_clock(database):
    west = make_firm(time_zone="America/Los_Angeles")
    offering = make_offering(west, "QA-AUDIT", "KR", confirm_by=TODAY - DAY)
    look_at_confirmations(at=NOON.replace(hour=2))
    assert offering.lapsed_at is None
    look_at_confirmations(at=NOON.replace(hour=12))
    assert offering.lapsed_at is not None


def test_a_letter_about_what_was_confirmed_meanwhile_is_dropped(firm):
    offering = make_offering(firm, "QA-AUDIT", "KR", confirm_by=TODAY + 3 * DAY)
    look()
    about = db.session.scalars(select(Letter.about)).first()
    assert CHECKS["offerings_due"](about) is None
    with transaction():
        confirm_cells(firm, {("QA-AUDIT", "KR"): offering.version}, until=usual_day(TODAY), by=None, at=NOON)
    assert CHECKS["offerings_due"](about) == "reconfirmed"


def test_a_firm_without_people_is_written_to_at_its_own_address(database):
    make_offering(make_firm(contact_email="us@firm.test"), "QA-AUDIT", "KR", confirm_by=TODAY - DAY)
    look()
    assert letters() == [("offerings_lapsed", "us@firm.test")]


def test_whoever_stops_lets_the_rest_for_later(firm):
    make_offering(firm, "QA-AUDIT", "KR", confirm_by=TODAY - DAY)
    assert look_at_confirmations(at=NOON, stopping=lambda: True).lapsed == 0


@pytest.mark.parametrize(
    ("today", "usual"),
    [("2026-08-31", "2027-02-28"), ("2026-11-23", "2027-05-23"), ("2026-12-31", "2027-06-30")],
)
def test_six_months_on_is_a_day_that_exists(today, usual):
    assert usual_day(date.fromisoformat(today)) == date.fromisoformat(usual)
