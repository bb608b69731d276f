"""What is no question to any firm. Only what is said counts, never who says it or how well."""

import re
from dataclasses import dataclass

from app.classification.reading import Reading
from app.classification.standing import reason_for_person

PASS, HOLD, REJECT = "pass", "hold", "reject"
_LETTER = re.compile(r"[^\W\d_]")
#: Fewer letters than this are no question.
_FEWEST_LETTERS = 2


@dataclass(frozen=True, slots=True)
class SpamVerdict:
    """The lane a message goes into, and the kind of sign that put it there."""

    lane: str
    kind: str | None
    #: A reader or a patient may be hurt: a person must see it all the same.
    may_be_harm: bool = False

    @property
    def is_spam(self) -> bool:
        return self.lane == REJECT


NO_SPAM = SpamVerdict(PASS, None)


def spam(reading: Reading, *, has_needs: bool) -> SpamVerdict:
    """The verdict on a text. has_needs: it names a service or a market, so doubt speaks for it."""
    key, words = reading.key, reading.rules.spam_words
    if len(_LETTER.findall(key)) < _FEWEST_LETTERS:
        return SpamVerdict(REJECT, "gibberish")
    if not reading.hits and not words["about_us"].search(key) and reason_for_person(reading) is None:
        return SpamVerdict(REJECT, "off_topic", bool(words["harm"].search(key)))
    weights: dict[str, float] = {}
    for kind, signs in reading.rules.spam.items():
        for weight, pattern in signs:
            if pattern.search(key):
                weights[kind] = weights.get(kind, 0.0) + weight
    if not weights:
        return NO_SPAM
    kind = max(weights, key=lambda each: weights[each])
    total = min(sum(weights.values()), 2.0)
    if has_needs and set(weights) <= words["giving_way"] and words["genuine"].search(key):
        total -= 0.5
    may_be_harm = kind == "off_topic" and bool(words["harm"].search(key))
    if total >= 1:
        return SpamVerdict(REJECT, kind, may_be_harm)
    return SpamVerdict(HOLD if total >= words["hold"] else PASS, kind, may_be_harm)
