"""Invented data into the database, many rows a statement, and into the search index."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from datetime import timedelta
from typing import Any, TypeVar

from sqlalchemy import insert, select, text

from app.articles.models import Article, ArticleBinding, ArticleText, Publication, TranslationState
from app.console.seed_files import SAMPLES_CLAIMED
from app.console.synthesis.articles import InventedArticle, invent_article
from app.console.synthesis.firms import InventedFirm, invent_firm, quotas, row_of, slug_of
from app.directory.models import (
    Basis,
    Firm,
    FirmSector,
    FirmText,
    Intake,
    Offering,
    OfferingSector,
    Office,
    Visibility,
)
from app.i18n.languages import LANGUAGES
from app.kernel.db import db
from app.search import indexing
from app.taxonomy.glossary import Hints
from app.taxonomy.queries import terms
from app.taxonomy.snapshot import Taxonomy

_BATCH = 500
#: Tables whose statistics PostgreSQL must not learn hours later.
_FILLED = (Firm, FirmText, FirmSector, Office, Offering, OfferingSector, Article, ArticleText, ArticleBinding)
T = TypeVar("T")
#: What is being made, how many are, and of how many.
Progress = tuple[str, int, int]


def is_there(seed: int) -> bool:
    """Whether data of that seed was made before."""
    slug = slug_of(seed, 0)
    return any(db.session.scalar(select(kind.id).where(kind.slug == slug)) for kind in (Firm, Article))


def synthesise(
    *, firms: int, offerings: int, articles: int, seed: int, taxonomy: Taxonomy
) -> Iterator[Progress]:
    """Make them all, within the transaction of the caller."""
    shares = quotas(firms, offerings)
    hints = {each.slug: Hints(terms(), each) for each in LANGUAGES}

    def firm(number: int) -> InventedFirm:
        return invent_firm(seed, number, shares[number], taxonomy)

    def article(number: int) -> InventedArticle:
        return invent_article(seed, number, taxonomy, hints)

    with indexing.in_bulk():
        yield from _in_batches("Firms", firms, firm, _keep_firms)
        yield from _in_batches("Articles", articles, article, _keep_articles)
    if db.session.get_bind().dialect.name == "postgresql":
        for model in _FILLED:
            db.session.execute(text(f"ANALYZE {model.__tablename__}"))


def _in_batches(
    what: str, total: int, invent: Callable[[int], T], keep: Callable[[Sequence[T]], None]
) -> Iterator[Progress]:
    for start in range(0, total, _BATCH):
        end = min(start + _BATCH, total)
        keep([invent(number) for number in range(start, end)])
        yield what, end, total


def _added(model: Any, rows: Sequence[dict[str, Any]]) -> list[int]:
    """The ids of those rows, in their order."""
    if not rows:
        return []
    added = insert(model.__table__).returning(model.__table__.c.id, sort_by_parameter_order=True)
    return list(db.session.scalars(added, list(rows)))


def _add(model: Any, rows: Sequence[dict[str, Any]]) -> None:
    if rows:
        db.session.execute(insert(model.__table__), list(rows))


def _keep_firms(firms: Sequence[InventedFirm]) -> None:
    alike = {
        "visibility": Visibility.PUBLISHED,
        "demo": True,
        "claimed_at": SAMPLES_CLAIMED,
        "accepts_enquiries": True,
        "open_referrals": 0,
    }
    ids = _added(Firm, [alike | row_of(each) for each in firms])
    kept = list(zip(ids, firms, strict=True))
    _add(FirmText, [row for each in kept for row in _texts(*each)])
    _add(Office, [_office(*each) for each in kept])
    _add(
        FirmSector,
        [
            {"firm_id": firm_id, "sector_code": code, "basis": Basis.STATED}
            for firm_id, firm in kept
            for code in firm.sectors
        ],
    )
    _keep_offerings(kept)
    indexing.index_firms(ids)


def _texts(firm_id: int, firm: InventedFirm) -> Iterator[dict[str, Any]]:
    for each in LANGUAGES:
        yield {
            "firm_id": firm_id,
            "language": each.slug,
            "name": firm.names[each.slug],
            "name_language": firm.name_languages[each.slug],
            "description": firm.descriptions[each.slug],
            "state": firm.states[each.slug],
        }


def _office(firm_id: int, firm: InventedFirm) -> dict[str, Any]:
    return {
        "firm_id": firm_id,
        "country": firm.country,
        "city": firm.city,
        "is_headquarters": True,
        "position": 1,
    }


def _keep_offerings(kept: Sequence[tuple[int, InventedFirm]]) -> None:
    offered = [(firm_id, each) for firm_id, firm in kept for each in firm.offerings]
    rows = [
        {
            "firm_id": firm_id,
            "service_code": each.service,
            "market_code": each.market,
            "basis": each.basis,
            "means": each.means,
            "intake": Intake.OPEN if each.is_open else Intake.CLOSED,
        }
        for firm_id, each in offered
    ]
    ids = _added(Offering, rows)
    _add(
        OfferingSector,
        [
            {"offering_id": offering_id, "sector_code": code}
            for offering_id, (_, each) in zip(ids, offered, strict=True)
            for code in each.sectors
        ],
    )


def _keep_articles(articles: Sequence[InventedArticle]) -> None:
    rows = [
        {
            "slug": each.slug,
            "publication": Publication.PUBLISHED,
            "published": each.day,
            "updated": each.day,
            "review_by": each.day + timedelta(days=365),
            "original_language": each.original_language,
            "markets": list(each.markets),
            "services": list(each.services),
            "sectors": list(each.sectors),
        }
        for each in articles
    ]
    ids = _added(Article, rows)
    kept = list(zip(ids, articles, strict=True))
    _add(ArticleText, [row for each in kept for row in _article_texts(*each)])
    _add(
        ArticleBinding,
        [
            {"article_id": article_id, "facet": facet, "code": code}
            for article_id, article in kept
            for facet, code in article.bindings
        ],
    )
    indexing.index_articles(ids)


def _article_texts(article_id: int, article: InventedArticle) -> Iterator[dict[str, Any]]:
    for language, each in article.texts.items():
        original = language == article.original_language
        state = TranslationState.ORIGINAL if original else TranslationState.UNREVIEWED
        yield {"article_id": article_id, "language": language, "state": state, **asdict(each)}
