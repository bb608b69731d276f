"""Why a firm stands where it stands, in the reader's language, from the record that put it there."""

from collections.abc import Iterable, Sequence
from itertools import groupby

from flask_babel import gettext as _
from flask_babel import ngettext

from app.directory.models import Basis, Firm
from app.i18n import formats
from app.i18n.languages import Language
from app.matching.ranking import Ground, NearMiss
from app.taxonomy.snapshot import Taxonomy, names

#: Services named in one reason; the listing has the rest.
_MOST_SERVICES = 4


def basis_words(basis: Basis) -> str:
    """On whose word an offering stands."""
    words = {
        Basis.VERIFIED: _("checked by us"),
        Basis.STATED: _("stated by the firm"),
        Basis.INFERRED: _("inferred by us from what the firm says"),
    }
    return words[basis]


def why(firm: Firm, grounds: Iterable[Ground], *, taxonomy: Taxonomy, language: Language) -> str:
    """UK Responsible Person, UKCA marking: United Kingdom; medical devices; stated by the firm.

    Grounds that differ in nothing but the service are said together. Empty where there is no ground.
    """
    said = [_ground(run, taxonomy, language) for run in _runs(grounds)]
    if said and not firm.claimed_at:
        said.append(_("not claimed by the firm, not verified"))
    return formats.clauses(said, language)


def near(miss: NearMiss, *, taxonomy: Taxonomy, language: Language) -> str:
    """What a firm that nearly fits does offer; what is missing is said by ``missing``."""
    return formats.clauses([_place(run, taxonomy, language) for run in _runs(miss.grounds)], language)


def missing(miss: NearMiss, *, taxonomy: Taxonomy, language: Language) -> str:
    """The one thing a firm that nearly fits lacks: the market, or the service."""
    concepts = taxonomy.regions if miss.missing_kind == "market" else taxonomy.services
    return _("Missing: %(what)s", what=some(names(concepts, miss.missing, language), language))


def _runs(grounds: Iterable[Ground]) -> list[list[Ground]]:
    def alike(ground: Ground) -> tuple[str, str, str, tuple[str, ...]]:
        return ground.market, ground.asked, ground.basis.value, ground.sectors

    return [list(run) for _key, run in groupby(sorted(grounds, key=alike), key=alike)]


def _ground(run: Sequence[Ground], taxonomy: Taxonomy, language: Language) -> str:
    said = [_place(run, taxonomy, language)]
    sectors = names(taxonomy.sectors, run[0].sectors, language)
    if sectors:
        said.append(some(sectors, language))
    said.append(basis_words(run[0].basis))
    return formats.clauses(said, language)


def _place(run: Sequence[Ground], taxonomy: Taxonomy, language: Language) -> str:
    services = some(names(taxonomy.services, dict.fromkeys(each.service for each in run), language), language)
    market = taxonomy.regions[run[0].market].name(language)
    asked = run[0].asked
    if run[0].market != asked and asked in taxonomy.ancestors(run[0].market):
        return _("%(services)s: %(market)s only", services=services, market=market)
    if run[0].market != asked:
        includes = taxonomy.regions[asked].name(language)
        return _("%(services)s: %(market)s, with %(part)s", services=services, market=market, part=includes)
    return _("%(services)s: %(market)s", services=services, market=market)


def some(words: Sequence[str], language: Language) -> str:
    """The first few, and how many more there are."""
    shown = formats.joined(words[:_MOST_SERVICES], language)
    rest = len(words) - _MOST_SERVICES
    if rest <= 0:
        return shown
    return ngettext("%(some)s and %(num)d more", "%(some)s and %(num)d more", rest, some=shown)
