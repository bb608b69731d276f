"""Articles, each with the firms that match what it is about."""

import re
from collections.abc import Sequence

from flask import abort, g, request

from app.articles.models import Article
from app.articles.queries import article_by_slug, articles_about, count, newest
from app.classification.needs import Needs
from app.directory.shelf import Shelf
from app.i18n.addresses import Addresses
from app.i18n.languages import BY_SLUG, LANGUAGES
from app.kernel.clock import now
from app.matching.ranking import Ranking, rank
from app.public.contents import portal, show
from app.public.door import public, settings
from app.public.paging import PAGE_SIZE, part
from app.public.rows import Row
from app.web import linked_data
from app.web.caching import public_page
from app.web.edition import current_taxonomy
from app.web.reasons import missing, near, why

#: Firms shown beside an article; the directory has the rest.
_MOST_FIRMS = 5
_MOST_RELATED = 5
_CITED = re.compile(r'href="#c(\d+)"')


@public.route("/articles/")
@public_page
def articles() -> str:
    here = part(request.args.get("page", ""), count())
    list_ = Addresses(g.language).articles
    return show(
        "public/articles.html",
        articles=newest(PAGE_SIZE, offset=here.start),
        part=here,
        pages=here.links(lambda number: f"{list_}?page={number}" if number > 1 else list_),
        canonical_query=f"?page={here.number}" if here.number > 1 else "",
    )


@public.route("/articles/<slug>")
@public_page
def article(slug: str) -> str:
    found = article_by_slug(slug)
    if found is None:
        abort(404)
    reading, original = found.read(g.language), BY_SLUG[found.original_language]
    taxonomy, language = current_taxonomy(), g.language
    ranking = _ranking(found)
    return show(
        "public/article.html",
        article=found,
        reading=reading,
        original=original,
        spoken=[each for each in LANGUAGES if each.slug in found.texts],
        cited={int(number) for number in _CITED.findall(reading.text.body_html)},
        rows=[
            Row(each.firm, why(each.firm, each.grounds, taxonomy=taxonomy, language=language))
            for each in ranking.candidates[:_MOST_FIRMS]
        ],
        firms=len(ranking.candidates),
        near=[
            (
                each.firm,
                near(each, taxonomy=taxonomy, language=language),
                missing(each, taxonomy=taxonomy, language=language),
            )
            for each in ranking.near
        ],
        all_firms=_all_firms(found),
        related=_related(found),
        kind="article",
        things=linked_data.article(
            found, reading, settings().base_url + Addresses(language).article(slug), portal()
        ),
    )


def _ranking(article: Article) -> Ranking:
    """The firms for what the article is about, whoever reads it."""
    return rank(
        Needs(tuple(article.markets), tuple(article.services), tuple(article.sectors)),
        taxonomy=current_taxonomy(),
        demo=settings().demo,
        day=now().date(),
        secret=settings().secret_key,
    )


def _all_firms(article: Article) -> str:
    shelf = Shelf(market=tuple(sorted(article.markets)), service=tuple(sorted(article.services)))
    return Addresses(g.language).shelf(shelf.query())


def _related(article: Article) -> Sequence[Article]:
    """Other articles about one of its markets."""
    about = articles_about(_MOST_RELATED + 1, market=article.markets)
    return [each for each in about if each.slug != article.slug][:_MOST_RELATED]
