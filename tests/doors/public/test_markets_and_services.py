"""Markets and services: facts only where they are confirmed, and no page that leads nowhere."""

import re

import pytest

from tests.factories.articles import make_article
from tests.factories.firms import make_firm, make_offering


def part(text: str, start: str, end: str) -> str:
    return text.split(start, 1)[1].split(end, 1)[0]


@pytest.mark.demo
@pytest.mark.parametrize(
    "address", ["markets/us", "markets/uk", "services/rep-ukrp", "services/rep-us-agent"]
)
def test_only_what_is_confirmed_is_stated_as_fact(client, address):
    text = client.get(f"/en/{address}").text
    fact, _, doubt = text.partition("entry unconfirmed")
    assert "Checked against" in fact
    assert "Unconfirmed:" not in fact
    assert "Checked against" not in doubt


@pytest.mark.demo
def test_an_unconfirmed_rule_says_why(client):
    text = client.get("/en/markets/uk").text
    assert "Unconfirmed: no source was read" in text


@pytest.mark.demo
def test_an_editors_caution_is_never_public(app, client):
    from sqlalchemy import select

    from app.kernel.db import db
    from app.taxonomy.models import Requirement

    notes = db.session.scalars(select(Requirement.note).where(Requirement.note.is_not(None))).all()
    assert notes
    pages = "".join(client.get(f"/en/markets/{code}").text for code in ("uk", "us", "eu", "cn", "kr"))
    assert not [note for note in notes if note in pages]


@pytest.mark.demo
def test_a_market_shows_the_rules_of_its_parts_by_name(client):
    assert "Great Britain: Representative in the market" in client.get("/en/markets/uk").text


@pytest.mark.demo
@pytest.mark.parametrize("address", ["markets", "services"])
def test_a_code_in_capitals_is_sent_to_its_address(client, address):
    code = {"markets": "UK", "services": "REP-UKRP"}[address]
    answer = client.get(f"/en/{address}/{code}")
    assert answer.status_code == 308
    assert answer.location == f"/en/{address}/{code.lower()}"


@pytest.mark.parametrize(
    "address", ["markets/atlantis", "services/rep-moon", "markets/%00", "services/..%2f"]
)
def test_an_unknown_code_does_not_exist(client, address):
    assert client.get(f"/zh-hans/{address}").status_code == 404


def test_a_market_of_which_nothing_is_known_says_so_and_is_not_linked(client):
    page = client.get("/en/markets/is")
    assert page.status_code == 200
    assert "/en/ask?market=is" in page.text
    assert "/markets/is<" not in client.get("/sitemap.xml").text
    assert 'href="/en/markets/is"' not in client.get("/en/markets/").text


def test_a_service_of_which_nothing_is_known_says_so_and_is_not_linked(client):
    make_firm()
    unlinked = set(re.findall(r"/en/services/([a-z0-9-]+)", client.get("/sitemap.xml").text))
    assert "train-ra" not in unlinked


def test_a_market_page_has_its_firms_services_and_articles(client):
    make_offering(make_firm(slug="person"))
    article = make_article()
    text = client.get("/en/markets/uk").text
    assert 'href="/en/firms/person"' in text
    assert 'href="/en/services/rep-ukrp"' in text
    assert f'href="/en/articles/{article.slug}"' in text


def test_a_service_page_has_its_firms_markets_and_articles(client):
    make_offering(make_firm(slug="person"))
    article = make_article()
    text = client.get("/en/services/rep-ukrp").text
    assert 'href="/en/firms/person"' in text
    assert 'href="/en/markets/uk"' in text
    assert f'href="/en/articles/{article.slug}"' in text


def test_a_count_is_the_number_of_firms_behind_its_link(client):
    for market in ("EU", "DE", "FR"):
        make_offering(make_firm(), "QA-AUDIT", market)
    cell = re.search(
        r'href="/en/firms/\?market=eu&amp;family=quality"><span[^>]*>[^<]*</span>(\d+)<',
        client.get("/en/").text,
    )
    assert cell
    behind = client.get("/en/firms/?market=eu&family=quality").text
    assert f"<b>{cell[1]} firms</b>" in behind
    assert cell[1] == "3"


@pytest.mark.demo
def test_requirements_of_a_market_are_told_apart_by_their_products(client):
    text = client.get("/en/markets/ch").text
    assert "Representative in the market: Medical devices" in text
    assert "Representative in the market: In vitro diagnostics" in text


@pytest.mark.demo
@pytest.mark.parametrize(
    ("language", "first", "then"),
    [
        ("en", ["United States", "European Union", "United Kingdom"], ["Argentina", "Australia"]),
        ("zh-hant", ["美國", "歐盟", "英國"], ["巴西", "以色列", "加拿大"]),
        ("zh-hans", ["美国", "欧盟", "英国"], ["阿根廷", "澳大利亚", "巴西"]),
    ],
)
def test_common_markets_stand_first_and_the_others_by_name(client, language, first, then):
    text = client.get(f"/{language}/markets/").text
    assert re.findall(r'<li><a href="/[\w-]+/markets/\w+">([^<]+)</a>', text)[:3] == first
    choice = part(client.get(f"/{language}/").text, 'id="finder-market"', "</select>")
    for list_ in (text, choice):
        places = [list_.index(f">{name}<") for name in then]
        assert places == sorted(places)
