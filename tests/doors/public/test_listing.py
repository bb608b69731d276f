"""A listing says what it knows, on whose word, and what it does not know."""

import re

import pytest

from app.directory.models import Basis, Means, TextState
from tests.factories.firms import make_firm, make_offering
from tests.house.markup import parsed, words_of


def test_a_real_firm_says_that_nobody_has_claimed_it(client):
    make_firm(slug="quiet", claimed_at=None)
    text = client.get("/en/firms/quiet").text
    assert "Nobody of this firm has claimed the listing yet" in text
    assert "Ask this firm" not in text


def test_a_firm_that_can_receive_is_asked_by_name(client):
    make_firm(slug="ready")
    assert '<a class="btn" href="/en/ask?firm=ready">Ask this firm</a>' in client.get("/en/firms/ready").text


def test_a_firm_that_takes_no_questions_says_so(client):
    make_firm(slug="busy", accepts_enquiries=False)
    assert "takes no questions at present" in client.get("/en/firms/busy").text


def test_what_is_inferred_is_not_called_stated(client):
    make_offering(make_firm(slug="firm"), basis=Basis.INFERRED)
    text = client.get("/en/firms/firm").text
    assert "inferred by us from what the firm says" in text
    assert '<span class="line">stated by the firm' not in text


def test_a_translation_names_its_original(client):
    texts = {"zh-hant": {"description": "審查。"}, "en": {"state": TextState.TRANSLATION}}
    make_firm(slug="firm", texts=texts)
    text = client.get("/en/firms/firm").text
    assert "Translated from the original in" in text
    assert '<a href="/zh-hant/firms/firm" hreflang="zh-Hant">Read the original</a>' in text


def test_a_latin_name_on_a_chinese_page_is_marked(client):
    make_firm(slug="firm", texts={"zh-hant": {"name": "Harbour", "name_language": "en"}})
    assert '<h1><span lang="en" translate="no">Harbour</span></h1>' in client.get("/zh-hant/firms/firm").text


def test_a_text_that_is_missing_is_shown_in_its_own_language(client):
    make_firm(slug="firm", texts={"en": {"description": "Advises makers."}})
    assert '<p lang="en">Advises makers.</p>' in client.get("/zh-hans/firms/firm").text


@pytest.mark.parametrize("website", ["javascript:alert(1)", "data:text/html,x", "ftp://example.test/"])
def test_only_a_web_address_becomes_a_link(client, website):
    make_firm(slug="firm", website=website)
    assert website not in client.get("/en/firms/firm").text


def test_a_website_is_linked_without_our_word_for_it(client):
    make_firm(slug="firm", website="https://example.test/")
    assert 'href="https://example.test/" rel="noopener nofollow ugc"' in client.get("/en/firms/firm").text


@pytest.mark.demo
@pytest.mark.parametrize(("language", "badge"), [("en", "Sample")])
def test_a_sample_wears_its_badge_in_every_heading_and_row(client, language, badge):
    for address in (
        "firms/demo-dunlin",
        "firms/?q=dunlin",
        "articles/uk-responsible-person-for-medical-devices",
    ):
        text = client.get(f"/{language}/{address}").text
        assert f'<span class="sample">{badge}</span>' in text
    assert "dunlin.example</a>" not in client.get(f"/{language}/firms/demo-dunlin").text


def test_many_markets_become_groups(client):
    firm = make_firm(slug="wide")
    for market in ("UK", "EU", "US", "CN", "JP", "KR", "TW"):
        make_offering(firm, "QA-AUDIT", market)
    text = client.get("/en/firms/wide").text
    assert text.count('<section class="offers" id="in-') == 7


def grid_of(client, slug: str, language: str = "en") -> dict[tuple[str, str], str]:
    """What the first grid of a listing says, by its heads."""
    document, faults = parsed(client.get(f"/{language}/firms/{slug}").text)
    assert faults == []
    table = next(
        each for each in document.iter("table") if each.get("class") in {"offer stackable", "own stackable"}
    )
    assert words_of(next(table.iter("caption")))
    columns, *rows = table.iter("tr")
    heads = [words_of(each) for each in columns][1:]
    assert {each.get("scope") for each in columns} == {"col"}
    found = {}
    for row in rows:
        head, *cells = row
        assert head.get("scope") == "row"
        found |= {(words_of(head), name): words_of(cell) for name, cell in zip(heads, cells, strict=True)}
    return found


def test_a_cell_says_how_the_firm_acts_and_whether_it_is_open(client):
    firm = make_firm(slug="firm")
    make_offering(firm, "QA-AUDIT", "UK", means=Means.OWN)
    make_offering(firm, "QA-AUDIT", "EU", means=Means.PARTNER, is_open=False)
    make_offering(firm, "STR-CLASS", "UK", means=Means.ADVICE)
    make_offering(firm, "STR-CLASS", "US")
    said = {market: words for (name, market), words in grid_of(client, "firm").items() if "QA-AUDIT" in name}
    assert said["United Kingdom"] == "own entitystated by the firmtakes mandates"
    assert said["European Union"] == "through a partnerstated by the firmtakes no new mandates"
    assert said["United States"] == "—not offered"
    said = {market: words for (name, market), words in grid_of(client, "firm").items() if "STR-CLASS" in name}
    assert said["United Kingdom"].startswith("advice only")
    assert said["United States"].startswith("how it acts is not stated")


def test_nobody_says_for_a_firm_that_has_not_claimed_its_listing_what_it_takes(client):
    make_offering(make_firm(slug="quiet", claimed_at=None))
    text = client.get("/en/firms/quiet").text
    assert "not stated by the firm and is not guessed" in text
    assert "Whether the firm takes new mandates is not stated either" in text
    assert "takes mandates" not in text


def test_a_wide_grid_counts_services_and_says_how_in_words(client):
    firm = make_firm(slug="wide")
    for market in ("UK", "EU", "US", "CN", "JP", "KR", "TW"):
        make_offering(firm, "QA-AUDIT", market, means=Means.OWN, is_open=market != "KR")
        make_offering(firm, "QA-ISO13485", market, means=Means.ADVICE, is_open=market != "KR")
    said = grid_of(client, "wide")
    assert said["United Kingdom", "Quality"] == "United Kingdom, Quality systems and audits: 2, own, advice"
    assert said["South Korea", "Quality"].endswith("2, own, advice, no new mandates")
    assert ("United Kingdom", "Agent") not in said


def test_a_grid_speaks_in_words_alone_and_names_each_cell_for_a_phone(client):
    for slug, markets in (("narrow", ("UK", "EU")), ("wide", ("UK", "EU", "US", "CN", "JP", "KR", "TW"))):
        firm = make_firm(slug=slug)
        for market in markets:
            make_offering(firm, "QA-AUDIT", market, means=Means.PARTNER, is_open=market != "UK")
        for language in ("en", "zh-hant", "zh-hans"):
            text = client.get(f"/{language}/firms/{slug}").text
            assert not set("●◐○✓✕") & set(text)
            assert re.search(
                r'<table class="(offer|own) stackable">.*?<td class="[^"]+" data-h="[^"]+">', text, re.S
            )


def test_no_such_firm_is_a_page_with_ways_on(client):
    answer = client.get("/zh-hant/firms/nobody")
    assert answer.status_code == 404
    assert 'lang="zh-Hant"' in answer.text
    assert "/zh-hant/firms/" in answer.text


@pytest.mark.parametrize("takes", [True, False])
def test_only_a_firm_that_takes_questions_is_said_to_answer(client, takes):
    make_firm(slug="firm", response_days=2, accepts_enquiries=takes)
    assert ("usually within 2 working days" in client.get("/en/firms/firm").text) is takes
    assert ("Usually answers within 2 working days" in client.get("/en/firms/").text) is takes
