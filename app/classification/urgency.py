"""How much of a hurry a question is in."""

import re
from collections.abc import Iterable

from app.classification.rules import Rules, of_scripts, scripts

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
    patterns = of_scripts(rules, **scripts(key)).urgency
    for kind in _ORDER:
        calming = patterns.get(f"not_{kind}", ())
        # Names of months and places matter to a date, so it is looked for in the signed text alone.
        for each in (text,) if kind == DEADLINE else (text, key):
            if _is_found(patterns[kind], each):
                calm = each
                for pattern in calming:
                    calm = pattern.sub(" ", calm)
                if calm == each or _is_found(patterns[kind], calm):
                    return kind
    return NONE


def _is_found(patterns: Iterable[re.Pattern[str]], text: str) -> bool:
    return any(each.search(text) for each in patterns)
