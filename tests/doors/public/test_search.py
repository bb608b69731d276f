"""The search page: one box over everything, in any script, whatever is typed."""

import re
import time

import pytest

from app.web.caching import forget_pages
from tests.factories import make_article, make_firm, make_offering

FOUND = re.compile(r'data-kind="(\w+)" data-code="([^"]+)"')


def told(page: str) -> str:
    """The page without its marks: what was typed is set apart in a sentence."""
    return re.sub(r"<[^>]+>", "", page)


def found(client, query: str, language: str = "en") -> list[tuple[str, str]]:
    return FOUND.findall(client.get(f"/{language}/search", query_string={"q": query}).text)


def test_a_service_leads_to_itself_and_then_to_who_offers_it(client):
    make_offering(make_firm(slug="person"), "REP-UKRP", "UK")
    assert found(client, "英国负责人", "zh-hant")[:2] == [("service", "REP-UKRP"), ("firm", "person")]


def test_a_firm_says_why_it_is_shown(client):
    make_offering(make_firm(slug="person"), "REP-UKRP", "UK")
    assert "Why shown" in client.get("/en/search?q=UKRP").text


def test_the_words_are_marked(client):
    make_firm(slug="hall", texts={"en": {"name": "Quorndale"}})
    assert "<mark>Quorndale</mark>" in client.get("/en/search?q=quorndale").text


def test_a_name_in_another_language_carries_its_own(client):
    texts = {"en": {"name": "Hall"}, "zh-hant": {"name": "鄧林", "name_language": "zh-hant"}}
    make_firm(slug="hall", texts=texts)
    page = client.get("/en/search?q=邓林").text
    assert '<span lang="zh-Hant"><mark>鄧林</mark></span>' in page


def test_a_snippet_in_another_language_carries_its_own(client):
    make_article(slug="story", texts={"en": {"summary": "Plain."}, "zh-hant": {"summary": "談奎恩條款。"}})
    assert re.search(r'<p class="what" lang="zh-Hant">談<mark>奎恩', client.get("/en/search?q=奎恩條款").text)


def test_a_correction_is_said_and_can_be_refused(client):
    make_firm(slug="hall", texts={"en": {"name": "Quorndale"}})
    page = client.get("/en/search?q=quorndlae").text
    assert "Showing results for “quorndale”" in told(page)
    assert 'href="/en/search?q=quorndlae&amp;exact=1"' in page
    assert "Showing results for" not in client.get("/en/search?q=quorndlae&exact=1").text


def test_nothing_found_is_never_an_empty_page(client):
    page = client.get("/en/search?q=zzyzxq").text
    assert "Nothing holds any of these words: zzyzxq" in told(page)
    assert 'href="/en/firms/?family=representation"' in page
    assert 'href="/en/ask"' in page


@pytest.mark.parametrize("query", ["", "   ", "，。！？", "...", "the", "的", "🙂🙂"])
def test_a_query_without_a_word_is_answered_with_a_sentence(client, query):
    page = client.get("/en/search", query_string={"q": query})
    assert page.status_code == 200
    assert FOUND.findall(page.text) == []
    assert 'href="/en/markets/"' in page.text


BAD = [
    "x" * 10_000,
    "醫" * 10_000,
    "a b " * 2_500,
    "510(k) " * 1_000,
    'AND "',
    "NEAR(a b) OR NOT *",
    "* ? % _ ^",
    "'; DROP TABLE firm; --",
    "name:x AND whole:y",
    "§kind§firm name§ukrp",
    "🙂 UKRP 🙂",
    "مرحبا привет 안녕하세요 สวัสดี UKRP 欧代",
    "U+202E \u202e evil",
    "<script>alert(1)</script>",
    "\\'\\' & | ! :* <-> ( )",
]


@pytest.mark.parametrize("query", BAD, ids=range(len(BAD)))
@pytest.mark.parametrize("address", ["/en/search", "/zh-hant/search/suggestions", "/en/firms/"])
def test_whatever_is_typed_gets_a_page_in_time(client, address, query):
    begun = time.process_time()
    answer = client.get(address, query_string={"q": query})
    assert answer.status_code == 200
    assert "<script>alert" not in answer.text
    assert time.process_time() - begun < 5


@pytest.mark.parametrize("query", ["a%00b", "%ff%fe", "%ed%a0%bd"])
@pytest.mark.parametrize("address", ["/en/search", "/zh-hant/search/suggestions", "/en/firms/"])
def test_what_is_no_text_gets_a_sentence(client, address, query):
    answer = client.get(f"{address}?q={query}")
    assert answer.status_code in {200, 400}
    assert "<h1>" in answer.text


@pytest.mark.parametrize("page", ["-1", "0", "1000000000", "x", "٣"])
@pytest.mark.parametrize("kind", ["article", "concept", "nonsense"])
def test_a_page_number_nobody_has_is_set_right(client, page, kind):
    assert client.get("/en/search", query_string={"q": "UKRP", "kind": kind, "page": page}).status_code == 200


def test_a_parameter_two_hundred_times_is_read_once(client):
    query = "&".join(f"q=UKRP{n}" for n in range(200))
    assert client.get(f"/en/search?q=UKRP&{query}").status_code == 200


@pytest.mark.parametrize("words", ["嗚嗚嗚嗚", "呜呜呜呜", "Zzqqxx"])
def test_words_nobody_holds_are_repeated_as_they_were_typed(client, words):
    page = client.get("/zh-hant/search", query_string={"q": f"UKRP {words}", "exact": "1"})
    sentence = page.text.partition("本站沒有任何內容提到：")[2].partition("</p>")[0]
    assert f">{words}</bdi>" in sentence


@pytest.mark.parametrize("address", ["/en/search?q=嗚嗚", "/en/firms/?q=歐代"])
def test_words_of_another_language_say_so(client, address):
    text = client.get(address).text
    assert '<bdi lang="zh-Hant" translate="no">' in text


def test_a_query_that_is_too_long_is_said_to_be_cut(client):
    said = "That was more than one search takes"
    assert said in client.get("/en/search", query_string={"q": "UKRP " * 2_000}).text
    assert said not in client.get("/en/search", query_string={"q": "UKRP"}).text


def test_suggestions_are_a_page_and_json(client):
    make_firm(slug="hall", texts={"en": {"name": "Ukrandale"}})
    page = client.get("/en/search/suggestions?q=ukr")
    assert ("service", "REP-UKRP") in FOUND.findall(page.text)
    told = client.get("/en/search/suggestions?q=ukr", headers={"Accept": "application/json"}).json
    assert {"service", "firm"} <= {each["kind"] for each in told["suggestions"]}
    assert told["suggestions"][0]["address"].startswith("/en/")
    assert {each["what"] for each in told["suggestions"]} >= {"Service", "Firm"}
    assert told["said"].startswith(f"{len(told['suggestions'])} names")


def test_the_search_page_is_for_everybody_and_for_no_robot(client):
    answer = client.get("/en/search?q=UKRP")
    assert "public" in answer.headers["Cache-Control"]
    assert "Set-Cookie" not in answer.headers
    assert '<meta name="robots" content="noindex,follow">' in answer.text


def test_the_box_of_every_page_leads_here(client):
    assert 'role="search" action="/en/search"' in client.get("/en/").text


@pytest.mark.demo
@pytest.mark.parametrize("query", ["UKRP", "醫療器材", "fda detained my shipment"])
def test_a_search_asks_so_many_questions_whatever_the_number_of_firms(statements, query):
    address = f"/en/search?q={query}"
    statements(address)  # the glossary is read once an edition
    forget_pages()
    before = statements(address)
    for _ in range(20):
        make_offering(make_firm())
    forget_pages()
    assert statements(address) == before <= 9


@pytest.mark.parametrize("language", ["en", "zh-hant", "zh-hans"])
def test_that_nothing_was_found_is_said_once(client, language):
    said = re.findall(
        "zzyzxq",
        re.sub(r"<head>.*</head>|<[^>]+>", "", client.get(f"/{language}/search?q=zzyzxq").text, flags=re.S),
    )
    assert len(said) == 1
