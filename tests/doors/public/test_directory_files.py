"""The directory's result as a file for a spreadsheet."""

import csv
import io
import zipfile
from xml.etree import ElementTree

import pytest

from tests.factories.firms import make_firm, make_offering

pytestmark = pytest.mark.usefixtures("database")

_NS = {"s": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}


def table(client, address: str) -> list[dict[str, str]]:
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer.mimetype == "text/csv"
    assert answer.data.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"))))


def part(data: bytes, name: str) -> ElementTree.Element:
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        return ElementTree.fromstring(book.read(f"xl/{name}.xml"))


def cells(data: bytes) -> list[list[str]]:
    """The words of each cell that has any, row by row."""
    words = ["".join(each.itertext()) for each in part(data, "sharedStrings")]
    return [
        [words[int(cell[0].text)] if cell.get("t") == "s" else cell[0].text for cell in row]
        for row in part(data, "worksheets/sheet1").iterfind(".//s:row", _NS)
    ]


def test_the_file_holds_what_the_page_lists_in_its_order(client):
    for slug, market in (("wide", "EU"), ("exact", "DE"), ("other", "JP")):
        make_offering(make_firm(slug=slug, texts={"en": {"name": slug}}), "QA-AUDIT", market)
    found = table(client, "/en/firms.csv?market=de")
    assert [each["Firm"] for each in found] == ["exact", "wide"]
    assert found[0]["Why shown"].startswith("Audits (internal, supplier, mock): Germany")
    assert found[0]["Listing"] == "http://127.0.0.1:8000/en/firms/exact"
    assert [each["Firm"] for each in table(client, "/en/firms.csv?market=de&sort=name")] == ["exact", "wide"]


@pytest.mark.parametrize(("language", "head"), [("zh-hant", "公司"), ("zh-hans", "公司")])
def test_the_head_is_in_the_readers_language(client, language, head):
    make_firm()
    found = table(client, f"/{language}/firms.csv")
    assert head in found[0]
    assert "Firm" not in found[0]


def test_no_address_of_anybody_is_in_it(client):
    make_firm(slug="firm", contact_email="someone@private.test", website="https://firm.test/")
    text = client.get("/en/firms.csv").text
    assert "https://firm.test/" in text
    assert "@" not in text


def test_a_sample_is_marked_and_has_no_site(client):
    make_firm(slug="sample", demo=True, website="https://sample.example/")
    (found,) = table(client, "/en/firms.csv")
    assert found["Sample"] == "Sample"
    assert found["Website"] == ""


def test_a_name_that_would_run_does_not(client):
    make_firm(texts={"en": {"name": "=HYPERLINK(1)"}})
    (found,) = table(client, "/en/firms.csv")
    assert found["Firm"] == "'=HYPERLINK(1)"
    data = client.get("/en/firms.xlsx").data
    assert part(data, "worksheets/sheet1").findall(".//s:f", _NS) == []
    assert "=HYPERLINK(1)" in cells(data)[1]
    assert [each for each in part(data, "styles").iter() if each.get("quotePrefix") == "1"]


def test_the_workbook_holds_the_same_rows(client):
    for _ in range(3):
        make_firm()
    answer = client.get("/en/firms.xlsx")
    assert answer.mimetype == "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    head, *rows = cells(answer.data)
    lines = table(client, "/en/firms.csv")
    assert head == list(lines[0])
    assert [row[1] for row in rows] == [each["Firm"] for each in lines]


def test_a_file_has_an_end(client, monkeypatch):
    monkeypatch.setattr("app.public.firm_sheet.MOST_FIRMS", 2)
    for _ in range(3):
        make_firm()
    assert len(table(client, "/en/firms.csv")) == 2
    assert "The first 2 firms as a file:" in client.get("/en/firms/").text


def test_the_page_leads_to_the_file_of_just_this_result(client):
    make_offering(make_firm())
    text = client.get("/en/firms/?market=uk&sort=name&foo=1").text
    assert 'href="/en/firms.csv?market=uk&amp;sort=name"' in text
    assert 'href="/en/firms.xlsx?market=uk&amp;sort=name"' in text


def test_an_empty_result_is_a_head_alone(client):
    assert table(client, "/en/firms.csv?market=jp&service=rep-ukrp") == []
    assert client.get("/en/firms.xlsx?q=nobody").status_code == 200
