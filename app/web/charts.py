"""Bars, ready to be drawn: where each stands, how high it is, and what is written on it."""

from collections.abc import Sequence
from dataclasses import dataclass

#: The part of the drawing that bars have, in its own units.
_WIDTH, _HEIGHT, _BASE, _LEFT = 560, 96, 120, 24


@dataclass(frozen=True, slots=True)
class Bar:
    x: int
    y: int
    width: int
    height: int
    #: What is written above it, and under it.
    value: str
    label: str

    @property
    def middle(self) -> int:
        return self.x + self.width // 2


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars over time; the last is the present one."""

    #: An id of its own on the page.
    name: str
    title: str
    #: What it shows, in a sentence, for whoever does not see it.
    said: str
    bars: Sequence[Bar]


def bars(numbers: Sequence[int], values: Sequence[str], labels: Sequence[str]) -> list[Bar]:
    """One for each number; a number that is not nothing is never drawn as nothing."""
    highest, room = max([*numbers, 1]), _WIDTH // max(len(numbers), 1)
    width = min(30, room * 3 // 5)
    drawn = []
    for place, (number, value, label) in enumerate(zip(numbers, values, labels, strict=True)):
        height = max(2, round(_HEIGHT * number / highest)) if number else 0
        x = _LEFT + place * room + (room - width) // 2
        drawn.append(Bar(x, _BASE - height, width, height, value, label))
    return drawn
