"""What is held already, what is refused, and what is asked for: how a named thing stands in its sentence."""

import re
from bisect import bisect_right
from collections.abc import Iterable
from functools import lru_cache
from itertools import accumulate

from app.classification.reading import Hit, Reading
from app.classification.rules import Reach, possible

Span = tuple[int, int]
#: Where stretches begin, in order, and for each how far it or one before it reaches.
_Reached = tuple[list[int], list[int]]


@lru_cache(maxsize=8)
def _reached(reading: Reading) -> tuple[_Reached, _Reached]:
    """The stretches of the text that are held, and those that are refused."""
    given = reading.rules
    refused = [
        span for span in _stretches(reading, given.negated) if not given.questions.match(reading.key, span[0])
    ]
    return _in_order(_stretches(reading, given.held)), _in_order(refused)


def _in_order(spans: Iterable[Span]) -> _Reached:
    """Ready to be looked up in: each hit of a long text asks, and as many stretches may lie in it."""
    ordered = sorted(spans)
    return [start for start, _ in ordered], list(accumulate((end for _, end in ordered), max))


def _stretches(reading: Reading, reaches: Iterable[Reach]) -> Iterable[Span]:
    key, stops = reading.key, reading.rules.stops
    left = possible(reading.rules, key)
    for reach in (each for each in reaches if each.pattern in left):
        for cue in reach.pattern.finditer(key):
            if reach.is_after:
                end = min(cue.end() + reach.characters, len(key))
                stop = stops.search(key, cue.end(), end)
                yield cue.end(), stop.start() if stop else end
            else:
                start = max(cue.start() - reach.characters, 0)
                for stop in stops.finditer(key, start, cue.start()):
                    start = stop.end()
                yield start, cue.start()


def is_held(reading: Reading, hit: Hit) -> bool:
    """Whether the text says that this is there already."""
    return _within(_reached(reading)[0], hit)


def is_refused(reading: Reading, hit: Hit) -> bool:
    """Whether the text says that this is not wanted."""
    return _within(_reached(reading)[1], hit)


def _within(reached: _Reached, hit: Hit) -> bool:
    starts, ends = reached
    before = bisect_right(starts, hit.start + 1)
    return before > 0 and ends[before - 1] >= hit.end - 1


def is_said_of_self(reading: Reading, hit: Hit) -> bool:
    """Whether somebody says what they are: "we are an importer" asks for none."""
    before = reading.key[max(hit.start - 24, 0) : hit.start]
    return bool(reading.rules.self_said.search(re.sub(r"\s+", " ", before)))


def is_acting(reading: Reading, hit: Hit) -> bool:
    """Whether it is somebody there already, who says or wants something: "our agent refuses"."""
    return bool(reading.rules.acting.match(reading.key, hit.end))


def reason_for_person(reading: Reading) -> str | None:
    """Why only a person could answer: a complaint, an offer, a parcel for oneself, a thing without a code."""
    left = possible(reading.rules, reading.key)
    for reason, pattern in reading.rules.person.items():
        if pattern in left and pattern.search(reading.key):
            return reason
    return None
