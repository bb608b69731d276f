"""The directory's figures: what each further choice would leave, and where else to look."""

import re

import pytest

from tests.factories.firms import make_firm, make_offering

pytestmark = pytest.mark.usefixtures("database")

TICK = re.compile(
    r'name="(?P<name>\w+)" value="(?P<value>[^"]+)"(?: checked)?>.*?aria-hidden="true">(?P<firms>\d+)<'
)
NEAR = re.compile(r'<li class="firm-row wide near">.*?href="/en/firms/([^"]+)".*?<b>([^<]+)</b>', re.DOTALL)


def figures(client, query: str, name: str) -> dict[str, int]:
    """By value of a group: the figure beside it."""
    answer = client.get(f"/en/firms/{query}")
    assert answer.status_code == 200
    return {each["value"]: int(each["firms"]) for each in TICK.finditer(answer.text) if each["name"] == name}


def listed(client, query: str) -> int:
    return int(re.search(r'<div class="chosen"><p><b>(\d+)', client.get(f"/en/firms/{query}").text)[1])


def near(client, query: str) -> dict[str, str]:
    return dict(NEAR.findall(client.get(f"/en/firms/{query}").text))


@pytest.fixture
def shelf(database):
    """Four firms whose offerings differ in one thing each."""
    for slug, service, market, sector, tongue in (
        ("person", "REP-UKRP", "UK", "MD", "en"),
        ("german", "REP-UKRP", "UK", "COS", "de"),
        ("auditor", "QA-AUDIT", "UK", "MD", "en"),
        ("abroad", "QA-AUDIT", "JP", "MD", "ja"),
    ):
        make_offering(
            make_firm(slug=slug, working_languages=[tongue], sectors=(sector,)),
            service,
            market,
            sectors=(sector,),
        )


def test_a_figure_counts_firms_given_all_other_groups(client, shelf):
    assert figures(client, "?market=uk", "service") == {"rep-ukrp": 2, "qa-audit": 1}
    assert figures(client, "?service=qa-audit", "market") == {"uk": 1, "jp": 1}
    assert figures(client, "?market=uk&language=de", "service") == {"rep-ukrp": 1}


def test_a_group_does_not_narrow_itself(client, shelf):
    found = figures(client, "?market=uk&service=rep-ukrp", "service")
    assert found == {"rep-ukrp": 2, "qa-audit": 1}


def test_market_service_and_product_are_counted_in_one_offering(client, shelf):
    both = make_firm(slug="both")
    make_offering(both, "REP-UKRP", "UK")
    make_offering(both, "QA-AUDIT", "JP")
    assert figures(client, "?service=qa-audit", "market") == {"jp": 2, "uk": 1}


def test_a_search_word_narrows_the_figures(client, shelf):
    make_offering(make_firm(slug="dunlin", texts={"en": {"name": "Dunlin"}}), "REP-UKRP", "UK")
    assert figures(client, "?q=dunlin", "service") == {"rep-ukrp": 1}


@pytest.mark.parametrize("name", ["market", "sector", "family", "service", "language"])
@pytest.mark.parametrize(
    "query", ["?", "?market=uk", "?service=qa-audit&language=en", "?sector=md&market=uk"]
)
def test_every_figure_is_what_one_gets(client, shelf, name, query):
    parts = [each for each in query[1:].split("&") if each and not each.startswith(f"{name}=")]
    for value, firms in figures(client, query, name).items():
        wanted = "?" + "&".join([*parts, f"{name}={value}"])
        if firms:
            assert listed(client, wanted) == firms, wanted


def test_chosen_values_come_first_and_nothing_else_counts_none(client, shelf):
    found = figures(client, "?service=qa-audit&market=fr&market=jp", "market")
    assert list(found) == ["jp", "fr", "uk"]
    assert found["fr"] == 0
    assert 0 not in [firms for value, firms in found.items() if value != "fr"]


def test_a_long_group_is_folded(client):
    for market in ("UK", "US", "JP", "KR", "TW", "CN", "AU", "CA", "BR", "MX", "IN", "SG"):
        make_offering(make_firm(), "QA-AUDIT", market)
    text = client.get("/en/firms/").text
    assert '<details class="fold"><summary>4 more</summary>' in text
    assert len(figures(client, "", "market")) == 12


def test_each_group_says_its_rule(client):
    text = client.get("/en/firms/").text
    assert text.count("Any of those ticked;") == 5
    assert "one and the same offering must have the product and service too" in text


# -- who nearly fits --------------------------------------------------------------------------------------


def test_a_firm_that_does_it_elsewhere_is_shown_with_what_is_missing(client, shelf):
    lacks = "Missing: no offering of UK Responsible Person in Japan"
    assert near(client, "?market=jp&service=rep-ukrp") == {"person": lacks, "german": lacks}


def test_a_role_like_it_in_the_same_part_of_the_world_is_near(client):
    make_offering(make_firm(slug="rep"), "REP-EC-REP", "EU")
    make_offering(make_firm(slug="far"), "REP-US-AGENT", "US")
    text = client.get("/en/firms/?market=ch&service=rep-ch-rep").text
    assert list(near(client, "?market=ch&service=rep-ch-rep")) == ["rep"]
    assert "no offering of Swiss Authorised Representative (CH-REP) in Switzerland" in text
    assert "Holds: EU Authorised Representative: European Union" in text


def test_a_firm_that_lacks_only_the_language_comes_first(client, shelf):
    make_offering(make_firm(slug="speaker", working_languages=["ja"]), "REP-UKRP", "JP")
    found = near(client, "?market=uk&service=rep-ukrp&sector=md&language=ja")
    assert list(found) == ["person", "speaker"]
    assert found["person"] == "Missing: does not name Japanese as a working language"


def test_a_firm_that_does_it_for_other_products_says_so(client, shelf):
    text = client.get("/en/firms/?market=uk&service=rep-ukrp&sector=ivd").text
    assert "no offering of UK Responsible Person in the United Kingdom for in vitro diagnostics" in text


def test_nobody_near_is_shown_beside_a_full_page(client):
    for _ in range(3):
        make_offering(make_firm(), "QA-AUDIT", "UK")
    make_offering(make_firm(slug="elsewhere"), "QA-AUDIT", "JP")
    assert near(client, "?market=uk&service=qa-audit") == {}
    assert near(client, "?market=jp&service=qa-audit") != {}


def test_a_firm_that_fits_is_never_near_as_well(client):
    wide = make_firm(slug="wide")
    make_offering(wide, "QA-AUDIT", "UK")
    make_offering(wide, "QA-AUDIT", "JP")
    assert near(client, "?market=uk&service=qa-audit") == {}


def test_a_sample_is_near_only_where_samples_take_part(database):
    from app.directory.selection import Searching, select_firms
    from app.directory.shelf import Shelf
    from app.web.edition import current_taxonomy

    make_offering(make_firm(slug="sample", demo=True), "QA-AUDIT", "UK")
    shelf = Shelf(market=("JP",), service=("QA-AUDIT",))
    for demo in (True, False):
        searching = Searching(current_taxonomy(), demo=demo, turn=lambda slug: slug.encode().ljust(2))
        found = select_firms(shelf, searching, called=None)
        assert [each.slug for each in found.near] == (["sample"] if demo else [])
