"""The index follows the rows, and never more than them."""

import pytest
from sqlalchemy import func, select

from app.directory.models import Visibility
from app.kernel.db import db, transaction
from app.search import indexing
from app.search.models import SearchDocument, SearchWord
from app.taxonomy.models import Service
from tests.factories import make_article, make_firm, make_offering


def words() -> dict[str, int]:
    return {row.word: row.documents for row in db.session.scalars(select(SearchWord))}


def snapshot() -> list[tuple]:
    rows = db.session.execute(
        select(SearchDocument.kind, SearchDocument.code, SearchDocument.digest).order_by(
            SearchDocument.kind, SearchDocument.code
        )
    )
    return [tuple(row) for row in rows]


def test_a_new_firm_is_found_by_its_name_in_either_script(first):
    make_firm(slug="hall", texts={"zh-hant": {"name": "鄧林顧問", "name_language": "zh-hant"}})
    assert first("鄧林顧問")[0] == "firm hall"
    assert first("邓林") == ["firm hall"]


def test_a_firm_that_changes_its_name_is_no_longer_found_by_the_old_one(first):
    firm = make_firm(slug="hall", texts={"en": {"name": "Quorndale"}})
    with transaction():
        firm.texts["en"].name = "Wexcombe"
    assert first("wexcombe") == ["firm hall"]
    assert first("quorndale", corrects=False) == []
    assert "quorndale" not in words()


def test_a_firm_that_is_taken_down_is_not_found(first):
    firm = make_firm(slug="hall", texts={"en": {"name": "Quorndale"}})
    with transaction():
        firm.visibility = Visibility.DRAFT
    assert first("quorndale") == []


def test_what_is_rolled_back_is_not_found(first):
    firm = make_firm(slug="hall", texts={"en": {"name": "Quorndale"}})

    def fail_half_way() -> None:
        with transaction():
            firm.texts["en"].name = "Wexcombe"
            db.session.flush()
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail_half_way()
    assert first("quorndale") == ["firm hall"]


def test_an_offering_makes_a_firm_found_by_its_service(first):
    firm = make_firm(slug="hall")
    assert "firm hall" not in first("UKRP")
    make_offering(firm, "REP-UKRP", "UK")
    assert first("UKRP")[:2] == ["service REP-UKRP", "firm hall"]


def test_an_alias_that_editors_add_is_found_at_once(look_for):
    with transaction():
        service = db.session.scalars(select(Service).where(Service.code == "REP-UKRP")).one()
        service.aliases = service.aliases | {"en": [*service.aliases["en"], "quorndale person"]}
    assert [hit.code for hit in look_for("quorndale person").concepts] == ["REP-UKRP"]


def test_an_article_is_found_by_its_body(look_for):
    make_article(slug="story", texts={"en": {"body": "The quorndale clause."}})
    assert [hit.code for hit in look_for("quorndale").articles] == ["story"]


def test_an_invented_firm_is_found_only_where_invented_firms_take_part(first):
    make_firm(slug="hall", demo=True, texts={"en": {"name": "Quorndale"}})
    assert first("quorndale", demo=True) == ["firm hall"]
    assert first("quorndale", demo=False) == []


def test_indexing_again_writes_nothing(database):
    firm, article = make_firm(), make_article()
    with transaction():
        assert indexing.index_firms([firm.id]) == 0
        assert indexing.index_articles([article.id]) == 0
        assert indexing.index_concepts() == 0


@pytest.mark.demo
def test_a_rebuilt_index_is_the_one_that_followed(first, request):
    before, vocabulary, found = snapshot(), words(), first("ukrp")
    with transaction():
        parts = list(indexing.rebuild())
    assert {part for part, _, _ in parts} == {"firm", "article"}
    assert snapshot() == before
    assert words() == vocabulary
    assert first("ukrp") == found
    assert db.session.scalar(select(func.count()).select_from(SearchDocument)) == indexing.count()
