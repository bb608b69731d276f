"""Firms side by side: differences first, and a clear sentence where there is nothing to compare."""

import re

import pytest

from app.directory.models import Basis, Means
from app.i18n.addresses import Addresses
from app.i18n.languages import LANGUAGES
from tests.factories.firms import make_firm, make_offering


def compare(client, *slugs: str, language=LANGUAGES[0]) -> str:
    answer = client.get(Addresses(language).compare(slugs))
    assert answer.status_code == 200
    return answer.text


def test_what_differs_stands_before_what_is_alike(client):
    one, two = make_firm(slug="one"), make_firm(slug="two")
    for firm in (one, two):
        make_offering(firm, "QA-AUDIT", "UK")
    make_offering(two, "REP-UKRP", "UK", basis=Basis.INFERRED)
    text = compare(client, "one", "two")
    assert text.index("Where they differ") < text.index("UK Responsible Person") < text.index("alike")
    assert text.index("Where they are alike") < text.rindex("Audits")
    assert "inferred by us" in text


def test_a_market_only_one_of_them_serves_stands_out(client):
    one, two = make_firm(slug="one"), make_firm(slug="two")
    make_offering(one, "QA-AUDIT", "UK")
    make_offering(two, "QA-AUDIT", "UK")
    make_offering(two, "QA-AUDIT", "US")
    assert "<b>United States</b>, United Kingdom" in compare(client, "one", "two")


def test_firms_that_act_in_other_ways_differ(client):
    one, two = make_firm(slug="one"), make_firm(slug="two")
    make_offering(one, "QA-AUDIT", "UK", means=Means.OWN)
    make_offering(two, "QA-AUDIT", "UK", means=Means.PARTNER)
    text = compare(client, "one", "two")
    assert "Where they are alike" not in text
    assert "own entity; stated by the firm" in text
    assert "through a partner; stated by the firm" in text


def test_a_firm_that_takes_no_mandates_differs_from_one_that_does(client):
    make_offering(make_firm(slug="one"), "QA-AUDIT", "UK")
    make_offering(make_firm(slug="two"), "QA-AUDIT", "UK", is_open=False)
    text = compare(client, "one", "two")
    assert "Where they are alike" not in text
    assert "takes no new mandates: United Kingdom" in text
    assert "the firm has not said" in text


def test_a_firm_that_acts_in_several_ways_says_where(client):
    one, two = make_firm(slug="one"), make_firm(slug="two")
    for market, means in (("UK", Means.OWN), ("EU", Means.ADVICE)):
        make_offering(one, "QA-AUDIT", market, means=means)
    make_offering(two, "QA-AUDIT", "UK")
    text = compare(client, "one", "two")
    assert "own entity: United Kingdom; " in text
    assert "advice only: European Union; " in text


def test_nobody_is_compared_with_nobody(client):
    assert "two firms at least, four at most" in compare(client)


def test_one_firm_waits_for_a_second(client):
    make_firm(slug="one", texts={"en": {"name": "Harbour"}})
    text = compare(client, "one")
    assert "needs a second firm" in text
    assert "Harbour" in text


def test_five_are_one_too_many(client):
    slugs = [make_firm(slug=f"firm-{letter}").slug for letter in "abcde"]
    text = compare(client, *slugs)
    assert "1 more was left out" in text
    assert text.count('<th scope="col"><a href="/en/firms/firm-') == 4


def test_the_same_firm_twice_stands_once(client):
    make_firm(slug="one", texts={"en": {"name": "Harbour"}})
    text = compare(client, "one", "one")
    assert "named more than once; it stands here once: Harbour" in text
    assert "needs a second firm" in text


def test_a_missing_firm_is_named_and_takes_no_place(client):
    for slug in ("one", "two"):
        make_firm(slug=slug)
    text = compare(client, "nobody", "one", "two")
    assert "There is no firm “nobody”" in text
    assert text.count('<th scope="col"><a href=') == 2


@pytest.mark.parametrize(
    "query", ["firm=" + "x" * 9000, "firm=%3Cb%3E", "&".join(["firm=a"] * 200), "firm=&firm="]
)
def test_nonsense_is_a_sensible_page(client, query):
    answer = client.get(f"/zh-hans/compare?{query}")
    assert answer.status_code == 200
    assert "<b>" not in answer.text.split("<main")[1].split("status")[-1][:200]


def test_a_comparison_is_not_for_search_engines(client):
    assert '<meta name="robots" content="noindex, follow">' in compare(client)


@pytest.mark.journey
@pytest.mark.parametrize("language", LANGUAGES, ids=lambda each: each.slug)
def test_four_firms_fit_on_one_sheet(page, language):
    """On A4 across, as the page itself asks for it; the firms that offer the most, and the most unlike."""
    for slugs in (
        ("demo-dunlin", "demo-eastmere", "registrar-corp", "medenvoy-global"),
        ("kobridge-co-ltd", "demo-glasswing", "demo-bosporan", "demo-bluefjord"),
    ):
        page.goto(Addresses(language).compare(slugs))
        paper = page.pdf(prefer_css_page_size=True)
        assert len(re.findall(rb"/Type\s*/Page\b", paper)) == 1, slugs
        assert re.search(rb"/MediaBox\s*\[0 0 84\d(\.\d+)? 59\d", paper)
