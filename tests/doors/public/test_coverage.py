"""Coverage: every cell a number and a way, the noughts too."""

import csv
import io
import re

import pytest

from tests.factories.firms import make_firm, make_offering

CELL = re.compile(r'<td class="(w\d)"><a href="([^"]+)"><span class="vh">([^<]+)</span>(\d+)</a>')


def cells(client, language: str = "en") -> dict[str, tuple[str, int]]:
    """By address: the wash and the number."""
    found = CELL.findall(client.get(f"/{language}/coverage").text)
    return {address.replace("&amp;", "&"): (wash, int(number)) for wash, address, _words, number in found}


def test_a_firm_is_counted_once_in_each_cell_it_has(client):
    firm = make_firm()
    make_offering(firm, "QA-AUDIT", "UK")
    make_offering(firm, "QA-ISO13485", "UK")
    assert cells(client)["/en/firms/?market=uk&family=quality"] == ("w1", 1)


def test_an_empty_cell_is_shown_and_leads_to_what_comes_nearest(client):
    make_offering(make_firm(), "QA-AUDIT", "UK")
    address = "/en/firms/?market=uk&family=clinical"
    assert cells(client)[address] == ("w0", 0)
    assert "No listed firm meets all of this at once" in client.get(address).text


@pytest.mark.demo
@pytest.mark.parametrize("language", ["en", "zh-hant", "zh-hans"])
def test_a_number_is_the_number_of_firms_behind_it(client, language):
    for address, (_wash, number) in list(cells(client, language).items())[::97]:
        text = client.get(address).text
        assert (f"<b>{number} " in text) is bool(number), address


@pytest.mark.demo
def test_the_matrix_is_a_table_a_screen_reader_can_walk(client):
    text = client.get("/en/coverage").text
    assert '<table class="matrix"><caption' in text
    assert text.count('scope="rowgroup"') >= 5
    assert text.count('scope="row"') > 50
    assert "<script" not in text.split("</head>")[1]


@pytest.mark.demo
def test_the_file_says_the_same_as_the_page(client):
    answer = client.get("/zh-hant/coverage.csv")
    assert answer.mimetype == "text/csv"
    assert answer.data.startswith(b"\xef\xbb\xbf")
    rows = {row[2]: row for row in csv.reader(io.StringIO(answer.data.decode("utf-8-sig")))}
    _wash, number = cells(client, "zh-hant")["/zh-hant/firms/?market=eu&family=quality"]
    assert rows["EU"][1] == "歐盟"
    assert str(number) == rows["EU"][3 + 4]


def test_a_listing_with_many_markets_has_a_grid_of_its_own(client):
    firm = make_firm(slug="wide")
    for market in ("UK", "EU", "US", "CN", "JP", "KR", "TW"):
        make_offering(firm, "QA-AUDIT", market)
    text = client.get("/en/firms/wide").text
    assert '<a href="#in-jp"><span class="vh">Japan, Quality systems and audits: </span><b>1</b>' in text
    assert 'id="in-jp"' in text
    assert "is not stated by the firm and is not guessed" in text
