"""What is no question to any firm. Only what is said counts, never who says it or how well."""

import re
from dataclasses import dataclass

from app.classification.reading import Reading
from app.classification.rules import possible
from app.classification.standing import reason_for_person
from app.classification.urgency import NONE
from app.classification.vocabulary import CITY, FROM, REGULATOR, SERVICE

PASS, HOLD, REJECT = "pass", "hold", "reject"
#: The kind of what no other sign tells.
OFF_TOPIC = "off_topic"
#: The kind of what has no words.
GIBBERISH = "gibberish"
_LETTER = re.compile(r"[^\W\d_]")
#: Fewer letters than this are no question.
_FEWEST_LETTERS = 2


@dataclass(frozen=True, slots=True)
class SpamVerdict:
    """The lane a message goes into, and the kind of sign that put it there."""

    lane: str
    kind: str | None
    #: How much the signs found weigh together.
    strength: float = 0.0
    #: Whether its words are those of somebody hurt.
    speaks_of_harm: bool = False

    @property
    def is_spam(self) -> bool:
        return self.lane == REJECT

    @property
    def may_be_harm(self) -> bool:
        """A reader or a patient may be hurt: a person must see it all the same."""
        return self.kind == OFF_TOPIC and self.speaks_of_harm


NO_SPAM = SpamVerdict(PASS, None)


def spam(reading: Reading) -> SpamVerdict:
    """The verdict on a text. Where it speaks of the field, doubt speaks for it."""
    key, words = reading.key, reading.rules.spam_words
    if len(_LETTER.findall(key)) < _FEWEST_LETTERS:
        return SpamVerdict(REJECT, GIBBERISH)
    weights: dict[str, float] = {}
    left = possible(reading.rules, key)
    for kind, signs in reading.rules.spam.items():
        for weight, pattern in signs:
            if pattern in left and pattern.search(key):
                weights[kind] = weights.get(kind, 0.0) + weight
    harm = bool(words["harm"].search(key))
    if not weights:
        return (
            SpamVerdict(PASS, None, speaks_of_harm=harm)
            if is_for_us(reading)
            else SpamVerdict(HOLD, OFF_TOPIC)
        )
    strongest = max(weights, key=lambda each: weights[each])
    kind = words["called"].get(strongest, strongest)
    total = min(sum(weights.values()), 2.0)
    if not is_for_us(reading):
        total += 0.5
    if _is_a_question(reading, frozenset(weights)):
        total -= 0.5
    lane = REJECT if total >= 1 else HOLD if total >= words["hold"] else PASS
    return SpamVerdict(lane, kind, total, harm)


def is_for_us(reading: Reading) -> bool:
    """Whether anything in it is ours to answer. A city alone is not: people talk of the weather there."""
    return (
        any(hit.kind not in {CITY, FROM} for hit in reading.hits)
        or reading.rules.spam_words["about_us"].search(reading.key) is not None
        or reading.urgency != NONE
        or reason_for_person(reading) is not None
    )


def is_of_the_field(reading: Reading) -> bool:
    """Whether it names a service, a law or an authority, and not just a product or a country."""
    return any(hit.kind == REGULATOR or hit.group == SERVICE for hit in reading.hits)


def asks_something(reading: Reading) -> bool:
    """Whether its words are those of somebody with a question."""
    return bool(reading.rules.spam_words["genuine"].search(reading.key))


def _is_a_question(reading: Reading, kinds: frozenset[str]) -> bool:
    """Whether it asks something of the field that such signs leave standing."""
    words = reading.rules.spam_words
    if not is_of_the_field(reading) or not kinds <= words["giving_way"] | words["giving_way_to_own"]:
        return False
    asks = words["genuine"] if kinds <= words["giving_way"] else words["own"]
    return bool(asks.search(reading.key))
