"""The directory: what is asked for must hold in one offering, and nothing is ever just empty."""

import re
from datetime import date

import pytest

from app.directory.selection import Searching, select_firms
from app.directory.shelf import Shelf, asked_for
from app.directory.turns import Turns
from app.web.edition import current_taxonomy
from tests.factories.firms import make_firm, make_offering

pytestmark = pytest.mark.usefixtures("database")

ROW = re.compile(r'<li class="firm-row wide">.*?href="/en/firms/([^"]+)"', re.DOTALL)


def listed(client, query: str) -> list[str]:
    answer = client.get(f"/en/firms/{query}")
    assert answer.status_code == 200
    return ROW.findall(answer.text)


def test_market_and_service_must_hold_in_one_offering(client):
    agent = make_firm(slug="agent", country="UK")
    make_offering(agent, "REP-US-AGENT", "US")
    make_offering(agent, "QA-AUDIT", "UK")
    make_offering(make_firm(slug="person"), "REP-UKRP", "UK")

    assert listed(client, "?market=uk&service=rep-ukrp&service=rep-us-agent") == ["person"]


def test_market_service_and_product_must_hold_in_one_offering(client):
    firm = make_firm(slug="mixed", sectors=("MD", "FOOD"))
    make_offering(firm, "REP-UKRP", "UK", sectors=("MD",))
    make_offering(firm, "LAB-REVIEW", "UK", sectors=("FOOD",))

    assert listed(client, "?market=uk&service=rep-ukrp&sector=food") == []
    assert listed(client, "?market=uk&service=lab-review&sector=food") == ["mixed"]


def test_a_repeated_filter_means_any_of(client):
    make_offering(make_firm(slug="here"), "QA-AUDIT", "UK")
    make_offering(make_firm(slug="there"), "QA-AUDIT", "US")
    make_offering(make_firm(slug="elsewhere"), "QA-AUDIT", "JP")

    assert sorted(listed(client, "?market=uk&market=us")) == ["here", "there"]


def test_a_family_means_any_service_of_it(client):
    make_offering(make_firm(slug="agent"), "REP-UKRP", "UK")
    make_offering(make_firm(slug="auditor"), "QA-AUDIT", "UK")

    assert listed(client, "?family=representation") == ["agent"]


def test_codes_are_read_in_either_case(client):
    make_offering(make_firm(slug="person"))
    assert listed(client, "?market=UK&service=Rep-UKRP") == ["person"]


def test_the_very_market_comes_before_what_lies_around_it(client):
    for slug, market in (("wide", "EU"), ("exact", "DE")):
        make_offering(make_firm(slug=slug), "QA-AUDIT", market)
    make_offering(make_firm(slug="sibling"), "QA-AUDIT", "FR")

    assert listed(client, "?market=de") == ["exact", "wide"]


def test_a_firm_that_meets_more_comes_first(client):
    make_offering(make_firm(slug="one"), "REP-UKRP", "UK")
    both = make_firm(slug="two")
    make_offering(both, "REP-UKRP", "UK")
    make_offering(both, "QA-AUDIT", "UK")

    assert listed(client, "?market=uk&service=rep-ukrp&service=qa-audit") == ["two", "one"]


def test_equals_take_turns_from_day_to_day(database):
    for number in range(8):
        make_firm(slug=f"equal-{number}")

    def order(day: int) -> list[str]:
        turn = Turns("a secret", date(2026, 11, day))
        found = select_firms(Shelf(), Searching(current_taxonomy(), demo=True, turn=turn), called=None)
        return [each.slug for each in found.found]

    assert order(1) == order(1)
    assert sorted(order(1)) == sorted(order(2))
    assert len({tuple(order(day)) for day in range(1, 6)}) > 1


def test_a_working_language_is_a_filter(client):
    make_firm(slug="hant", working_languages=["en", "zh-Hant"])
    make_firm(slug="hans", working_languages=["zh-Hans"])

    assert listed(client, "?language=zh-hant") == ["hant"]


def test_a_name_is_found_in_any_script_and_case(client):
    make_firm(slug="hall", texts={"zh-hant": {"name": "鄧林顧問", "name_language": "zh-hant"}})
    make_firm(slug="other")

    assert listed(client, "?q=邓林") == ["hall"]
    assert listed(client, "?q=鄧林") == ["hall"]


def test_a_search_that_is_a_name_of_the_taxonomy_acts_as_that_filter(client):
    make_offering(make_firm(slug="person"))
    make_offering(make_firm(slug="auditor"), "QA-AUDIT", "UK")

    assert listed(client, "?q=UKRP") == ["person"]
    assert "is read as: UK Responsible Person" in client.get("/en/firms/?q=UKRP").text


@pytest.mark.parametrize("letter", ["%25", "_", "'", "%5C", "%22", "*", "AND", "NOT", "(", "%26", ":*"])
def test_letters_that_mean_something_to_the_database_are_only_letters(client, letter):
    make_firm(slug="plain")
    assert listed(client, f"?q={letter}") == []


@pytest.mark.parametrize("query", ["?market=atlantis", "?foo=1", "?language=xx"])
def test_what_is_no_filter_is_left_out_and_said(client, query):
    make_firm(slug="firm")
    answer = client.get(f"/en/firms/{query}")
    assert answer.status_code == 200
    assert "it was left out" in answer.text
    assert ROW.findall(answer.text) == ["firm"]


def test_what_was_typed_is_shown_escaped(client):
    text = client.get("/en/firms/?x=%3Cscript%3E&q=%3Cb%3E").text
    assert "<script>" not in text
    assert "<b>" not in text.replace("<b>Any", "").split('id="results"')[0]


@pytest.mark.parametrize(
    ("page", "shown"), [("2", 1), ("99", 1), ("0", 20), ("-1", 20), ("x", 20), ("²", 20)]
)
def test_a_page_that_is_not_there_is_the_nearest_one(client, page, shown):
    for _ in range(21):
        make_firm()
    answer = client.get(f"/en/firms/?page={page}")
    assert len(ROW.findall(answer.text)) == shown
    assert ("There is no such page" in answer.text) is (page != "2")


def test_every_firm_stands_on_one_page_only(client):
    slugs = {make_firm().slug for _ in range(45)}
    pages = [listed(client, f"?page={page}") for page in (1, 2, 3)]
    assert [len(page) for page in pages] == [20, 20, 5]
    assert {slug for page in pages for slug in page} == slugs


def test_a_draft_is_not_public(client):
    from app.directory.models import Visibility

    make_firm(slug="draft", visibility=Visibility.DRAFT)
    assert listed(client, "") == []
    assert client.get("/en/firms/draft").status_code == 404


def test_an_empty_result_names_the_condition_to_drop(client):
    make_offering(make_firm(), "REP-UKRP", "UK")
    text = client.get("/en/firms/?market=jp&service=rep-ukrp").text
    assert "No listed firm meets all of this at once: Japan; UK Responsible Person" in text
    assert '<a href="/en/firms/?service=rep-ukrp">Without Japan</a>' in text


def test_a_reason_says_service_market_product_and_whose_word_it_is(client):
    make_offering(make_firm())
    text = client.get("/en/firms/?market=uk&sector=md").text
    assert "UK Responsible Person: United Kingdom; Medical devices; stated by the firm" in text


def test_sample_firms_take_part_only_where_they_are_wanted(database):
    make_firm(slug="sample", demo=True)
    make_firm(slug="real")
    turn = Turns("a secret", date(2026, 11, 1))
    everyone = Searching(current_taxonomy(), demo=False, turn=turn)
    assert [each.slug for each in select_firms(Shelf(), everyone, called=None).found] == ["real"]


def test_a_canonical_address_leaves_out_what_was_ignored(client):
    text = client.get("/en/firms/?market=UK&foo=1&page=1").text
    assert 'rel="canonical" href="http://127.0.0.1:8000/en/firms/?market=uk"' in text


def test_filters_beyond_reason_are_cut(database):
    args = {"market": list(current_taxonomy().regions)[:40], "q": ["x" * 500]}
    asked = asked_for(args, current_taxonomy())
    assert len(asked.shelf.market) == 20
    assert len(asked.shelf.q) == 200
