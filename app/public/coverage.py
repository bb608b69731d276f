"""Coverage: markets × families of services, how many firms can act in each cell."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flask import g
from flask_babel import gettext as _

from app.directory.stock import Stock
from app.i18n.languages import Language
from app.public.contents import Contents, current_contents, current_stock, show
from app.public.door import public
from app.public.markets import COMMON, by_name
from app.public.wording import family_words
from app.taxonomy.snapshot import BROAD, Concept, RegionConcept, Taxonomy
from app.web.caching import public_file, public_page
from app.web.edition import current_taxonomy
from app.web.sheets import csv_of

#: A market of many countries that is entered as one: its members stand in its row.
_AS_ONE = "EU"


@dataclass(frozen=True, slots=True)
class Group:
    """The markets of one part of the world."""

    part: RegionConcept
    markets: Sequence[RegionConcept]


@dataclass(frozen=True, slots=True)
class Gap:
    """A common market, and the families of services nobody offers there yet."""

    market: RegionConcept
    families: Sequence[Concept]


@public.route("/coverage")
@public_page
def coverage() -> str:
    taxonomy, stock = current_taxonomy(), current_stock()
    groups = _groups(taxonomy, current_contents(), g.language)
    markets = [market for group in groups for market in group.markets]
    filled = sum(
        bool(stock.cells.get((market.code, family))) for market in markets for family in taxonomy.families
    )
    return show(
        "public/coverage.html",
        stock=stock,
        groups=groups,
        families=family_words(),
        markets=len(markets),
        filled=filled,
        empty=len(markets) * len(taxonomy.families) - filled,
        gaps=_gaps(taxonomy, stock),
        landscape=True,
    )


@public.route("/coverage.csv")
@public_file("text/csv")
def coverage_table() -> str:
    taxonomy, stock, language = current_taxonomy(), current_stock(), g.language
    families = taxonomy.families
    head = [_("Part of the world"), _("Market"), _("Code")]
    return csv_of(
        [*head, *(each.name(language) for each in families.values()), _("Any service")],
        (
            [
                group.part.name(language),
                market.name(language),
                market.code,
                *(stock.cells.get((market.code, family), 0) for family in families),
                stock.markets.get(market.code, 0),
            ]
            for group in _groups(taxonomy, current_contents(), language)
            for market in group.markets
        ),
    )


def _groups(taxonomy: Taxonomy, contents: Contents, language: Language) -> list[Group]:
    """Every market with a page of its own, below its part of the world; the common ones first."""
    rows = [each for each in taxonomy.regions.values() if _has_row(each, taxonomy, contents)]
    found = {code: each for code, each in taxonomy.regions.items() if each.kind in BROAD}
    return [
        Group(part, sorted(inside, key=_commonness))
        for code, part in found.items()
        if (inside := by_name([each for each in rows if _part_of(each.code, taxonomy) == code], language))
    ]


def _has_row(region: RegionConcept, taxonomy: Taxonomy, contents: Contents) -> bool:
    if region.code == _AS_ONE:
        return True
    inside = _AS_ONE in taxonomy.ancestors(region.code)
    return region.kind == "market" and not inside and region.code in contents.markets


def _part_of(code: str, taxonomy: Taxonomy) -> str:
    """The part of the world a market is looked for in; where editors name several, the first."""
    return next(_climb(code, taxonomy), "")


def _climb(code: str, taxonomy: Taxonomy) -> Iterator[str]:
    for parent in taxonomy.regions[code].parents:
        if taxonomy.regions[parent].kind in BROAD:
            yield parent
        else:
            yield from _climb(parent, taxonomy)


def _commonness(region: RegionConcept) -> int:
    return COMMON.index(region.code) if region.code in COMMON else len(COMMON)


def _gaps(taxonomy: Taxonomy, stock: Stock) -> list[Gap]:
    found = [
        Gap(
            taxonomy.regions[market],
            [each for code, each in taxonomy.families.items() if not stock.cells.get((market, code))],
        )
        for market in COMMON
        if market in taxonomy.regions
    ]
    return [gap for gap in found if gap.families]
