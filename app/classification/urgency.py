"""How much of a hurry a question is in."""

from collections.abc import Iterable

from app.classification.patterns import Pattern
from app.classification.rules import Rules, possible

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
URGENCIES = (NONE, *_ORDER)


def urgency(text: str, key: str, rules: Rules) -> str:
    """The first kind of hurry a text shows: somebody hurt, goods stopped, an authority, a date, a wish.

    text: folded, with signs for its places; key: the same with their names.
    """
    for kind in _ORDER:
        calming = rules.urgency.get(f"not_{kind}", ())
        # Names of months and places matter to a date, so it is looked for in the signed text alone.
        for each in (text,) if kind == DEADLINE else (text, key):
            left = possible(rules, each)
            asking = [pattern for pattern in rules.urgency[kind] if pattern in left]
            if _is_found(asking, each):
                calm = each
                for pattern in calming:
                    calm = pattern.sub(" ", calm)
                if calm == each or _is_found(rules.urgency[kind], calm):
                    return kind
    return NONE


def _is_found(patterns: Iterable[Pattern], text: str) -> bool:
    return any(each.search(text) for each in patterns)
