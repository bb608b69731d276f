"""Sets of offerings and of firms as numbers: one bit each, so that a whole set is joined or counted at once.

Each firm has a run of bits: one for each of its offerings and, above them, one for the firm itself. Tens of
thousands of offerings are a few thousand machine words; two such sets meet within microseconds.
"""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Runs:
    """Which bits are firms, and which offerings."""

    firms: int
    offerings: int

    def holders(self, offerings: int) -> int:
        """The firms of those offerings.

        A run full of ones is added to each: the sum reaches the firm's own bit just where an offering is
        set, and never beyond it.
        """
        return (offerings + self.offerings) & self.firms


def bits(places: Iterable[int]) -> int:
    """The set of those places."""
    known = list(places)
    held = bytearray(max(known, default=0) // 8 + 1)
    for each in known:
        held[each >> 3] |= 1 << (each & 7)
    return int.from_bytes(held, "little")


class Held:
    """A set that is asked about many single places, which is slow to do of a large number."""

    __slots__ = ("_bytes",)

    def __init__(self, held: int) -> None:
        self._bytes = held.to_bytes(held.bit_length() // 8 + 1, "little")

    def __contains__(self, place: int) -> bool:
        at = place >> 3
        return at < len(self._bytes) and bool(self._bytes[at] >> (place & 7) & 1)
