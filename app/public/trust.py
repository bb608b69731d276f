"""What is known of a firm beyond its own words: single facts, each with its date, its method and its end."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.directory.credentials.models import CheckMethod
from app.directory.credentials.queries import evidenced
from app.directory.trust import FactKind, facts_of
from app.web import evidence_words

_EVIDENCED = _l("Credential evidenced")


@dataclass(frozen=True, slots=True)
class Known:
    """One fact as it is shown. Without a day it is not known; past its last day it no longer is."""

    name: LazyString
    on: date | None = None
    method: CheckMethod | None = None
    until: date | None = None
    is_over: bool = False
    #: What was checked, where that can be named: a register and the number in it.
    what: str = ""


def trust_of(firm_id: int, *, at: datetime) -> Sequence[Known]:
    """All but the claim, which the firm's own row says; two statements."""
    facts, today = facts_of(firm_id), at.date()
    found = []
    for kind in FactKind:
        fact, name = facts.get(kind), evidence_words.FACT[kind]
        if fact is None:
            found.append(Known(name))
            continue
        what = (
            _("%(register)s, number %(number)s", register=fact.register, number=fact.number)
            if fact.register
            else ""
        )
        over = bool(fact.good_until and fact.good_until < today)
        found.append(Known(name, fact.checked_on, fact.method, fact.good_until, over, what))
    found.insert(1, _credential(firm_id))
    return found


def _credential(firm_id: int) -> Known:
    """The one that was checked last; which offerings rest on it stands with these."""
    held = evidenced(firm_id)
    if held is None:
        return Known(_EVIDENCED)
    what = str(evidence_words.KIND[held.kind])
    return Known(_EVIDENCED, held.checked_on, held.method, held.last_day, what=what)
