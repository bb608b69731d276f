"""While the directory is read, the shortlist stays with every link and every filter."""

from tests.factories.firms import make_firm, make_offering
from tests.house.markup import faults_of


def directory(client, query: str, language="en") -> str:
    answer = client.get(f"/{language}/firms/?{query}")
    assert answer.status_code == 200
    return answer.text


def test_a_firm_is_put_on_the_list_and_the_page_stays_as_it_is(client):
    make_offering(make_firm(slug="one"))
    text = directory(client, "market=uk&keep=other")
    assert 'href="/en/firms/?market=uk&amp;keep=other&amp;keep=one#keep-one" rel="nofollow"' in text
    assert 'id="keep-one"' in text


def test_a_firm_on_the_list_is_taken_off_again(client):
    make_offering(make_firm(slug="one"))
    text = directory(client, "market=uk&keep=one")
    assert 'href="/en/firms/?market=uk#keep-one" rel="nofollow"' in text
    assert "1 firm on the shortlist" in text
    assert 'href="/en/shortlist?firm=one&amp;back=market%3Duk"' in text


def test_the_filters_and_the_order_keep_the_list(client):
    make_offering(make_firm(slug="one"))
    text = directory(client, "market=uk&keep=one")
    assert '<input type="hidden" name="keep" value="one">' in text
    assert 'href="/en/firms/?market=uk&amp;sort=name&amp;keep=one"' in text
    assert "There is no filter" not in text


def test_the_list_makes_no_other_page_for_search_engines(client):
    text = directory(client, "market=uk&keep=one")
    assert '<link rel="canonical" href="http://127.0.0.1:8000/en/firms/?market=uk">' in text


def test_a_full_list_takes_no_more(client):
    make_offering(make_firm(slug="one"))
    text = directory(client, "&".join(f"keep=firm-{number}" for number in range(200)))
    assert "12 firms on the shortlist" in text
    assert "The shortlist is full." in text


def test_what_is_no_firm_is_a_sensible_page_all_the_same(client):
    make_offering(make_firm(slug="one"))
    for language, tag in (("en", "en"), ("zh-hant", "zh-Hant"), ("zh-hans", "zh-Hans")):
        text = directory(client, "keep=%3Cb%3E&keep=%22&keep=" + "x" * 5000, language)
        assert list(faults_of(text, tag)) == []
