"""What a market's or a service's page holds, in a sentence made of its figures."""

from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import ngettext

from app.i18n import formats
from app.i18n.languages import Language
from app.taxonomy.models import Requirement
from app.web.reasons import some

#: Articles a page lists.
MOST_ARTICLES = 20


def all_of(articles: Sequence[object]) -> int:
    """How many there are; 0, so that nothing is said, where there may be more than were read."""
    return len(articles) if len(articles) < MOST_ARTICLES else 0


def market_said(
    rules: Sequence[Requirement], firms: int, services: int, articles: int, language: Language
) -> str:
    offered = ngettext("%(num)d service", "%(num)d services", services)
    acting = ngettext(
        "%(num)d firm with %(services)s", "%(num)d firms with %(services)s", firms, services=offered
    )
    return _sentence([*_ruled(rules), *([acting] if firms else []), *_read(articles)], language)


def service_said(
    rules: Sequence[Requirement], firms: int, markets: Sequence[str], articles: int, language: Language
) -> str:
    """markets: names of those in which some firm offers it."""
    where = some(markets, language)
    acting = ngettext("%(num)d firm, for %(markets)s", "%(num)d firms, for %(markets)s", firms, markets=where)
    return _sentence([*_ruled(rules), *([acting] if firms else []), *_read(articles)], language)


def _ruled(rules: Sequence[Requirement]) -> list[str]:
    if not rules:
        return []
    confirmed = sum(each.is_confirmed for each in rules)
    said = ngettext("%(num)d rule", "%(num)d rules", len(rules))
    return [
        _("%(rules)s, %(confirmed)d of them confirmed", rules=said, confirmed=confirmed)
        if confirmed
        else _("%(rules)s, none of them confirmed", rules=said)
    ]


def _read(articles: int) -> list[str]:
    return [ngettext("%(num)d article", "%(num)d articles", articles)] if articles else []


def _sentence(parts: Sequence[str], language: Language) -> str:
    return _("Recorded here: %(parts)s.", parts=formats.clauses(parts, language)) if parts else ""
