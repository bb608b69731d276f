"""Markets and services: facts only where they are confirmed, and no page that leads nowhere."""

import re

import pytest

from app.taxonomy.queries import all_requirements
from tests.factories.articles import make_article
from tests.factories.firms import make_firm, make_offering

#: Whether a rule is doubted, its heading, what it opens.
RULE = re.compile(r'<details class="rule( doubt)?"[^>]*><summary>(<h4>.*?)</summary>(.*?)</details>', re.S)


def part(text: str, start: str, end: str) -> str:
    return text.split(start, 1)[1].split(end, 1)[0]


@pytest.mark.demo
@pytest.mark.parametrize("address", ["services/rep-ukrp", "services/rep-us-agent"])
def test_only_what_is_confirmed_is_stated_as_fact(client, address):
    text = client.get(f"/en/{address}").text
    fact, _, doubt = text.partition("entry unconfirmed")
    assert "Checked against" in fact
    assert "Unconfirmed:" not in fact
    assert "Checked against" not in doubt


@pytest.mark.demo
@pytest.mark.parametrize("address", ["markets/us", "markets/uk", "markets/eu", "markets/kr"])
def test_a_rule_of_a_market_says_on_its_heading_whether_it_is_confirmed(client, address):
    rules = RULE.findall(client.get(f"/en/{address}").text)
    assert rules
    for is_doubted, heading, matter in rules:
        assert ("unconfirmed" in heading) is bool(is_doubted)
        assert ("Unconfirmed:" in matter) is bool(is_doubted)
        assert ("Checked against" in matter) is not bool(is_doubted)


@pytest.mark.demo
def test_every_rule_of_a_market_is_on_its_page_under_its_product(client):
    text = client.get("/en/markets/eu").text
    codes = {each.code for each in all_requirements() if each.region_code == "EU"}
    assert codes <= {code.upper() for code in re.findall(r'<article class="req" id="([^"]+)"', text)}
    cosmetics = part(text, 'id="product-cos"', "</section>")
    assert "Regulation (EC) No 1223/2009 Articles 4, 5" in cosmetics
    assert 'href="/en/requirements?sector=cos&amp;market=eu"' in cosmetics
    assert '<details class="rule"><summary>' in text


@pytest.mark.demo
def test_a_market_with_few_rules_shows_them_open(client):
    assert '<details class="rule" open><summary>' in client.get("/en/markets/sg").text


@pytest.mark.demo
@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("zh-hant", ["歐盟醫療器材法規（MDR）", "全文引述第 11 條"]),
        ("zh-hans", ["欧盟医疗器械法规（MDR）", "全文引述第 11 条"]),
    ],
)
def test_laws_and_evidence_are_named_in_the_language_of_the_page(client, language, said):
    text = client.get(f"/{language}/markets/eu").text + client.get(f"/{language}/markets/uk").text
    assert all(each in text for each in said)
    assert '<span class="soft" lang="en" translate="no">Regulation (EU) 2017/745 Article 11</span>' in text
    assert "quotes Article 11 in full" not in text


@pytest.mark.demo
def test_a_law_of_another_script_keeps_its_own_beside_its_name(client):
    text = client.get("/en/markets/tw").text
    official = '<span class="soft" lang="zh-Hant" translate="no">醫療器材管理法 Article 25'
    assert f"Medical Devices Act of Taiwan {official}" in text


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
