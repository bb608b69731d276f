"""The directory by name, as readers of each language look names up, and its index."""

import re

import pytest

from tests.factories.firms import make_firm

pytestmark = pytest.mark.usefixtures("database")

ROW = re.compile(r'<li class="firm-row wide">.*?href="/[^/]+/firms/([^"]+)"', re.DOTALL)
INDEX = re.compile(r'<nav class="initials".*?</nav>', re.DOTALL)
LINK = re.compile(r'href="([^"]+)">([^<]+)<')


def rows(client, address: str) -> list[str]:
    answer = client.get(address)
    assert answer.status_code == 200
    return ROW.findall(answer.text)


def index(client, address: str) -> dict[str, str]:
    """By label: where it leads."""
    found = INDEX.search(client.get(address).text)
    return {label: target.replace("&amp;", "&") for target, label in LINK.findall(found[0])} if found else {}


@pytest.fixture
def names(database):
    for slug, name in (("chang", "長江顧問"), ("deng", "鄧林顧問"), ("zoo", "Zoo Ltd"), ("eclair", "Éclair")):
        texts = {each: {"name": name} for each in ("en", "zh-hant", "zh-hans")}
        make_firm(slug=slug, texts=texts)
    make_firm(slug="apple", texts={"en": {"name": "apple"}})


@pytest.mark.parametrize(
    ("language", "order"),
    [
        ("en", ["apple", "eclair", "zoo", "deng", "chang"]),
        ("zh-hant", ["chang", "deng", "apple", "eclair", "zoo"]),
        ("zh-hans", ["apple", "chang", "deng", "eclair", "zoo"]),
    ],
)
def test_names_stand_as_readers_look_them_up(client, names, language, order):
    assert rows(client, f"/{language}/firms/?sort=name") == order


@pytest.mark.parametrize(
    ("language", "labels"),
    [
        ("en", ["A", "E", "Z", "other scripts"]),
        ("zh-hant", ["8 畫", "15 畫", "A", "E", "Z"]),
        ("zh-hans", ["A", "C", "D", "E", "Z"]),
    ],
)
def test_the_index_has_what_there_is(client, names, language, labels):
    assert list(index(client, f"/{language}/firms/?sort=name")) == labels


def test_the_index_leads_to_the_page_where_a_letter_begins(client):
    for number in range(25):
        make_firm(texts={"en": {"name": f"A firm {number:02}"}})
    last = make_firm(slug="last", texts={"en": {"name": "Zoo"}})
    make_firm(slug="silent", texts={"en": {"name": "Silent"}}, working_languages=["ja"])
    found = index(client, "/en/firms/?sort=name&language=en")
    assert found == {
        "A": "/en/firms/?language=en&sort=name#i-a",
        "Z": "/en/firms/?language=en&sort=name&page=2#i-z",
    }
    address, _, anchor = found["Z"].partition("#")
    assert last.slug in rows(client, address)
    assert f'id="{anchor}"' in client.get(address).text
    assert 'id="i-a"' in client.get("/en/firms/?sort=name").text


def test_the_order_is_kept_from_page_to_page_and_through_the_form(client):
    for number in range(45):
        make_firm(slug=f"n-{number:02}", texts={"en": {"name": f"Firm {number:02}"}})
    text = client.get("/en/firms/?sort=name").text
    assert '<input type="hidden" name="sort" value="name">' in text
    assert 'href="/en/firms/?sort=name&amp;page=2"' in text
    pages = [rows(client, f"/en/firms/?sort=name&page={page}") for page in (1, 2, 3)]
    assert [slug for page in pages for slug in page] == [f"n-{number:02}" for number in range(45)]


def test_firms_of_one_name_have_one_order(client):
    for slug in ("c", "a", "b"):
        make_firm(slug=slug, texts={"en": {"name": "Alike"}})
    assert rows(client, "/en/firms/?sort=name") == ["a", "b", "c"]


def test_by_fit_is_no_word_of_the_address(client, names):
    text = client.get("/en/firms/?sort=name").text
    assert '<a href="/en/firms/">Sort by fit</a>' in text
    assert 'rel="canonical" href="http://127.0.0.1:8000/en/firms/"' in client.get("/en/firms/?sort=fit").text
    assert INDEX.search(client.get("/en/firms/").text) is None
