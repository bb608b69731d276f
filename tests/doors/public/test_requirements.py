"""The finder: what holds for this product from there, who can take it on, one way to ask for all of it."""

import csv
import io
import re
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest

from app.web.sheets import csv_of, plain
from tests.doors.public.visitor import Visitor
from tests.factories.firms import make_firm, make_offering
from tests.house.markup import faults_of

IVD_TO_TWO = "origin=tw&sector=ivd&market=uk&market=ch"


def finder(client, query: str, language: str = "en") -> str:
    answer = client.get(f"/{language}/requirements?{query}")
    assert answer.status_code == 200
    return unescape(answer.text)


def shown(text: str) -> set[str]:
    """The rules set out in full."""
    return set(re.findall(r'<article class="req" id="([^"]+)"', text))


def test_a_market_brings_the_rules_of_its_parts_and_of_its_union(client):
    assert {"gb-dev-ukrp", "ni-dev-ar", "ch-ivd-ar"} <= shown(finder(client, IVD_TO_TWO))
    assert "eu-ivd-ar" in shown(finder(client, "sector=ivd&market=de"))
    assert "holds in: Germany" in finder(client, "sector=ivd&market=de")


def test_a_rule_of_two_chosen_markets_stands_once(client):
    text = finder(client, "sector=ivd&market=de&market=fr")
    assert text.count('id="eu-ivd-ar"') == 1
    assert "holds in: Germany, France" in text


def test_only_what_is_about_the_product(client):
    codes = shown(finder(client, "sector=cos&market=uk"))
    assert "gb-cos-rp" in codes
    assert "gb-dev-ukrp" not in codes


def test_a_maker_inside_the_market_needs_no_representative_there(client):
    inside = finder(client, "origin=de&sector=md&market=eu")
    assert "eu-md-ar" not in shown(inside)
    assert "eu-dev-ce" in shown(inside)
    assert "inside this market and can take the role itself: Representative in the market" in inside
    assert "eu-md-ar" in shown(finder(client, "origin=ch&sector=md&market=eu"))


def test_what_is_unconfirmed_is_never_among_what_is_fact(client):
    for group in finder(client, IVD_TO_TWO).split('<section class="entry">'):
        fact, _, doubt = group.partition('<div class="unconfirmed">')
        assert "Unconfirmed:" not in fact
        assert "Checked against" not in doubt


@pytest.mark.demo
@pytest.mark.parametrize(
    "query", [IVD_TO_TWO, "sector=md&market=us", "market=kr", "sector=supp&market=cn&market=de"]
)
def test_a_count_is_the_number_of_firms_behind_its_link(client, query):
    found = re.findall(r'<td class="r num"[^>]*><a href="([^"]+)">(\d+)</a>', finder(client, query))
    assert found
    for address, number in found:
        behind = client.get(address).text
        assert (f"<b>{number} " in behind) if int(number) else "No listed firm" in behind, address


def test_the_firm_that_can_take_on_the_most_stands_first(client):
    narrow, wide = make_firm(slug="narrow"), make_firm(slug="wide")
    for firm, cells in (
        (narrow, [("REP-CH-REP", "CH")]),
        (wide, [("REP-CH-REP", "CH"), ("REP-UKRP", "UK")]),
    ):
        for service, market in cells:
            make_offering(firm, service, market, sectors=("IVD",))
    hand = finder(client, IVD_TO_TWO).split("From one hand")[1].split("</section>")[0]
    assert "/en/firms/wide" in hand
    assert "/en/firms/narrow" not in hand


def test_one_button_asks_for_all_of_it(client):
    visitor = Visitor(client)
    page = visitor.get(f"requirements?{IVD_TO_TWO}")
    asked = parse_qs(urlsplit(page.form("/ask").get("action")).query)
    assert asked["market"] == ["uk", "ch"]
    assert asked["origin"] == ["tw"]
    assert {"rep-ukrp", "rep-ch-rep"} <= set(asked["service"])
    begun = visitor.send(page, "/ask")
    values = begun.values("/ask")
    assert set(values.getlist("market")) - {""} == {"UK", "CH"}
    assert {"REP-UKRP", "REP-CH-REP"} <= set(values.getlist("service"))
    assert values.getlist("sector") == ["IVD"]
    assert values["country"] == "TW"
    assert "Markets to enter: United Kingdom, Switzerland" in values["text"]


@pytest.mark.parametrize("query", ["market=is&market=no", "sector=samd", "sector=md-active&market=kr"])
def test_asking_keeps_choices_that_have_no_box_of_their_own(client, query):
    values = Visitor(client).get(f"ask?{query}").values("/ask")
    for name, codes in parse_qs(query).items():
        assert {code.upper() for code in codes} <= set(values.getlist(name))


@pytest.mark.parametrize("language", ["zh-hant", "zh-hans"])
def test_conditions_are_in_the_readers_language(client, language):
    text = finder(client, "market=uk&market=us&market=eu&market=cn&market=tw", language)
    said = re.findall(r'<p class="note">(?:適用|适用)[^<]+</p>', text)
    assert len(said) > 20
    assert not [each for each in said if re.search(r"[A-Za-z]+ [a-z]+ [a-z]+", each)]


def test_a_choice_is_an_address(client):
    text = finder(client, "market=CH&sector=IVD&origin=TW&market=uk")
    assert (
        'canonical" href="http://127.0.0.1:8000/en/requirements?origin=tw&sector=ivd&market=ch&market=uk"'
        in text
    )
    assert re.search(r'value="tw" selected', text)
    assert text.count(" checked>") == 2


def test_of_a_market_without_rules_we_say_that_we_know_none(client):
    text = finder(client, "market=gh")
    assert "No rule is recorded yet for: Ghana" in text
    assert "does not mean that nothing is required" in text


@pytest.mark.parametrize(
    "query",
    [
        "market=atlantis",
        "market=uk&sector=magic&origin=moon",
        "origin=eu&market=uk",
        "&".join(f"market={code}" for code in ("uk", "ch", "us", "eu", "cn", "tw", "jp", "kr", "br", "mx")),
        "market=" + "x" * 10000,
    ],
)
def test_what_is_no_choice_is_named_and_left_out(client, query):
    text = client.get(f"/en/requirements?{query}").text
    assert "was left out" in text
    assert list(faults_of(text, "en")) == []


def test_two_hundred_markets_are_bounded(client):
    assert client.get("/en/requirements?" + "&".join(["market=uk"] * 200)).status_code == 200


def test_the_file_holds_every_rule_with_its_evidence(client):
    answer = client.get(f"/zh-hans/requirements.csv?{IVD_TO_TWO}")
    assert answer.mimetype == "text/csv"
    head, *rows = csv.reader(io.StringIO(answer.data.decode("utf-8-sig")))
    assert {row[-1].lower() for row in rows} == shown(finder(client, IVD_TO_TWO))
    assert len({len(row) for row in [head, *rows]}) == 1
    assert head[0] == "市场"


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", " =1", "＝1"])
def test_no_cell_runs_as_a_formula(cell):
    assert plain(cell) == f"'{cell}"
    assert f"'{cell}" in csv_of(["a"], [[cell]])


def test_numbers_stay_numbers():
    assert [plain(each) for each in (0, -3, 2.5, None)] == ["0", "-3", "2.5", ""]
