"""What a file would change is told row by row; what the firm has confirmed is not overwritten."""

from datetime import timedelta

import pytest

from app.directory.fees import FeeItem, FeeTerm
from app.directory.grid.cells import Fault
from app.directory.grid.columns import COLUMNS, row_of
from app.directory.grid.keeping import keep_cells, offerings_of
from app.directory.grid.planning import Fate, plan
from app.directory.grid.tables import Row, read_table
from app.directory.models import Basis, Intake, Means
from app.kernel.db import db, transaction
from app.taxonomy.queries import taxonomy
from app.web.sheets import csv_of, xlsx_of
from tests.factories import make_firm, make_offering
from tests.factories.keeping import NOON

TODAY = NOON.date()
DAY = timedelta(days=1)


@pytest.fixture
def firm(database):
    return make_firm(slug="theirs")


def planned(firm, *rows):
    db.session.expire_all()
    given = [each if isinstance(each, Row) else Row(n, each) for n, each in enumerate(rows, 2)]
    return plan(given, offerings_of(firm), firm=firm.slug, today=TODAY, taxonomy=taxonomy(1))


def one(firm, **values):
    [outcome] = planned(firm, {"service": "rep-ukrp", "market": "uk", **values}).outcomes
    return outcome


def wrong(outcome):
    assert outcome.fate is Fate.REFUSED
    return dict(outcome.wrong)


def test_a_row_for_a_new_cell_adds_it_with_all_it_says(firm):
    said = one(
        firm,
        means="Partner",
        partner=" Dunlin  Ltd ",
        intake="waiting",
        sectors="md; ivd",
        languages="en, zh-hant",
        fee_annual="included",
        fee_release="ASK",
        confirm_by="2026-12-31" if TODAY.year == 2026 else str(TODAY + DAY),
    ).change.said
    assert (said.means, said.partner, said.intake) == (Means.PARTNER, "Dunlin Ltd", Intake.WAITING)
    assert (said.sectors, said.languages) == (("MD", "IVD"), ("en", "zh-Hant"))
    assert said.fees == {FeeItem.ANNUAL: FeeTerm.INCLUDED, FeeItem.RELEASE: FeeTerm.ASK}


def test_a_column_that_the_file_does_not_have_changes_nothing_and_an_empty_cell_does(firm):
    make_offering(firm, means=Means.OWN, exclusions="no class III", written_in="en")
    changed = one(firm, exclusions="", intake="")
    assert changed.differences == {"exclusions": ("no class III", "")}
    assert changed.change.said.means is Means.OWN
    assert changed.change.said.intake is Intake.OPEN


@pytest.mark.parametrize(
    ("values", "column", "fault"),
    [
        ({"service": "NOTHING"}, "service", Fault.NO_SUCH_SERVICE),
        ({"service": ""}, "service", Fault.NO_SUCH_SERVICE),
        ({"market": "NOWHERE"}, "market", Fault.NO_SUCH_MARKET),
        ({"market": "DE"}, "service", Fault.NO_SUCH_PAIR),
        ({"partner": "=cmd|' /C calc'!A0", "means": "partner"}, "partner", Fault.FORMULA),
        ({"exclusions": "@SUM(1)"}, "exclusions", Fault.FORMULA),
        ({"switching": "+cmd|' /C calc'!A0"}, "switching", Fault.FORMULA),
        ({"means": "sometimes"}, "means", Fault.NOT_A_CHOICE),
        ({"means": "partner"}, "partner", Fault.NO_PARTNER),
        ({"intake": "ajar"}, "intake", Fault.NOT_A_CHOICE),
        ({"fee_annual": "100 EUR"}, "fee_annual", Fault.NOT_A_CHOICE),
        ({"confirm_by": "soon"}, "confirm_by", Fault.NOT_A_DAY),
        ({"confirm_by": "1999-01-01"}, "confirm_by", Fault.PAST),
        ({"sectors": "MD XX"}, "sectors", Fault.NO_SUCH_SECTOR),
        ({"languages": "qq-1"}, "languages", Fault.NO_SUCH_LANGUAGE),
        ({"exclusions": "x" * 5000}, "exclusions", Fault.TOO_LONG),
        ({"firm": "other"}, "firm", Fault.OTHER_FIRM),
    ],
)
def test_a_row_that_cannot_be_taken_is_refused_with_its_column_and_spoils_no_other(
    firm, values, column, fault
):
    bad = {"service": "rep-ukrp", "market": "uk", **values}
    good = {"service": "qa-audit", "market": "kr"}
    first, second = planned(firm, bad, good).outcomes
    assert wrong(first) == {column: fault}
    assert second.fate is Fate.ADDED


def test_of_two_rows_for_one_cell_the_first_is_read(firm):
    row = {"service": "rep-ukrp", "market": "uk"}
    first, second = planned(firm, row, {**row, "market": "UK", "means": "own"}).outcomes
    assert first.fate is Fate.ADDED
    assert (wrong(second), second.same_as) == ({"service": Fault.TWICE}, 2)


@pytest.mark.parametrize(
    ("known", "fate"),
    [
        (None, Fate.KEPT),
        ("", Fate.KEPT),
        ("yesterday", Fate.KEPT),
        ((NOON - DAY).isoformat(), Fate.KEPT),
        (NOON.isoformat(timespec="seconds"), Fate.CHANGED),
        ((NOON + DAY).isoformat(), Fate.CHANGED),
    ],
)
def test_what_was_confirmed_is_changed_only_by_a_row_that_knows_of_it(firm, known, fate):
    make_offering(firm, confirmed_at=NOON, confirm_by=TODAY + DAY)
    column = {} if known is None else {"confirmed_at": known}
    outcome = one(firm, intake="closed", **column)
    assert outcome.fate is fate
    assert (outcome.confirmed_at == NOON) == (fate is Fate.KEPT)


def full(firm):
    make_offering(firm, "QA-AUDIT", "KR", sectors=(), is_open=False)
    make_offering(
        firm,
        means=Means.PARTNER,
        partner="=Dunlin",
        intake=Intake.WAITING,
        sectors=("MD-ACTIVE", "IVD"),
        excluded_sectors=["MD-IMPLANT"],
        exclusions="不含第三類",
        switching="Three months,\n“in writing”; see page 2.",
        written_in="zh-hant",
        languages=["en", "zh-Hant"],
        fees={"annual": "included", "release": "ask"},
        confirmed_at=NOON,
        confirm_by=TODAY + 30 * DAY,
        basis=Basis.VERIFIED,
    )
    return [row_of(firm.slug, each) for each in offerings_of(firm).values()]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_what_is_written_and_read_again_changes_nothing(firm, kind):
    rows = full(firm)
    data = csv_of(COLUMNS, rows).encode() if kind == "csv" else xlsx_of("Offerings", COLUMNS, rows)
    found = planned(firm, *read_table(data, needed=("service", "market"), known=COLUMNS).rows)
    assert [each.fate for each in found.outcomes] == [Fate.SAME, Fate.SAME]


def test_what_would_run_is_written_behind_an_apostrophe(firm):
    assert "'=Dunlin" in csv_of(COLUMNS, full(firm))


def test_what_the_plan_says_is_what_is_done(firm):
    make_offering(firm, "QA-AUDIT", "KR", basis=Basis.INFERRED)
    found = planned(
        firm,
        {"service": "qa-audit", "market": "kr", "means": "advice"},
        {"service": "qa-audit", "market": "tw", "means": "own"},
        {"service": "qa-audit", "market": "nowhere"},
    )
    with transaction():
        keep_cells(firm, found.changes, by=None, at=NOON, taxonomy=taxonomy(1))
    kept = {key: (each.means, each.basis) for key, each in offerings_of(firm).items()}
    assert kept == {
        ("QA-AUDIT", "KR"): (Means.ADVICE, Basis.STATED),
        ("QA-AUDIT", "TW"): (Means.OWN, Basis.STATED),
    }
