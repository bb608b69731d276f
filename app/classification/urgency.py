"""How much of a hurry a question is in."""

from app.classification.rules import Rules

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
    patterns = rules.urgency
    calm = text
    for pattern in patterns["not_deadline"]:
        calm = pattern.sub(" ", calm)
    for kind in _ORDER:
        where = (calm,) if kind == DEADLINE else (text, key)
        if any(pattern.search(each) for pattern in patterns[kind] for each in where):
            return kind
    return NONE
