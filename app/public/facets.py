"""The filters of the directory as groups of ticks, each value with what it would leave."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from app.directory.selection import Selection
from app.directory.shelf import Shelf
from app.directory.stock import Stock
from app.i18n.languages import Language
from app.taxonomy.snapshot import Concept, Taxonomy

#: Filters in the order in which they are shown.
SHOWN = ("market", "sector", "family", "service", "language")
#: Values that stand open; the others are folded.
_MOST_OPEN = 8


@dataclass(frozen=True, slots=True)
class Option:
    value: str
    label: str
    #: Firms there would be with it, given what is chosen in all other groups.
    firms: int
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Facet:
    """One group: those chosen first, then those that leave the most firms."""

    name: str
    label: str
    #: How its values join with each other and with the other groups.
    rule: str
    options: Sequence[Option]
    #: Whether the labels are tags of languages, shown by their own names.
    is_tongues: bool = False

    @property
    def chosen(self) -> list[Option]:
        return [each for each in self.options if each.is_chosen]

    @property
    def open(self) -> Sequence[Option]:
        """At least all chosen ones; no fold for a single value."""
        most = max(_MOST_OPEN, len(self.chosen))
        return self.options if len(self.options) <= most + 1 else self.options[:most]

    @property
    def folded(self) -> Sequence[Option]:
        return self.options[len(self.open) :]


def facets(
    shelf: Shelf, selection: Selection, stock: Stock, taxonomy: Taxonomy, language: Language
) -> list[Facet]:
    return [_facet(name, shelf, selection, stock, taxonomy, language) for name in SHOWN]


def _facet(
    name: str, shelf: Shelf, selection: Selection, stock: Stock, taxonomy: Taxonomy, language: Language
) -> Facet:
    label, rule = _words(name)
    counts = selection.facets.get(name, _whole(name, stock))
    chosen = getattr(shelf, name)
    if name == "language":
        tags = [*sorted(counts), *(tag for tag in chosen if tag not in counts)]
        options = [Option(tag.lower(), tag, counts.get(tag, 0), tag in chosen) for tag in tags]
        return Facet(name, label, rule, _ordered(options), is_tongues=True)
    concepts = concepts_of(name, taxonomy)
    # Every member of a union is answered for; offered are the markets that some offering names itself.
    offered = stock.named_markets if name == "market" else counts
    options = [
        Option(code.lower(), each.name(language), counts.get(code, 0), code in chosen)
        for code, each in concepts.items()
        if code in chosen or (code in offered and counts.get(code))
    ]
    return Facet(name, label, rule, _ordered(options))


def _ordered(options: list[Option]) -> list[Option]:
    """Equals stay in the editors' order."""
    return sorted(options, key=lambda each: (not each.is_chosen, -each.firms))


def _whole(name: str, stock: Stock) -> Mapping[str, int]:
    """The figures where no other filter narrows."""
    return {
        "market": stock.markets,
        "sector": stock.sectors,
        "family": stock.families,
        "service": stock.services,
        "language": stock.languages,
    }[name]


def concepts_of(name: str, taxonomy: Taxonomy) -> Mapping[str, Concept]:
    """What the values of a filter name; not of languages, which are no concepts."""
    found: Mapping[str, Mapping[str, Concept]] = {
        "market": taxonomy.regions,
        "service": taxonomy.services,
        "family": taxonomy.families,
        "sector": taxonomy.sectors,
    }
    return found[name]


def _words(name: str) -> tuple[str, str]:
    """What a group is called, and its rule."""
    return {
        "market": (
            _("Market"),
            _("Any of those ticked; one and the same offering must have the product and service too."),
        ),
        "sector": (
            _("Product"),
            _("Any of those ticked; one and the same offering must have the market and service too."),
        ),
        "family": (
            _("Kind of service"),
            _("Any of those ticked; one and the same offering must have the market and product too."),
        ),
        "service": (
            _("Service"),
            _("Any of those ticked; one and the same offering must have the market and product too."),
        ),
        "language": (
            _("Working language"),
            _("Any of those ticked; besides, the firm must meet the other groups."),
        ),
    }[name]
