"""Finding articles."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from sqlalchemy import Select, bindparam, case, func, select
from sqlalchemy.orm import selectinload

from app.articles.models import Article, ArticleBinding, ArticleText, Publication
from app.i18n.languages import LANGUAGES, Language, Reading, read
from app.kernel.db import db

_PUBLIC = Article.publication == Publication.PUBLISHED
#: Lists show no bodies, so none are read.
_IN_LIST = selectinload(Article.texts).load_only(
    ArticleText.article_id,
    ArticleText.language,
    ArticleText.title,
    ArticleText.summary,
    ArticleText.reading_minutes,
    ArticleText.state,
)


def _listed() -> Select[Article]:
    """The most recently updated first."""
    return select(Article).where(_PUBLIC).options(_IN_LIST).order_by(Article.updated.desc(), Article.slug)


def newest(limit: int, *, offset: int = 0) -> Sequence[Article]:
    """A part of the list of articles; two statements."""
    return db.session.scalars(_listed().limit(limit).offset(offset)).all()


def count() -> int:
    """How many articles are published."""
    return db.session.scalar(select(func.count()).select_from(Article).where(_PUBLIC)) or 0


def article_by_slug(slug: str) -> Article | None:
    """A published article with its texts and sources; three statements."""
    return db.session.scalar(
        select(Article)
        .where(Article.slug == slug, _PUBLIC)
        .options(selectinload(Article.texts), selectinload(Article.citations))
    )


class Wording(NamedTuple):
    """What an article says in one language."""

    title: str
    summary: str
    #: As written; empty where it was not asked for.
    body: str


@dataclass(frozen=True, slots=True)
class Told:
    """An article by its words alone."""

    slug: str
    #: By language slug.
    texts: dict[str, Wording]

    def read(self, wanted: Language) -> Reading[Wording]:
        return read(self.texts, wanted)


#: What ``Told`` is made of, for the articles ``ids``. It is put together once, not for every page.
_TOLD = (
    select(
        Article.id,
        Article.slug,
        ArticleText.language,
        ArticleText.title,
        ArticleText.summary,
        case((Article.id.in_(bindparam("in_full", expanding=True)), ArticleText.body), else_=""),
    )
    .join(ArticleText, ArticleText.article_id == Article.id)
    .where(Article.id.in_(bindparam("ids", expanding=True)), _PUBLIC)
)


def articles_in_order(ids: Sequence[int], *, in_full: Sequence[int] = ()) -> list[Told]:
    """The words of those articles, in the order given, and the bodies of some.

    One statement, none for no article.
    """
    if not ids:
        return []
    rows = db.session.execute(_TOLD, {"ids": list(ids), "in_full": list(in_full)})
    found: dict[int, Told] = {}
    for number, slug, language, *words in rows:
        found.setdefault(number, Told(slug, {})).texts[language] = Wording(*words)
    return [found[each] for each in ids if each in found]


def articles_about(limit: int, **codes: Iterable[str]) -> Sequence[Article]:
    """Articles bound to one of the codes of each facet named (``market``, ``service``); two statements."""
    statement = _listed().limit(limit)
    for facet, wanted in codes.items():
        bound = select(ArticleBinding.article_id).where(
            ArticleBinding.facet == facet, ArticleBinding.code.in_(sorted(wanted))
        )
        statement = statement.where(Article.id.in_(bound))
    return db.session.scalars(statement).all()


def bound_codes() -> frozenset[tuple[str, str]]:
    """Every pair of facet and code that some published article is about; one statement."""
    rows = db.session.execute(
        select(ArticleBinding.facet, ArticleBinding.code)
        .join(Article, Article.id == ArticleBinding.article_id)
        .where(_PUBLIC)
        .distinct()
    )
    return frozenset((row.facet, row.code) for row in rows)


def slugs() -> Sequence[tuple[str, date, list[str]]]:
    """Every published article's address, its last update and the languages it is written in."""
    rows = db.session.execute(
        select(Article.slug, Article.updated, ArticleText.language)
        .join(ArticleText, ArticleText.article_id == Article.id)
        .where(_PUBLIC)
        .order_by(Article.slug)
    )
    found: dict[tuple[str, date], list[str]] = {}
    for row in rows:
        found.setdefault((row.slug, row.updated), []).append(row.language)
    # In the portal's own order, whatever order the rows come in: the first is the one for everybody else.
    order = [each.slug for each in LANGUAGES]
    return [(slug, updated, sorted(written, key=order.index)) for (slug, updated), written in found.items()]
