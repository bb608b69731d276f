"""Why a firm stands where it stands, in the reader's language, from the record that put it there."""

from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import TypeVar

from flask_babel import gettext as _
from flask_babel import ngettext

from app.directory.models import Basis, Firm
from app.i18n import formats
from app.i18n.languages import Language
from app.matching.ranking import Ground, NearMiss
from app.taxonomy.snapshot import Taxonomy, names

T = TypeVar("T")
K = TypeVar("K", bound=Hashable)

#: Markets offered, each with the market that was asked about.
Markets = tuple[tuple[str, str], ...]

#: Services named in one reason; the listing has the rest.
_MOST_SERVICES = 4


def basis_words(basis: Basis) -> str:
    """On whose word an offering stands."""
    match basis:
        case Basis.VERIFIED:
            return _("checked by us")
        case Basis.STATED:
            return _("stated by the firm")
        case Basis.INFERRED:
            return _("inferred by us from what the firm says")


def why(firm: Firm, grounds: Iterable[Ground], *, taxonomy: Taxonomy, language: Language) -> str:
    """UK Responsible Person, UKCA marking: United Kingdom; medical devices; stated by the firm.

    What holds for several services or markets alike is said once. Empty where there is no ground.
    """
    said = []
    for (basis, sectors), alike in _grouped(grounds, lambda each: (each.basis, each.sectors)):
        said += places(alike, taxonomy, language)
        if sectors:
            said.append(some(names(taxonomy.sectors, sectors, language), language))
        said.append(basis_words(basis))
    if said and not firm.claimed_at:
        said.append(_("not claimed by the firm, not verified"))
    return formats.clauses(said, language)


def near(miss: NearMiss, *, taxonomy: Taxonomy, language: Language) -> str:
    """What a firm that nearly fits does offer; what is missing is said by ``missing``."""
    return formats.clauses(places(miss.grounds, taxonomy, language), language)


def missing(miss: NearMiss, *, taxonomy: Taxonomy, language: Language) -> str:
    """The one thing a firm that nearly fits lacks: the market, or the service."""
    concepts = taxonomy.regions if miss.missing_kind == "market" else taxonomy.services
    wholes = [code for code in miss.missing if not taxonomy.ancestors(code) & set(miss.missing)]
    return _("Missing: %(what)s", what=some(names(concepts, wholes, language), language))


def _grouped(items: Iterable[T], key: Callable[[T], K]) -> list[tuple[K, list[T]]]:
    """What shares a key brought together, in the order of first appearance."""
    groups: dict[K, list[T]] = {}
    for item in items:
        groups.setdefault(key(item), []).append(item)
    return list(groups.items())


def places(grounds: Iterable[Ground], taxonomy: Taxonomy, language: Language) -> list[str]:
    """Services and where they are offered: those with the same markets together."""
    by_service = _grouped(grounds, lambda each: each.service)
    where = [(service, _offered(theirs, taxonomy)) for service, theirs in by_service]
    said = []
    for markets, services in _grouped(where, lambda pair: pair[1]):
        words = some(
            names(taxonomy.services, [service for service, _markets in services], language), language
        )
        said.append(_place(words, markets, taxonomy, language))
    return said


def _offered(grounds: Sequence[Ground], taxonomy: Taxonomy) -> Markets:
    """The markets of a service's offerings, each with what was asked; no part beside its whole."""
    offered = {each.market for each in grounds}
    found: dict[str, str] = {}
    for each in grounds:
        if not taxonomy.ancestors(each.market) & offered and found.get(each.market) != each.market:
            found[each.market] = each.asked
    return tuple(found.items())


def _place(services: str, markets: Markets, taxonomy: Taxonomy, language: Language) -> str:
    where = some(names(taxonomy.regions, [market for market, _asked in markets], language), language)
    market, asked = markets[0]
    if len(markets) == 1 and asked in taxonomy.ancestors(market):
        return _("%(services)s: %(market)s only", services=services, market=where)
    if len(markets) == 1 and asked in taxonomy.descendants(market):
        part = taxonomy.regions[asked].name(language)
        return _("%(services)s: %(market)s, with %(part)s", services=services, market=where, part=part)
    return _("%(services)s: %(market)s", services=services, market=where)


def some(words: Sequence[str], language: Language) -> str:
    """The first few, and how many more there are."""
    shown = formats.joined(words[:_MOST_SERVICES], language)
    rest = len(words) - _MOST_SERVICES
    if rest <= 0:
        return shown
    return ngettext("%(some)s and %(num)d more", "%(some)s and %(num)d more", rest, some=shown)
