"""Which part of a list is shown, and the way to the others."""

from collections.abc import Callable
from dataclasses import dataclass

PAGE_SIZE = 20
#: Neighbours of the current page that have a number of their own.
_NEIGHBOURS = 2


@dataclass(frozen=True, slots=True)
class PageLink:
    number: int
    #: Empty where it is the page one is on.
    address: str
    #: Whether numbers are left out before it.
    skipped: bool


@dataclass(frozen=True, slots=True)
class Part:
    """One page of a list."""

    number: int
    total: int
    #: Whether another page was asked for than there is.
    moved: bool = False

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // PAGE_SIZE))

    @property
    def start(self) -> int:
        return (self.number - 1) * PAGE_SIZE

    @property
    def first(self) -> int:
        return self.start + 1

    @property
    def last(self) -> int:
        return min(self.start + PAGE_SIZE, self.total)

    def links(self, address: Callable[[int], str]) -> list[PageLink]:
        """The first page, the last, and those around this one."""
        near = range(self.number - _NEIGHBOURS, self.number + _NEIGHBOURS + 1)
        numbers = sorted({1, self.pages, *(each for each in near if 1 <= each <= self.pages)})
        return [
            PageLink(number, "" if number == self.number else address(number), number - before > 1)
            for before, number in zip([0, *numbers], numbers, strict=False)
        ]


def part(asked: str, total: int) -> Part:
    """The page asked for, or the nearest: the first for what is no number, the last beyond the end."""
    last = max(1, -(-total // PAGE_SIZE))
    wanted = int(asked[:9]) if asked.isascii() and asked.isdigit() else 1
    number = min(max(wanted, 1), last)
    return Part(number, total, moved=bool(asked) and asked != str(number))
