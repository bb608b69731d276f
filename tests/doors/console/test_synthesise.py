"""``flask seed synthesise``: invented data in bulk, which nobody takes for real."""

from dataclasses import replace

import pytest
from sqlalchemy import func, select

from app.articles.models import Article, ArticleText
from app.console.synthesis.firms import invent_firm, quotas
from app.directory.models import Firm, FirmText, Offering, OfferingSector, Office
from app.kernel.content import edition
from app.kernel.db import db, transaction
from app.search import indexing
from app.search.edition import known
from app.search.finding import find
from app.search.models import SearchDocument, SearchWord
from app.taxonomy.queries import taxonomy

SIZE = ["--firms", "40", "--articles", "6"]


@pytest.fixture
def synthesise(app, database):
    """Run the command; says what it said and how it ended."""
    return lambda *words: app.test_cli_runner().invoke(args=["seed", "synthesise", *words])


def counts() -> tuple[int, ...]:
    models = (Firm, Offering, Article, FirmText, ArticleText, Office)
    return tuple(db.session.scalar(select(func.count()).select_from(model)) for model in models)


def index() -> tuple[set[tuple], set[tuple]]:
    documents = select(SearchDocument.kind, SearchDocument.code, SearchDocument.digest, SearchDocument.words)
    words = select(SearchWord.word, SearchWord.documents)
    return tuple({tuple(row) for row in db.session.execute(each)} for each in (documents, words))


def words_known():
    return taxonomy(edition().version)


def test_as_many_are_made_as_are_asked_for(synthesise):
    said = synthesise(*SIZE)
    assert (said.exit_code, said.output) == (0, "40 firms, 240 offerings, 6 articles\n")
    assert counts() == (40, 240, 6, 120, 18, 40)
    synthesise("--firms", "10", "--offerings", "33", "--articles", "0", "--seed", "2")
    assert counts() == (50, 273, 6, 150, 18, 50)


def test_nobody_takes_them_for_real(synthesise):
    synthesise(*SIZE)
    assert set(db.session.scalars(select(Firm.demo))) == {True}
    assert not [each for each in db.session.scalars(select(Firm.website)) if not each.endswith(".example/")]
    summaries = db.session.scalars(select(ArticleText.summary)).all()
    assert all(any(word in each for word in ("Invented", "虛構", "虚构")) for each in summaries)


def test_where_no_samples_take_part_it_refuses(app, synthesise, monkeypatch):
    monkeypatch.setitem(app.config, "SETTINGS", replace(app.config["SETTINGS"], demo=False))
    said = synthesise(*SIZE)
    assert said.exit_code == 1
    assert "DEMO=1" in said.output
    assert counts() == (0,) * 6


def test_a_seed_is_made_once_and_another_adds_to_it(synthesise):
    synthesise(*SIZE)
    before, version = counts(), edition().version
    said = synthesise(*SIZE)
    assert said.exit_code == 1
    assert "seed 1 is there already" in said.output
    assert (counts(), edition().version) == (before, version)
    assert synthesise(*SIZE, "--seed", "2").exit_code == 0
    assert counts() == tuple(2 * each for each in before)
    assert edition().version == version + 1


def test_the_same_number_makes_the_same_firm_in_a_small_set_and_in_a_large_one(database):
    assert quotas(40, 240)[:10] == quotas(10, 60)
    assert [sum(quotas(*size)) for size in ((7, 40), (40, 240), (3, 1), (0, 0))] == [40, 240, 1, 0]
    words = words_known()
    one, other = invent_firm(1, 5, 6, words), invent_firm(1, 5, 6, words)
    assert one == other
    assert one != replace(invent_firm(2, 5, 6, words), slug=one.slug)


def test_every_offering_is_one_that_the_taxonomy_allows(synthesise):
    synthesise(*SIZE)
    services = words_known().services
    for service, market in db.session.execute(select(Offering.service_code, Offering.market_code)):
        assert not services[service].regions or market in services[service].regions
    assert db.session.scalar(select(func.count(OfferingSector.offering_id.distinct()))) == 240


def test_the_index_is_the_one_a_rebuild_makes(synthesise):
    synthesise(*SIZE)
    before = index()
    with transaction():
        list(indexing.rebuild())
    assert index() == before


def test_they_are_found_by_name_in_their_own_script(synthesise):
    synthesise(*SIZE)
    named = select(Firm.slug, FirmText.name).join(FirmText).where(FirmText.name_language == "zh-hant")
    for slug, name in db.session.execute(named.limit(5)).all():
        found = find(name, known(words_known()), demo=True, turn=str.encode)
        assert slug in [hit.code for hit in found.firms]


def test_their_pages_are_shown_with_what_they_are(client, synthesise):
    synthesise(*SIZE)
    slug = db.session.scalar(select(Firm.slug))
    assert "sample" in client.get(f"/en/firms/{slug}").text.lower()
    assert client.get("/zh-hant/articles/synthetic-1-0").status_code == 200
