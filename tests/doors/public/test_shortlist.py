"""A shortlist lives in its address: bounded, forgiving, and the way to compare and to ask."""

import pytest

from app.directory.models import Means
from app.i18n.addresses import Addresses
from app.i18n.languages import EN, LANGUAGES
from app.public.shortlist import MOST_FIRMS, kept
from tests.factories.firms import make_firm, make_offering
from tests.house.markup import faults_of


def shortlist(client, *slugs: str, back="") -> str:
    answer = client.get(Addresses(EN).shortlist(slugs, back=back))
    assert answer.status_code == 200
    return answer.text


def test_an_empty_list_says_where_firms_are_put_on_it(client):
    assert "Nothing is on the shortlist" in shortlist(client)


def test_a_firm_on_the_list_can_be_asked_compared_and_taken_off(client):
    for slug in ("one", "two"):
        make_offering(make_firm(slug=slug), means=Means.OWN)
    text = shortlist(client, "one", "two")
    assert '<form action="/en/compare" method="get">' in text
    assert 'name="firm" value="one" aria-label="Choose: Firm' in text
    assert 'href="/en/ask?firm=one"' in text
    assert 'href="/en/shortlist?firm=two" rel="nofollow">Take off' in text
    assert "1 service in 1 market" in text
    assert "own entity" in text


def test_one_firm_alone_is_not_compared(client):
    make_firm(slug="one")
    assert "Compare those ticked" not in shortlist(client, "one")


def test_four_firms_are_ticked_at_first(client):
    slugs = [make_firm().slug for _ in range(6)]
    assert shortlist(client, *slugs).count(" checked>") == 4


def test_a_firm_that_cannot_be_written_to_is_not_asked_from_here(client):
    make_firm(slug="quiet", claimed_at=None)
    assert "firm=quiet" not in shortlist(client, "quiet").split("<tbody>")[1].split("Take off")[0]


def test_missing_repeated_and_too_many_firms_each_have_a_sentence(client):
    slugs = [make_firm(slug=f"firm-{letter}").slug for letter in "abcdefghijklmn"]
    text = shortlist(client, "nobody", slugs[0], *slugs)
    assert "There is no firm “nobody”; it was left out." in text
    assert "named more than once; it stands here once: Firm" in text
    assert "A shortlist holds twelve firms; 2 more were left out." in text
    assert text.count('rel="nofollow">Take off') == MOST_FIRMS


@pytest.mark.parametrize(
    "query",
    [
        "firm=" + "x" * 9000,
        "firm=%3Cb%3E",
        "&".join(f"firm=f{n}" for n in range(200)),
        "firm=&back=%2500%3D%2500",
    ],
)
@pytest.mark.parametrize("language", LANGUAGES, ids=lambda each: each.slug)
def test_nonsense_is_a_sensible_page(client, query, language):
    answer = client.get(f"/{language.slug}/shortlist?{query}")
    assert answer.status_code == 200
    assert list(faults_of(answer.text, language.tag)) == []


def test_the_way_back_keeps_the_directory_s_query_and_the_list(client):
    make_firm(slug="one")
    text = shortlist(client, "one", back="market=uk&service=rep-ukrp&keep=other")
    assert 'href="/en/firms/?market=uk&amp;service=rep-ukrp&amp;keep=one"' in text


def test_the_way_back_leads_nowhere_else(client):
    for back in ("//evil.test", "https://evil.test/", "javascript:alert(1)"):
        text = shortlist(client, back=back)
        assert '<a class="btn plain" href="/en/firms/">Choose firms' in text
    assert 'href="/en/firms/"' in shortlist(client, back="https://evil.test/=1")


def test_putting_on_and_taking_off_keep_the_page_as_it_is():
    here = kept(["one", "one", ""], [("market", "uk"), ("keep", "one"), ("page", "2")], Addresses(EN))
    assert here.slugs == ("one",)
    assert here.toggled("two") == "/en/firms/?market=uk&page=2&keep=one&keep=two#keep-two"
    assert here.toggled("one") == "/en/firms/?market=uk&page=2#keep-one"
    assert here.page == "/en/shortlist?firm=one&back=market%3Duk%26page%3D2"


def test_a_list_is_full_at_twelve():
    here = kept([f"firm-{number}" for number in range(200)], [], Addresses(EN))
    assert (len(here.slugs), here.is_full) == (MOST_FIRMS, True)


def test_a_listing_leads_to_the_shortlist(client):
    make_firm(slug="one")
    assert 'href="/en/shortlist?firm=one" rel="nofollow"' in client.get("/en/firms/one").text
