"""The directory takes whatever an address holds: a sensible page or a clear sentence, soon."""

import time
from collections.abc import Callable
from urllib.parse import urlencode

import pytest
from werkzeug.test import TestResponse

from tests.factories.firms import make_firm, make_offering

pytestmark = pytest.mark.usefixtures("database")

#: Nothing costs more of the processor than this many times what a process spends on its first page, for which
#: it reads the directory. Measured: 0.3 times at most.
_TIMES = 3
_PLACES = ("/en/firms/", "/zh-hant/firms/", "/en/firms.csv", "/en/firms.xlsx")
QUERIES = {
    "10,000 letters": "a" * 10_000,
    "10,000 characters": "邓林" * 5_000,
    "10,000 words": "uk " * 3_333,
    "punctuation": "!?.,;:—…()[]{}",
    "operators": 'AND " OR NOT ( NEAR',
    "an open quotation": '"',
    "wildcards": "%_*?%%",
    "SQL": "'; DROP TABLE firm; --",
    "a union": "' UNION SELECT contact_email FROM firm --",
    "an emoji": "🧪👩🏽‍🔬",
    "scripts mixed": "UKRP 英國 英国 ラベル этикетка",
    "nothing seen": "\u200b\u200d\ufeff",
}
#: What no browser sends and no text holds; refused for all of the portal with a sentence.
BROKEN = {"a zero byte": "%00", "half a character": "%ED%A0%80"}


@pytest.fixture(autouse=True)
def firm(database):
    make_offering(make_firm(slug="firm"))


def spent(ask: Callable[[], TestResponse]) -> tuple[float, TestResponse]:
    """Seconds of the processor's time, and the answer."""
    begun = time.process_time()
    answer = ask()
    return time.process_time() - begun, answer


@pytest.mark.parametrize("place", _PLACES)
@pytest.mark.parametrize("what", QUERIES)
def test_whatever_is_looked_for_gets_a_page(client, place, what):
    first, _answer = spent(lambda: client.get(f"{place}?q=firm"))
    sought, answer = spent(lambda: client.get(f"{place}?{urlencode({'q': QUERIES[what]})}"))
    assert answer.status_code == 200
    assert sought < _TIMES * first


@pytest.mark.parametrize("place", _PLACES)
@pytest.mark.parametrize("what", BROKEN)
def test_what_is_no_text_is_refused_with_a_sentence(client, place, what):
    answer = client.get(f"{place}?q=a{BROKEN[what]}")
    assert answer.status_code == 400
    assert "<h1>" in answer.text


def test_a_search_word_that_was_cut_is_said_to_be(client):
    assert "That was more than one search takes" in client.get(f"/en/firms/?q={'a' * 201}").text
    assert "That was more than one search takes" not in client.get(f"/en/firms/?q={'a' * 200}").text


@pytest.mark.parametrize("page", ["-1", "0", "1000000000", "9" * 400, "1.5", "one", "１"])
def test_a_page_that_is_none_is_the_nearest(client, page):
    answer = client.get(f"/en/firms/?page={page}")
    assert answer.status_code == 200
    assert "There is no such page of this list; this is page 1." in answer.text
    assert 'href="/en/firms/firm"' in answer.text


@pytest.mark.parametrize(
    "name", ["market", "service", "sector", "family", "language", "q", "page", "sort", "x"]
)
def test_two_hundred_of_one_parameter_are_bounded(client, name):
    query = "&".join(f"{name}=uk{number}" for number in range(200))
    answer = client.get(f"/en/firms/?{query}")
    assert answer.status_code == 200
    assert answer.text.count("it was left out") <= 6
    assert len(answer.data) < 60_000


def test_two_hundred_real_values_are_cut_and_said_to_be(client, taxonomy_codes):
    query = "&".join(f"market={code}" for code in taxonomy_codes * 2)
    text = client.get(f"/en/firms/?{query}").text
    assert "That was more than one search takes" in text
    assert text.count(" checked>") == 20


@pytest.fixture
def taxonomy_codes(database) -> list[str]:
    from app.web.edition import current_taxonomy

    return [code.lower() for code in current_taxonomy().regions][:100]


@pytest.mark.parametrize("sort", ["price", "NAME'--", "-name", "x" * 5_000])
def test_an_unknown_order_is_said_and_fit_stays(client, sort):
    text = client.get("/en/firms/", query_string={"sort": sort}).text
    assert f"There is no filter “sort={sort[:60]}”".replace("'", "&#39;") in text
    assert "in today’s turn" in text


def test_a_filter_of_any_length_is_repeated_in_part(client):
    main = client.get("/en/firms/", query_string={"x" * 9_000: "y" * 9_000}).text.split("<main")[1]
    assert "it was left out" in main
    assert "y" * 61 not in main
    assert "x" * 61 not in main
