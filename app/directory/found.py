"""The firms a shelf holds, in an order, of which only those looked at are ever taken one by one."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import overload

from app.directory.register import Entry
from app.directory.runs import Held


@dataclass(frozen=True, slots=True)
class Initial:
    """Names of the list that are looked up alike: how many there are, and how many stand before them."""

    firms: int
    before: int


@dataclass(frozen=True, slots=True)
class Found(Sequence[Entry]):
    """Firms in order."""

    #: Sets of firms, the best first; nobody is in two.
    tiers: Sequence[int]
    #: Everybody, in the order of those of one tier.
    order: Sequence[Entry]
    #: Where the order is by name: by what names are looked up under, the firms whose are.
    under: Mapping[str, int] = field(default_factory=dict)

    def __len__(self) -> int:
        return sum(each.bit_count() for each in self.tiers)

    @overload
    def __getitem__(self, at: int) -> Entry: ...
    @overload
    def __getitem__(self, at: slice) -> list[Entry]: ...
    def __getitem__(self, at: int | slice) -> Entry | list[Entry]:
        """A slice from one place to another, both counted from the beginning, costs no more than its end."""
        if isinstance(at, slice):
            return self._between(*at.indices(len(self)))
        return next(iter(self._between(at, at + 1, 1)))

    def __iter__(self) -> Iterator[Entry]:
        for tier in self.tiers:
            yield from in_order(tier, self.order)

    def _between(self, start: int, stop: int, step: int) -> list[Entry]:
        found: list[Entry] = []
        before = 0
        for tier in self.tiers:
            size = tier.bit_count()
            if before < stop and start < before + size:
                found += islice(in_order(tier, self.order), max(0, start - before), stop - before)
            before += size
        return found[::step]

    def initials(self) -> dict[str, Initial]:
        """Of a list by name, in its order: those that some name in it is looked up under."""
        found: dict[str, Initial] = {}
        before = 0
        everyone = self.tiers[0] if self.tiers else 0
        for under, firms in self.under.items():
            if number := (firms & everyone).bit_count():
                found[under] = Initial(number, before)
                before += number
        return found

    def under_which(self, entry: Entry) -> str:
        """What that firm's name is looked up under."""
        return next(under for under, firms in self.under.items() if firms >> entry.place & 1)


def in_order(firms: int, order: Iterable[Entry]) -> Iterator[Entry]:
    """Those firms, as they stand in the order; nobody is looked at once all of them are found."""
    held = Held(firms)
    return islice((each for each in order if each.place in held), firms.bit_count())
