"""A firm's listing."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from flask import abort, g
from flask_babel import ngettext

from app.articles.queries import articles_about
from app.directory.logos import logo_of
from app.directory.models import Firm, FirmText, Means, Offering
from app.directory.queries import firm_by_slug
from app.figures.counting import Seen
from app.figures.models import Sight
from app.i18n.addresses import Addresses
from app.i18n.formats import clauses
from app.i18n.languages import Language
from app.kernel.clock import now
from app.public.contents import show
from app.public.door import public, settings
from app.public.trust import trust_of
from app.public.wording import family_words
from app.taxonomy.snapshot import Taxonomy, names
from app.web import linked_data
from app.web.caching import public_page
from app.web.edition import current_taxonomy
from app.web.reasons import some
from app.web.sights import shows

#: More markets than this do not stand side by side; services are then grouped by market.
_MOST_COLUMNS = 6
_MOST_ARTICLES = 5


@dataclass(frozen=True, slots=True)
class Block:
    """A firm's services of one family in one market."""

    services: int
    #: The ways it acts there, as far as it has said.
    means: list[Means]
    #: Whether none of them is open to new mandates.
    is_shut: bool


@dataclass(frozen=True, slots=True)
class Grid:
    """A firm's offerings as a table of services × markets."""

    markets: list[str]
    services: list[str]
    cells: dict[tuple[str, str], Offering]

    @property
    def is_narrow(self) -> bool:
        return len(self.markets) <= _MOST_COLUMNS

    @property
    def states_means(self) -> bool:
        """Whether the firm has said of anything how it acts."""
        return any(each.means for each in self.cells.values())

    def blocks(self, taxonomy: Taxonomy) -> dict[tuple[str, str], Block]:
        """By market and family, what is offered there."""
        found: dict[tuple[str, str], list[Offering]] = {}
        for (service, market), each in self.cells.items():
            found.setdefault((market, taxonomy.services[service].family), []).append(each)
        return {
            cell: Block(
                len(offerings),
                [means for means in Means if any(each.means is means for each in offerings)],
                not any(each.is_live for each in offerings),
            )
            for cell, offerings in found.items()
        }

    def in_market(self, market: str) -> list[Offering]:
        found = (self.cells.get((service, market)) for service in self.services)
        return [each for each in found if each]


@public.route("/firms/<slug>")
@public_page
def firm(slug: str) -> str:
    found = firm_by_slug(slug, demo=settings().demo)
    if found is None:
        abort(404)
    shows([Seen(slug, Sight.VIEW)])
    return listing_of(found)


def listing_of(found: Firm, *, preview: bool = False) -> str:
    """The page of a firm read with all that its listing shows.

    preview: for its own people, as what is not public yet would look.
    """
    taxonomy, language = current_taxonomy(), g.language
    grid = _grid(found, taxonomy)
    answering = frozenset().union(*(taxonomy.markets_answering(code) for code in grid.markets))
    return show(
        "public/firm.html",
        firm=found,
        preview=preview,
        unlisted=preview,
        words=found.read(language),
        source=_source(found, language),
        behind=found.behind(found.read(language).language.slug),
        other_names=_other_names(found, language),
        trust=trust_of(found.id, at=now()),
        logo=logo_of(found.id),
        grid=grid,
        blocks=grid.blocks(taxonomy),
        families=family_words(),
        ask_about=_ask_about(found, grid, taxonomy, language),
        website=_website(found),
        articles=articles_about(_MOST_ARTICLES, service=grid.services, market=answering)
        if grid.services
        else [],
        things=linked_data.firm(
            found,
            settings().base_url + Addresses(language).firm(found.slug),
            grid.markets,
            taxonomy,
            language,
        ),
    )


def _grid(firm: Firm, taxonomy: Taxonomy) -> Grid:
    cells = {(each.service_code, each.market_code): each for each in firm.offerings}
    return Grid(
        [code for code in taxonomy.regions if any(market == code for _, market in cells)],
        [code for code in taxonomy.services if any(service == code for service, _ in cells)],
        cells,
    )


def _source(firm: Firm, language: Language) -> FirmText | None:
    """What the text that is shown was made from; None for an original."""
    return firm.source_of(firm.read(language).language.slug)


def _other_names(firm: Firm, language: Language) -> list[tuple[str, str]]:
    """The firm's names on the other pages, each with the slug of its language."""
    shown = firm.read(language).text.name
    names = {text.name: text.name_language for text in firm.texts.values() if text.name != shown}
    return list(names.items())


def _website(firm: Firm) -> str | None:
    """The host of the firm's site; None where the address is not one a browser may be sent to."""
    parts = urlsplit(firm.website or "")
    return parts.hostname if parts.scheme in {"http", "https"} else None


def _ask_about(firm: Firm, grid: Grid, taxonomy: Taxonomy, language: Language) -> str:
    """The services one may ask about, and how soon an answer usually comes."""
    found = {service for (service, _market), each in grid.cells.items() if not each.evidence_lapsed_at}
    services = some(
        names(taxonomy.services, [each for each in grid.services if each in found], language), language
    )
    days = firm.response_days
    soon = ngettext(
        "usually answers within %(num)d working day", "usually answers within %(num)d working days", days or 0
    )
    return clauses([part for part in (services, soon if days else "") if part], language)
