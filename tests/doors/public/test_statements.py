"""Each page asks a fixed number of questions of the database, whatever the number of firms."""

import pytest

from tests.factories.firms import make_firm, make_offering

pytestmark = pytest.mark.demo

PAGES = {
    "/en/": 4,
    "/en/firms/": 2,
    "/en/firms/?market=uk&service=rep-ukrp&sector=md": 2,
    "/en/firms/?q=dun": 3,
    "/en/firms/?q=UKRP": 2,
    "/en/firms/?market=jp&service=rep-ukrp": 2,
    "/en/firms/?market=ch&service=rep-ukrp&sort=name": 2,
    "/en/firms.csv?market=uk": 2,
    "/en/firms.xlsx": 2,
    "/en/firms/demo-dunlin": 11,
    "/en/markets/": 1,
    "/en/markets/uk": 6,
    "/en/services/": 1,
    "/en/coverage": 1,
    "/en/coverage.csv": 1,
    "/en/compare?firm=demo-dunlin&firm=demo-eastmere&firm=registrar-corp": 6,
    "/en/shortlist": 1,
    "/en/shortlist?firm=demo-dunlin&firm=demo-eastmere&firm=registrar-corp": 6,
    "/en/together": 1,
    "/en/together?need=rep-us-agent&need=rep-ukrp&need=rep-ch-rep": 5,
    "/en/requirements": 1,
    "/en/requirements?origin=tw&sector=ivd&market=uk&market=ch": 9,
    "/en/requirements?origin=tw&sector=md&market=uk&market=ch&market=us&market=eu&market=cn": 9,
    "/en/requirements.csv?sector=md&market=uk": 3,
    "/en/glossary": 3,
    "/en/articles.atom": 3,
    "/en/services/rep-ukrp": 6,
    "/en/articles/": 4,
    "/en/articles/uk-responsible-person-for-medical-devices": 13,
    "/en/about/order": 1,
}


@pytest.mark.parametrize("address", [each for each in PAGES if each != "/en/about/order"])
def test_a_page_asks_so_many_questions(statements, address):
    assert statements(address) == PAGES[address]


@pytest.mark.parametrize(
    "address",
    [
        "/en/firms/?market=uk&service=rep-ukrp",
        "/en/markets/uk",
        "/en/together?need=rep-us-agent&need=rep-ukrp&need=rep-ch-rep",
        "/en/requirements?origin=tw&sector=ivd&market=uk&market=ch",
    ],
)
def test_more_firms_are_no_more_questions(statements, address):
    before = PAGES.get(address, 2)
    for _ in range(30):
        make_offering(make_firm())
    assert statements(address) == before


def test_a_page_that_is_kept_asks_only_for_the_edition(client, statements):
    client.get("/en/firms/demo-dunlin")
    assert statements("/en/firms/demo-dunlin") == 1
