"""A firm reads its figures: what is counted, what is not told, and nobody else's."""

import csv
import io

import pytest
from sqlalchemy import event, select
from sqlalchemy.engine import Engine

from app.figures.models import DailyCount, Sight
from app.kernel.clock import now
from app.kernel.db import db
from app.web.sights import is_robot
from tests.doors.visitors import signed_in
from tests.factories import make_firm, make_member, make_offering
from tests.factories.keeping import keep

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
PAGE = "/en/workspace/theirs/figures"


@pytest.fixture
def firm(database):
    return make_firm(slug="theirs")


@pytest.fixture
def client(app, firm):
    app.extensions["sights"].buffer.take()
    return signed_in(app, make_member(firm))


@pytest.fixture
def visit(app, database):
    """Fetch a public page as a reader; what was counted is kept at once."""
    app.extensions["sights"].buffer.take()

    def fetch(address, *, agent=FIREFOX, method="GET", **headers):
        sent = {"User-Agent": agent} | headers
        answer = app.test_client().open(address, method=method, headers=sent)
        app.extensions["sights"].keep()
        db.session.expire_all()
        return answer

    return fetch


def counted(firm):
    rows = db.session.scalars(select(DailyCount).where(DailyCount.firm_id == firm.id))
    return {(each.sight, each.market, each.service): each.number for each in rows}


def count(firm, sight, number, market="", service=""):
    cell = {"market": market, "service": service}
    keep(DailyCount(firm_id=firm.id, day=now().date(), sight=sight, number=number, **cell))


def test_a_listing_is_counted_each_time_it_leaves_also_unchanged_and_from_the_cache(firm, visit):
    first = visit("/en/firms/theirs")
    visit("/zh-hant/firms/theirs")
    assert visit("/en/firms/theirs", **{"If-None-Match": first.headers["ETag"]}).status_code == 304
    assert counted(firm) == {(Sight.VIEW, "", ""): 3}


def test_robots_stand_apart_and_looking_ahead_or_asking_for_the_head_is_no_view(firm, visit):
    visit("/en/firms/theirs", agent="Mozilla/5.0 (compatible; Somebot/2.1; +https://example.test)")
    visit("/en/firms/theirs", method="HEAD")
    visit("/en/firms/theirs", **{"Sec-Purpose": "prefetch"})
    visit("/en/firms/no-such-firm")
    assert counted(firm) == {(Sight.ROBOT, "", ""): 1}


@pytest.mark.parametrize(
    ("agent", "robot"),
    [
        (FIREFOX, False),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Safari/604.1", False),
        ("Mozilla/5.0 (Linux; Android 10; CUBOT X19) AppleWebKit/537.36 Chrome/120.0 Mobile", False),
        ("", True),
        ("curl/8.5.0", True),
        ("Googlebot/2.1 (+http://www.google.com/bot.html)", True),
        ("Mozilla/5.0 (compatible; bingbot/2.0)", True),
        ("Mozilla/5.0 (compatible; Baiduspider/2.0)", True),
    ],
)
def test_a_robot_is_known_by_its_own_word(agent, robot):
    assert is_robot(agent) is robot


def test_a_result_counts_for_the_cells_that_the_reader_named(visit, database):
    firm = make_firm(slug="found")
    make_offering(firm, "REP-UKRP", "UK")
    visit("/en/firms/?market=uk&service=rep-ukrp")
    visit("/en/firms/?market=uk")
    visit("/en/firms/")
    visit("/en/firms/?market=us")
    assert counted(firm) == {
        (Sight.FOUND, "UK", "REP-UKRP"): 1,
        (Sight.FOUND, "UK", ""): 1,
        (Sight.FOUND, "", ""): 1,
    }


def test_a_reading_request_writes_nothing_itself(app, firm):
    app.test_client().get("/en/firms/theirs", headers={"User-Agent": FIREFOX})
    assert counted(firm) == {}


def test_the_page_shows_each_chart_with_its_table(client, firm):
    count(firm, Sight.VIEW, 1234)
    page = client.get(PAGE).text
    assert page.count("<svg") == page.count("<details") == 1
    assert page.count("None in this period.") == 2
    assert "1,234" in page
    assert 'style="' not in page


def test_a_number_that_could_be_one_reader_is_not_told(client, firm):
    count(firm, Sight.VIEW, 3)
    count(firm, Sight.FOUND, 2, "UK", "REP-UKRP")
    for address in (PAGE, f"{PAGE}.csv"):
        page = client.get(address).text
        assert "fewer than 5" in page
        assert ">3<" not in page
        assert ",3\r" not in page


def test_without_figures_the_page_says_what_will_stand_there(client):
    page = client.get(PAGE).text
    assert "Nothing was counted in this period yet." in page
    assert "<svg" not in page


def test_the_file_is_for_a_spreadsheet_and_runs_nothing(client, firm):
    count(firm, Sight.VIEW, 12)
    answer = client.get(f"{PAGE}.csv?period=year")
    assert answer.mimetype == "text/csv"
    assert "figures-theirs.csv" in answer.headers["Content-Disposition"]
    rows = list(csv.reader(io.StringIO(answer.text.lstrip("\ufeff"))))
    assert rows[0] == ["Figure", "First day", "Last day", "Market", "Service", "Value"]
    assert "12" in [row[-1] for row in rows]
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row)


def test_another_firm_reads_none_of_it(app, firm):
    other = signed_in(app, make_member(make_firm()))
    assert [other.get(f"{PAGE}{each}").status_code for each in ("", ".csv")] == [404, 404]


@pytest.mark.parametrize("period", ["weeks", "months", "year", "no-such-period", ""])
def test_the_page_takes_as_many_statements_whatever_there_is(client, firm, period):
    def statements():
        seen = []
        event.listen(Engine, "before_cursor_execute", note := lambda *args: seen.append(args[2]))
        assert client.get(f"{PAGE}?period={period}").status_code == 200
        event.remove(Engine, "before_cursor_execute", note)
        return len(seen)

    statements()
    before = statements()
    for market in ("UK", "CH", "EU", "US"):
        count(firm, Sight.FOUND, 20, market, "REP-UKRP")
    assert statements() == before
