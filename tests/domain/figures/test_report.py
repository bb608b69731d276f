"""A firm's figures: by time and by cell, with a median of all firms only where many stand behind it."""

from datetime import UTC, date, datetime, timedelta

import pytest

from app.enquiries import actions
from app.enquiries.models import DeclineReason, Facet, FacetKind, FacetSource, Party
from app.enquiries.states import EnquiryState, ReferralState
from app.figures.models import DailyCount, Sight
from app.figures.periods import Period, steps_of
from app.figures.report import report
from app.kernel.db import db, transaction
from tests.factories import make_enquiry, make_firm, make_referral
from tests.factories.keeping import keep

TODAY = date(2026, 11, 25)
#: Monday, an hour after the firms have opened.
HANDED = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)


def handed(firm, *, hours=None, at=HANDED, **given):
    """An enquiry on the UKRP; with hours, answered after so many."""
    enquiry = make_enquiry(state=EnquiryState.ANSWERED if hours else EnquiryState.ROUTED)
    for kind, code in ((FacetKind.MARKET, "UK"), (FacetKind.SERVICE, "REP-UKRP")):
        keep(Facet(enquiry_id=enquiry.id, kind=kind, code=code, source=FacetSource.ENQUIRER))
    if hours:
        given |= {"state": ReferralState.ANSWERED, "answered_at": at + timedelta(hours=hours)}
    return make_referral(enquiry, firm, **{"visible_at": at} | given)


@pytest.fixture
def firm(database):
    return make_firm()


def test_the_stretches_are_whole_weeks_or_months_and_the_present_one_is_last():
    assert [(each.first, each.last) for each in steps_of(Period.WEEKS, TODAY)][-1] == (
        date(2026, 11, 23),
        date(2026, 11, 29),
    )
    assert len(steps_of(Period.MONTHS, TODAY)) == 13
    months = steps_of(Period.YEAR, TODAY)
    assert (months[0].first, months[-1].first, months[-1].last, len(months)) == (
        date(2025, 12, 1),
        date(2026, 11, 1),
        date(2026, 11, 30),
        12,
    )


def test_what_was_seen_stands_in_its_week_and_cell(firm):
    for day, sight, market, number in (
        (date(2026, 11, 2), Sight.VIEW, "", 3),
        (date(2026, 11, 1), Sight.VIEW, "", 50),
        (TODAY, Sight.VIEW, "", 7),
        (TODAY, Sight.ROBOT, "", 9),
        (TODAY, Sight.FOUND, "UK", 2),
    ):
        keep(DailyCount(firm_id=firm.id, day=day, sight=sight, market=market, service="", number=number))
    found = report(firm, Period.WEEKS, today=TODAY)
    assert (found.views, found.robots, found.found) == ([3, 0, 0, 7], [0, 0, 0, 9], [0, 0, 0, 2])
    assert [(each.market, each.service, each.found) for each in found.cells] == [("UK", "", 2)]
    assert report(make_firm(), Period.WEEKS, today=TODAY).is_empty


def test_enquiries_answers_and_declines_are_counted_by_cell(firm):
    handed(firm, hours=2)
    handed(firm, hours=4)
    handed(firm, state=ReferralState.DECLINED, decline_reason=DeclineReason.NO_CAPACITY)
    handed(firm, at=HANDED - timedelta(days=60))
    found = report(firm, Period.WEEKS, today=TODAY)
    assert found.received == [0, 0, 0, 3]
    assert dict(found.declines) == {DeclineReason.NO_CAPACITY: 1}
    (cell,) = found.cells
    assert (cell.market, cell.service, cell.received, cell.answered, cell.own) == (
        "UK",
        "REP-UKRP",
        3,
        2,
        3.0,
    )


def test_only_hours_of_work_count(firm):
    """Handed over on Friday an hour before the firm closes, answered on Monday an hour after it opened."""
    friday = datetime(2026, 11, 20, 17, 0, tzinfo=UTC)
    handed(firm, at=friday, hours=65)
    (cell,) = report(firm, Period.WEEKS, today=TODAY).cells
    assert cell.own == 2.0


@pytest.mark.parametrize(("others", "usual"), [(3, None), (4, 3.0)])
def test_the_median_of_all_is_told_only_where_five_firms_stand_behind_it(firm, others, usual):
    handed(firm, hours=1)
    for number in range(others):
        handed(make_firm(), hours=number + 2)
    (cell,) = report(firm, Period.WEEKS, today=TODAY).cells
    assert (cell.own, cell.usual) == (1.0, usual)


def test_many_answers_of_one_firm_are_no_median_of_all(firm):
    for _ in range(6):
        handed(firm, hours=1)
    (cell,) = report(firm, Period.WEEKS, today=TODAY).cells
    assert cell.usual is None


def test_what_was_erased_counts_like_others(firm):
    referral = handed(firm, hours=2)
    before = report(firm, Period.WEEKS, today=TODAY)
    with transaction():
        why = actions.ErasureGround.ASKED
        actions.erase(referral.enquiry, why=why, actor=Party.ENQUIRER, at=HANDED + timedelta(days=1))
    db.session.expire_all()
    assert report(firm, Period.WEEKS, today=TODAY) == before
