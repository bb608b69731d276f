"""Articles."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from app.articles.models import Article, ArticleBinding, ArticleText, Publication, TranslationState
from tests.factories.keeping import keep, numbers


def make_article(
    *,
    texts: Mapping[str, Mapping[str, Any]] | None = None,
    markets: Sequence[str] = ("UK",),
    services: Sequence[str] = ("REP-UKRP",),
    sectors: Sequence[str] = ("MD",),
    **given: Any,
) -> Article:
    """A published article about one service in one market.

    texts: by language slug, what differs from a dull text.
    """
    n = next(numbers)
    dull: dict[str, Any] = {
        "slug": f"article-{n}",
        "publication": Publication.PUBLISHED,
        "published": date(2026, 10, 1),
        "updated": date(2026, 10, 1),
        "review_by": date(2027, 10, 1),
        "original_language": "en",
    }
    bound = {"markets": list(markets), "services": list(services), "sectors": list(sectors)}
    article = Article(**dull | bound | given)
    for language, words in (texts or {"en": {}}).items():
        plain = {
            "title": f"Article {n}",
            "summary": "What it says.",
            "body": "Words.",
            "body_html": "<p>Words.</p>",
            "contents": [],
            "reading_minutes": 1,
            "state": TranslationState.ORIGINAL,
        }
        article.texts[language] = ArticleText(language=language, **plain | dict(words))
    article.bindings = [
        ArticleBinding(facet=facet.removesuffix("s"), code=code)
        for facet, codes in bound.items()
        for code in codes
    ]
    return keep(article)
