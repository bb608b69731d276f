"""Markets: who regulates, what is required, who can act there."""

from collections.abc import Callable, Iterable
from typing import TypeVar

from flask import abort, g, redirect
from flask.typing import ResponseReturnValue

from app.articles.queries import articles_about
from app.directory.shelf import Shelf
from app.directory.stock import services_in
from app.i18n.addresses import Addresses
from app.i18n.collation import sort_key
from app.i18n.languages import Language
from app.public.contents import current_contents, current_stock, show
from app.public.door import public, settings
from app.public.rows import first_rows
from app.public.rules import by_product, rules_of
from app.public.summaries import MOST_ARTICLES, all_of, market_said
from app.public.terms import terms_on
from app.taxonomy.snapshot import RegionConcept, Taxonomy, by_slug
from app.web.caching import public_page
from app.web.edition import current_taxonomy

T = TypeVar("T")

#: Rules that are read in one go; more stand under headings that open them.
_MOST_UNFOLDED = 3
#: Firms shown; the directory has them all.
_MOST_FIRMS = 3

#: Those most asked about, in this order.
COMMON = ("US", "EU", "UK", "CH", "CN", "TW", "JP", "KR")


@public.route("/markets/")
@public_page
def markets() -> str:
    taxonomy, contents = current_taxonomy(), current_contents()
    return show(
        "public/markets.html",
        groups=_grouped([each for code, each in taxonomy.regions.items() if code in contents.markets]),
        firms=current_stock().markets,
    )


def _grouped(regions: list[RegionConcept]) -> dict[str, list[RegionConcept]]:
    """The common ones first, then the others by kind and name."""
    groups: dict[str, list[RegionConcept]] = {
        "common": sorted((each for each in regions if each.code in COMMON), key=_commonness),
        "market": [],
        "bloc": [],
        "subnational": [],
        "continent": [],
    }
    for region in by_name([each for each in regions if each.code not in COMMON], g.language):
        groups[region.kind].append(region)
    return {kind: found for kind, found in groups.items() if found}


def _commonness(region: RegionConcept) -> int:
    return COMMON.index(region.code)


def by_name(regions: list[RegionConcept], language: Language) -> list[RegionConcept]:
    """In the order in which readers of the language look names up."""
    return sorted_by(regions, lambda each: each.name(language), language)


def sorted_by(items: Iterable[T], name: Callable[[T], str], language: Language) -> list[T]:
    """Things with a name, as a dictionary of the language has them."""
    return sorted(items, key=lambda each: sort_key(name(each), language))


@public.route("/markets/<code>")
@public_page
def market(code: str) -> ResponseReturnValue:
    taxonomy = current_taxonomy()
    region = by_slug(taxonomy.regions, code)
    if region is None:
        abort(404)
    if code != region.slug:
        return redirect(Addresses(g.language).market(region.code), 308)
    shelf = Shelf(market=(region.code,))
    rows, firms = first_rows(shelf, taxonomy, g.language)
    requirements = rules_of([region.code], taxonomy)
    services = services_in(region.code, taxonomy, demo=settings().demo)
    articles = articles_about(MOST_ARTICLES, market=(region.code,))
    return show(
        "public/market.html",
        said=market_said(requirements, firms, len(services), all_of(articles), g.language),
        terms=terms_on(each.texts["en"] for each in requirements),
        unlisted=region.code not in current_contents().markets,
        region=region,
        regulators=[each for each in taxonomy.regulators.values() if each.region == region.code],
        requirements=requirements,
        products=by_product(requirements, taxonomy),
        is_folded=len(requirements) > _MOST_UNFOLDED,
        families=[
            (family, [taxonomy.services[each] for each in taxonomy.services_of(code) if each in services])
            for code, family in taxonomy.families.items()
        ],
        services=services,
        rows=rows[:_MOST_FIRMS],
        firms=firms,
        articles=articles,
        around=_around(region, taxonomy),
    )


def _around(region: RegionConcept, taxonomy: Taxonomy) -> list[RegionConcept]:
    """Markets that contain this one or lie in it, and have a page worth going to."""
    near = taxonomy.ancestors(region.code) | taxonomy.descendants(region.code)
    linked = current_contents().markets
    return [each for code, each in taxonomy.regions.items() if code in near and code in linked]
