"""Which markets and services have a page worth going to: one with a requirement, a firm or an article."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from flask import render_template, request
from flask_babel import gettext as _

from app.articles.queries import bound_codes
from app.directory.reading import register
from app.directory.register import Register
from app.directory.stock import Stock, stock
from app.i18n.addresses import Addresses
from app.public.door import settings
from app.public.wording import Words
from app.taxonomy.queries import all_requirements
from app.taxonomy.snapshot import Taxonomy
from app.web import linked_data
from app.web.edition import current_taxonomy
from app.web.languages import current_language


@dataclass(frozen=True, slots=True)
class Contents:
    """Pages that are linked to and stand in the sitemap; others answer, but nobody is sent there."""

    markets: frozenset[str]
    services: frozenset[str]
    #: Regions with rules of their own, and how many of each.
    rules: Mapping[str, int]
    #: Requirements in all, and those that official text confirms.
    requirements: int
    confirmed: int

    @property
    def ruled(self) -> frozenset[str]:
        return frozenset(self.rules)


#: With the taxonomy it was read by: a new edition brings a new one.
_kept: dict[bool, tuple[Taxonomy, Contents]] = {}


def current_register() -> Register:
    """Of this request's edition; a taxonomy that others keep may be an older one with the same words."""
    return register(current_taxonomy(), demo=settings().demo)


def current_stock() -> Stock:
    return stock(current_taxonomy(), demo=settings().demo)


def current_contents() -> Contents:
    """The contents of this request's edition; two statements when new to this process, else none."""
    taxonomy, demo = current_taxonomy(), settings().demo
    kept = _kept.get(demo)
    if kept is None or kept[0] is not taxonomy:
        kept = _kept[demo] = taxonomy, _read(taxonomy, current_stock())
    return kept[1]


def _read(taxonomy: Taxonomy, figures: Stock) -> Contents:
    requirements, bound = all_requirements(), bound_codes()
    return Contents(
        markets=frozenset(
            {each.region_code for each in requirements}
            | {code for facet, code in bound if facet == "market"}
            | figures.named_markets.keys()
        )
        & taxonomy.regions.keys(),
        services=frozenset(
            {code for each in requirements for code in each.services}
            | {code for facet, code in bound if facet == "service"}
            | figures.services.keys()
        )
        & taxonomy.services.keys(),
        rules=Counter(each.region_code for each in requirements),
        requirements=len(requirements),
        confirmed=sum(each.is_confirmed for each in requirements),
    )


def portal() -> linked_data.Thing:
    """The portal as the publisher of what it says."""
    home = Addresses(current_language()).home
    return linked_data.organisation(settings().base_url, home, _("Local Regulatory Experts"))


def show(template: str, **facts: object) -> str:
    """A public page: its own facts, and what all of them are handed."""
    return render_template(
        template,
        taxonomy=current_taxonomy(),
        contents=current_contents(),
        # For canonical and alternate links: the portal's own name, and the path behind the language.
        base_url=settings().base_url,
        wording=Words(),
        page_path=request.path.lstrip("/").partition("/")[2],
        **facts,
    )
