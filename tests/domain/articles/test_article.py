"""Publishing an article: its texts agree with its sources and with one another, or it is refused."""

from datetime import date

import pytest
from sqlalchemy import select

from app.articles.actions import Source, Subject, publish_article
from app.articles.errors import UnsoundText
from app.articles.models import Article, ArticleBinding, ArticleText, Citation, TranslationState
from app.kernel.db import db, transaction

ENGLISH = "# Title\n\n> Summary.\n\n## One\n\nFirst.[^1] Second.[^2]\n\n## Two\n\nThird.[^1]\n"
CHINESE = "# 標題\n\n> 摘要。\n\n## 一\n\n第二。[^2] 第一。[^1]\n\n## 二\n\n第三。[^1]\n"
DAY = date(2026, 11, 22)

pytestmark = pytest.mark.usefixtures("database")


def source(number):
    return Source(
        number=number,
        publisher="Gazette",
        title=f"Rule {number}",
        section=None,
        url=f"https://gazette.example/{number}",
        language="en",
        seen=DAY,
        seen_how=None,
    )


def publish(*, english=ENGLISH, chinese=CHINESE, numbers=(1, 2), services=("MA-ATMP",)):
    with transaction():
        return publish_article(
            "one-rule",
            published=DAY,
            updated=DAY,
            review_by=DAY,
            original_language="en",
            subject=Subject(markets=["UK"], services=services, sectors=["ATMP"]),
            texts={"en": english, "zh-hant": chinese},
            sources=[source(number) for number in numbers],
        )


def test_an_article_is_kept_with_its_texts_sources_and_bindings():
    assert publish() is True
    states = db.session.execute(select(ArticleText.language, ArticleText.state)).all()
    assert dict(tuple(each) for each in states) == {
        "en": TranslationState.ORIGINAL,
        "zh-hant": TranslationState.UNREVIEWED,
    }
    assert db.session.scalars(select(Citation.number)).all() == [1, 2]
    bindings = db.session.execute(select(ArticleBinding.facet, ArticleBinding.code)).all()
    assert {tuple(each) for each in bindings} == {
        ("market", "UK"),
        ("service", "MA-ATMP"),
        ("sector", "ATMP"),
    }


def test_the_same_article_again_changes_nothing():
    publish()
    assert publish() is False


def test_what_an_article_is_no_longer_about_is_unbound():
    publish(services=["MA-ATMP", "QA-AUDIT"])
    assert publish() is True
    assert db.session.scalars(select(ArticleBinding.code).where(ArticleBinding.facet == "service")).all() == [
        "MA-ATMP"
    ]


def test_a_review_holds_for_the_words_that_were_reviewed():
    publish()
    with transaction():
        db.session.scalars(
            select(ArticleText).where(ArticleText.language == "zh-hant")
        ).one().state = TranslationState.REVIEWED
    assert publish() is False

    publish(chinese=CHINESE.replace("第三", "第四"))
    state = select(ArticleText.state).where(ArticleText.language == "zh-hant")
    assert db.session.scalars(state).one() is TranslationState.UNREVIEWED


@pytest.mark.parametrize(
    ("changes", "language", "marker"),
    [
        ({"numbers": (1,)}, "en", "2"),
        ({"numbers": (1, 2, 3)}, "en", "3"),
        ({"english": ENGLISH.replace("[^2]", "[^two]")}, "en", "two"),
        ({"english": ENGLISH.replace("Summary.", "Summary.[^1]")}, "en", "1"),
        ({"chinese": CHINESE.replace("[^2]", "[^9]")}, "zh-hant", "9"),
        ({"chinese": CHINESE.replace("[^2]", "")}, "zh-hant", "2"),
        ({"chinese": CHINESE.replace("## 二\n\n", "")}, "zh-hant", None),
        ({"chinese": "標題\n"}, "zh-hant", None),
        ({"numbers": (1, 1, 2)}, "en", None),
    ],
    ids=[
        "no such source",
        "a source nobody cites",
        "not a number",
        "cited in the summary",
        "no such source in a translation",
        "a marker lost in translation",
        "a section lost in translation",
        "no title",
        "one number twice",
    ],
)
def test_a_text_that_does_not_hold_together_is_refused_by_name(changes, language, marker):
    with pytest.raises(UnsoundText) as refused:
        publish(**changes)
    assert (refused.value.slug, refused.value.language, refused.value.marker) == (
        "one-rule",
        language,
        marker,
    )
    assert "one-rule" in str(refused.value)
    assert db.session.scalars(select(Article)).all() == []
