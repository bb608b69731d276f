"""What the reader asked the directory for, as one sentence in their language."""

from collections.abc import Mapping, Sequence
from functools import lru_cache

from flask_babel import gettext as _
from flask_babel import ngettext

from app.directory.shelf import Shelf
from app.i18n import formats
from app.i18n.english import with_article, within_sentence
from app.i18n.languages import Language
from app.taxonomy.snapshot import Concept, Taxonomy, names

#: Values of one filter that a sentence names.
_MOST_SAID = 3


def sentence(shelf: Shelf, taxonomy: Taxonomy, language: Language) -> str:
    """Firms that work in Japanese, offering ISO 13485 in the United Kingdom for medical devices."""
    found = {
        "q": shelf.q,
        "languages": tongues(shelf, language),
        "offering": _offering(shelf, taxonomy, language),
    }
    match tuple(name for name, said in found.items() if said):
        case ("q", "languages", "offering"):
            return _("Firms found by “%(q)s” that work in %(languages)s, %(offering)s", **found)
        case ("q", "languages"):
            return _("Firms found by “%(q)s” that work in %(languages)s", **found)
        case ("q", "offering"):
            return _("Firms found by “%(q)s”, %(offering)s", **found)
        case ("languages", "offering"):
            return _("Firms that work in %(languages)s, %(offering)s", **found)
        case ("q",):
            return _("Firms found by “%(q)s”", **found)
        case ("languages",):
            return _("Firms that work in %(languages)s", **found)
        case ("offering",):
            return _("Firms %(offering)s", **found)
    return _("Firms")


def _offering(shelf: Shelf, taxonomy: Taxonomy, language: Language) -> str:
    """What one offering must be."""
    found = {
        "services": services(shelf, taxonomy, language),
        "markets": markets(shelf, taxonomy, language),
        "sectors": sectors(shelf, taxonomy, language),
    }
    match tuple(name for name, said in found.items() if said):
        case ("services", "markets", "sectors"):
            return _("offering %(services)s in %(markets)s for %(sectors)s", **found)
        case ("services", "markets"):
            return _("offering %(services)s in %(markets)s", **found)
        case ("services", "sectors"):
            return _("offering %(services)s for %(sectors)s", **found)
        case ("markets", "sectors"):
            return _("acting in %(markets)s for makers of %(sectors)s", **found)
        case ("services",):
            return _("offering %(services)s", **found)
        case ("markets",):
            return _("acting in %(markets)s", **found)
        case ("sectors",):
            return _("acting for makers of %(sectors)s", **found)
    return ""


def services(shelf: Shelf, taxonomy: Taxonomy, language: Language) -> str:
    """The services asked for, or their families; both where both were."""
    chosen = _names(taxonomy.services, shelf.service, taxonomy, language)
    families = _either(_names(taxonomy.families, shelf.family, taxonomy, language), language)
    if chosen and families:
        return _("%(services)s (as %(families)s)", services=_either(chosen, language), families=families)
    return _either(chosen, language) or families


def markets(shelf: Shelf, taxonomy: Taxonomy, language: Language) -> str:
    found = names(taxonomy.regions, shelf.market, language)
    return _either(found if language.is_chinese else [with_article(each) for each in found], language)


def sectors(shelf: Shelf, taxonomy: Taxonomy, language: Language) -> str:
    return _either(_names(taxonomy.sectors, shelf.sector, taxonomy, language), language)


def tongues(shelf: Shelf, language: Language) -> str:
    return _either([formats.language_name(tag, language) for tag in shelf.language], language)


def _names(
    concepts: Mapping[str, Concept], codes: Sequence[str], taxonomy: Taxonomy, language: Language
) -> list[str]:
    found = names(concepts, codes, language)
    return found if language.is_chinese else [within_sentence(each, _proper(taxonomy)) for each in found]


@lru_cache(2)
def _proper(taxonomy: Taxonomy) -> frozenset[str]:
    """Words of places and peoples: Swiss, Gulf."""
    said = [
        word
        for region in taxonomy.regions.values()
        for name in (region.names["en"], *region.demonyms.get("en", ()))
        for word in name.split()
    ]
    return frozenset(said)


def _either(said: Sequence[str], language: Language) -> str:
    """Any of them; of many, the first few and how many more."""
    if not said:
        return ""
    rest = len(said) - _MOST_SAID
    if rest <= 0:
        return formats.either(said, language)
    some = formats.joined(said[:_MOST_SAID], language)
    return ngettext("%(some)s or %(num)d other", "%(some)s or %(num)d others", rest, some=some)
