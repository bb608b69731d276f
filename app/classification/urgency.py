"""How much of a hurry a question is in."""

import re
from collections.abc import Iterable, Mapping

from app.classification.rules import Rules, is_of, scripts

NONE = "none"
INCIDENT, DETAINED, AUTHORITY, DEADLINE, ASAP = (
    "incident",
    "detained_shipment",
    "authority_action",
    "deadline",
    "asap",
)
#: The first that holds counts.
_ORDER = (INCIDENT, DETAINED, AUTHORITY, DEADLINE, ASAP)


def urgency(text: str, key: str, rules: Rules) -> str:
    """The first kind of hurry a text shows: somebody hurt, goods stopped, an authority, a date, a wish.

    text: folded, with signs for its places; key: the same with their names.
    """
    there = scripts(key)
    for kind in _ORDER:
        calming = rules.urgency.get(f"not_{kind}", ())
        # Names of months and places matter to a date, so it is looked for in the signed text alone.
        for each in (text,) if kind == DEADLINE else (text, key):
            if _is_found(rules.urgency[kind], each, there):
                calm = each
                for pattern in calming:
                    calm = pattern.sub(" ", calm)
                if calm == each or _is_found(rules.urgency[kind], calm, there):
                    return kind
    return NONE


def _is_found(patterns: Iterable[re.Pattern[str]], text: str, there: Mapping[str, bool]) -> bool:
    return any(is_of(each, **there) and each.search(text) for each in patterns)
