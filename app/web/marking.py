"""A text with the words that something rests on, numbered."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from app.kernel.text import whole

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of a text; numbered where something was understood."""

    text: str
    number: int | None


def marked(text: str, spans: Iterable[Span]) -> tuple[tuple[Segment, ...], Mapping[Span, int]]:
    """The text in pieces, and each place's number, counted from 1 in reading order.

    Places that overlap are one piece and share its number; a place outside the text has none. A piece
    never begins or ends inside what readers see as one character.
    """
    found = {(start, end) for start, end in spans if 0 <= start < end <= len(text)}
    numbers: dict[Span, int] = {}
    pieces: list[list[int]] = []
    for place in sorted(found):
        start, end = whole(text, *place)
        if pieces and start < pieces[-1][1]:
            pieces[-1][1] = max(pieces[-1][1], end)
        else:
            pieces.append([start, end])
        numbers[place] = len(pieces)
    segments: list[Segment] = []
    at = 0
    for number, (start, end) in enumerate(pieces, 1):
        segments += [Segment(text[at:start], None), Segment(text[start:end], number)]
        at = end
    segments.append(Segment(text[at:], None))
    return tuple(each for each in segments if each.text), numbers
