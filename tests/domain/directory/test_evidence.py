"""Evidence: what rests on it, what stops with it and what does not, and when firms hear of it."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import func, select

from app.accounts.models import MemberRole
from app.directory.credentials import actions
from app.directory.credentials.errors import CredentialOver, CredentialStepNotAllowed
from app.directory.credentials.firing import take_steps
from app.directory.credentials.models import Credential, CredentialEntry, CredentialState, CredentialStep
from app.directory.credentials.reviewing import send_back
from app.directory.models import Basis
from app.kernel.db import db, transaction
from app.outbox.models import Letter
from tests.factories import make_firm, make_member, make_offering, make_staff
from tests.factories.evidence import make_accepted, make_credential, particulars, stopped, take
from tests.factories.keeping import NOON

DAY = timedelta(days=1)
#: The last day of what the factory makes, and the first moment after it, in London.
LAST = date(2027, 3, 31)
OVER = datetime(2027, 3, 31, 23, 0, tzinfo=UTC)  # summer time has begun on 28 March


@pytest.fixture
def firm(database):
    return make_firm(slug="theirs")


@pytest.fixture
def keeper(firm):
    return make_member(firm)


def run(at: datetime, limit: int = 100) -> int:
    tally = take_steps(limit, at=at)
    assert tally.failed == 0
    db.session.expire_all()
    return tally.done


def letters(template: str = "") -> list[tuple[str, str]]:
    found = select(Letter.template, Letter.recipient).order_by(Letter.id)
    return [tuple(row) for row in db.session.execute(found) if not template or row.template == template]


def cells(firm, *markets):
    services = {"UK": "REP-UKRP", "EU": "REP-EC-REP", "CH": "REP-CH-REP"}
    return [make_offering(firm, services[each], each) for each in markets]


class TestWhatRestsOnIt:
    def test_what_it_supports_counts_as_verified_once_it_is_accepted_and_not_before(self, firm):
        uk, eu = cells(firm, "UK", "EU")
        made = make_credential(firm, uk)
        assert uk.basis is Basis.STATED
        take(made)
        assert (uk.basis, eu.basis) == (Basis.VERIFIED, Basis.STATED)

    def test_exactly_what_rested_on_it_alone_stops_with_it(self, firm):
        uk, eu, ch = cells(firm, "UK", "EU", "CH")
        make_accepted(firm, uk, eu)
        make_accepted(firm, eu, valid_until=None)
        run(OVER - timedelta(seconds=1))
        assert stopped(uk, eu, ch) == [False, False, False]
        run(OVER)
        assert stopped(uk, eu, ch) == [True, False, False]
        assert [each.basis for each in (uk, eu, ch)] == [Basis.STATED, Basis.VERIFIED, Basis.STATED]

    def test_a_renewal_makes_it_found_again_at_once(self, firm):
        [uk] = cells(firm, "UK")
        before = make_accepted(firm, uk)
        run(OVER)
        with transaction():
            renewal = actions.renew(before)
            actions.change_credential(
                renewal, particulars(valid_until=date(2028, 3, 31)), offering_ids=[uk.id]
            )
            actions.submit(renewal, by=make_staff().id, at=OVER)
        take(renewal, at=OVER + DAY)
        assert stopped(uk) == [False]
        assert uk.basis is Basis.VERIFIED
        assert before.state is CredentialState.REPLACED

    def test_the_accepted_one_stands_until_its_renewal_is_accepted(self, firm):
        uk, eu = cells(firm, "UK", "EU")
        before = make_accepted(firm, uk, eu)
        with transaction():
            renewal = actions.renew(before)
            actions.change_credential(renewal, particulars(valid_until=None), offering_ids=[uk.id])
            assert actions.renew(before) is renewal
            actions.submit(renewal, by=make_staff().id, at=NOON)
        assert before.state is CredentialState.ACCEPTED
        take(renewal)
        assert before.state is CredentialState.REPLACED
        assert stopped(uk, eu) == [False, True], "the renewal says nothing of the EU any more"

    def test_a_renewal_from_the_day_after_leaves_no_gap_and_nobody_is_told_of_a_lapse(self, firm, keeper):
        [uk] = cells(firm, "UK")
        before = make_accepted(firm, uk)
        with transaction():
            renewal = actions.renew(before)
            said = particulars(valid_from=LAST + DAY, valid_until=None)
            actions.change_credential(renewal, said, offering_ids=[uk.id])
            actions.submit(renewal, by=keeper.id, at=NOON)
        take(renewal)
        assert before.state is CredentialState.ACCEPTED
        run(OVER + DAY)
        assert stopped(uk) == [False]
        assert before.state is CredentialState.REPLACED
        assert [name for name, _to in letters()] == ["credential_accepted"] * 2

    def test_what_begins_later_supports_nothing_before(self, firm):
        [uk] = cells(firm, "UK")
        make_accepted(firm, uk, valid_from=NOON.date() + DAY)
        assert uk.basis is Basis.STATED
        run(NOON + DAY)
        assert uk.basis is Basis.VERIFIED

    def test_withdrawing_stops_what_rested_on_it_alone_and_brings_no_more_letters(self, firm, keeper):
        uk, eu = cells(firm, "UK", "EU")
        made = make_accepted(firm, uk, eu)
        make_accepted(firm, eu, valid_until=None)
        with transaction():
            actions.withdraw(made, by=keeper.id, at=NOON)
        assert stopped(uk, eu) == [True, False]
        assert run(OVER + 30 * DAY) == 0
        assert letters("credential_reminder") == letters("credential_lapsed") == []

    def test_the_checks_own_end_counts_where_it_is_sooner(self, firm):
        [uk] = cells(firm, "UK")
        make_accepted(firm, uk, check_until=NOON.date() + DAY)
        run(NOON + DAY)
        assert stopped(uk) == [False]
        run(NOON + 2 * DAY)
        assert stopped(uk) == [True]


class TestWhoMayDoWhat:
    def test_what_staff_have_before_them_is_changed_by_nobody(self, firm):
        made = make_credential(firm)
        with pytest.raises(CredentialStepNotAllowed), transaction():
            actions.change_credential(made, particulars(number="2"), offering_ids=[])

    def test_the_second_who_judges_is_refused(self, firm):
        made = make_accepted(firm)
        with pytest.raises(CredentialStepNotAllowed), transaction():
            send_back(made, reason="No.", by=make_staff().id, at=NOON)

    def test_what_is_over_is_not_accepted(self, firm):
        made = make_credential(firm, valid_until=NOON.date() - DAY)
        with pytest.raises(CredentialOver):
            take(made)
        assert db.session.get(Credential, made.id).state is CredentialState.SUBMITTED

    def test_another_firms_offerings_are_not_supported(self, firm):
        [theirs] = cells(make_firm(), "UK")
        made = make_credential(firm, theirs)
        assert made.supports == []

    def test_what_happened_is_kept_with_who_did_it(self, firm):
        made = make_accepted(firm)
        kinds = db.session.scalars(select(CredentialEntry.kind).order_by(CredentialEntry.id)).all()
        assert kinds == ["CredentialSubmitted", "CredentialAccepted"]
        assert made.reviewed_by


class TestWhenFirmsHear:
    def reminded(self, since: datetime, days: int) -> list[datetime]:
        """The moments at which letters are written, looking every hour."""
        found, known = [], len(letters())
        for hour in range(days * 24):
            at = since + timedelta(hours=hour)
            take_steps(100, at=at)
            if (count := len(letters())) > known:
                found.append(at)
                known = count
        return found

    def test_before_on_the_day_and_after_each_once_in_the_morning_by_the_firms_clock(self, firm, keeper):
        make_accepted(firm)
        zone = ZoneInfo("Europe/London")
        found = self.reminded(datetime(2027, 3, 2, tzinfo=UTC), days=40)
        morning = [datetime(2027, *each, 9, tzinfo=zone) for each in ((3, 3), (3, 17), (3, 31), (4, 7))]
        assert found == sorted([*morning, datetime(2027, 4, 1, tzinfo=zone)])
        names = [name for name, _to in letters()]
        assert names == [
            "credential_accepted",
            *["credential_reminder"] * 3,
            "credential_lapsed",
            "credential_reminder",
        ]

    @pytest.mark.parametrize(
        ("last", "over"),
        [
            (date(2028, 2, 28), datetime(2028, 2, 29, tzinfo=UTC)),
            (date(2028, 2, 29), datetime(2028, 3, 1, tzinfo=UTC)),
            (date(2027, 2, 28), datetime(2027, 3, 1, tzinfo=UTC)),
            (date(2027, 3, 27), datetime(2027, 3, 28, tzinfo=UTC)),
            (date(2027, 3, 28), datetime(2027, 3, 28, 23, tzinfo=UTC)),
            (date(2027, 10, 31), datetime(2027, 11, 1, tzinfo=UTC)),
        ],
    )
    def test_it_ends_with_the_midnight_after_its_last_day_in_leap_years_and_when_clocks_turn(
        self, firm, last, over
    ):
        made = make_accepted(firm, valid_until=last)
        run(over - timedelta(seconds=1))
        assert made.state is CredentialState.ACCEPTED
        run(over)
        assert made.state is CredentialState.LAPSED

    def test_it_ends_by_the_firms_own_clock(self, database):
        there = make_firm(country="TW")
        made = make_accepted(there)
        run(datetime(2027, 3, 31, 15, 59, tzinfo=UTC))
        assert made.state is CredentialState.ACCEPTED
        run(datetime(2027, 3, 31, 16, 0, tzinfo=UTC))
        assert made.state is CredentialState.LAPSED

    def test_a_firm_that_has_moved_to_another_clock_is_not_cut_short(self, firm):
        made = make_accepted(firm)
        with transaction():
            firm.time_zone = "America/New_York"
        run(OVER)
        assert made.state is CredentialState.ACCEPTED
        run(OVER + timedelta(hours=5))
        assert made.state is CredentialState.LAPSED

    def test_after_a_standstill_one_letter_says_it_all(self, firm, keeper):
        make_accepted(firm)
        run(OVER + timedelta(hours=1))
        assert [name for name, _to in letters()] == ["credential_accepted", "credential_lapsed"]

    def test_owners_and_editors_are_told_and_nobody_else(self, firm, keeper):
        owner = make_member(firm, role=MemberRole.OWNER, language="zh-hant")
        make_member(firm, role=MemberRole.RESPONDER)
        make_accepted(firm)
        assert letters() == [("credential_accepted", keeper.email), ("credential_accepted", owner.email)]
        written = db.session.scalars(select(Letter.language).order_by(Letter.id)).all()
        assert written == ["en", "zh-hant"]

    def test_where_nobody_keeps_the_listing_the_firms_own_address_is_told(self, firm):
        make_accepted(firm)
        assert letters() == [("credential_accepted", firm.contact_email)]

    def test_each_is_taken_once_however_often_it_is_looked_for(self, firm, keeper):
        make_accepted(firm)
        for _again in range(3):
            run(OVER + 8 * DAY)
        due = select(func.count()).select_from(CredentialStep).where(CredentialStep.done_at.is_(None))
        assert db.session.scalar(due) == 0
        assert len(letters("credential_lapsed")) == len(letters("credential_reminder")) == 1

    def test_returned_it_says_why_and_may_be_sent_again(self, firm, keeper):
        made = make_credential(firm)
        for moment in (NOON, NOON + DAY):
            with transaction():
                send_back(made, reason="The number is not in the register.", by=make_staff().id, at=moment)
            with transaction():
                actions.submit(made, by=keeper.id, at=moment)
        assert letters() == [("credential_returned", keeper.email)] * 2
