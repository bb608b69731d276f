"""How much of a hurry a question is in."""

from app.classification.reading import Reading

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


def urgency(reading: Reading) -> str:
    """The first kind of hurry the text shows: somebody hurt, goods stopped, an authority, a date, a wish."""
    patterns = reading.rules.urgency
    text, _ = reading.signed
    calm = text
    for pattern in patterns["not_deadline"]:
        calm = pattern.sub(" ", calm)
    for kind in _ORDER:
        where = (calm,) if kind == DEADLINE else (text, reading.key)
        if any(pattern.search(each) for pattern in patterns[kind] for each in where):
            return kind
    return NONE
