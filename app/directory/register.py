"""The register: every public firm and what it offers, held by this process for one edition.

It is read once when an edition is new to the process. From then on what a shelf holds, what each further
choice would leave, and whose turn it is cost no statement and hardly more where all firms match than where
a few do.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce
from operator import or_

from app.directory.models import Basis
from app.directory.runs import Runs, bits
from app.directory.shelf import Shelf
from app.taxonomy.snapshot import Taxonomy


@dataclass(frozen=True, slots=True)
class Offer:
    """What is offered where; one value for all offerings of it."""

    service: str
    market: str


@dataclass(frozen=True, slots=True, eq=False)
class Entry:
    """A public firm."""

    id: int
    slug: str
    #: Where its bit stands; those of its offerings lie below it, the first one lowest.
    place: int
    offers: Sequence[Offer]

    @property
    def start(self) -> int:
        return self.place - len(self.offers)


@dataclass(frozen=True, slots=True)
class Sets:
    """The offerings that name a code themselves, and the firms that work in a language."""

    markets: Mapping[str, int]
    services: Mapping[str, int]
    sectors: Mapping[str, int]
    bases: Mapping[Basis, int]
    #: By tag.
    tongues: Mapping[str, int]


@dataclass(eq=False)
class Register:
    """Sets are those of ``Runs``. A code that is missing has none."""

    taxonomy: Taxonomy
    entries: Sequence[Entry]
    samples: int
    runs: Runs
    named: Sets
    #: By code asked about: the offerings that answer for it.
    markets: Mapping[str, int] = field(init=False)
    sectors: Mapping[str, int] = field(init=False)
    families: Mapping[str, int] = field(init=False)
    by_id: Mapping[int, Entry] = field(init=False)
    _queue: tuple[Callable[[str], bytes], list[Entry]] | None = field(init=False, default=None)

    def __post_init__(self) -> None:
        known = self.taxonomy
        self.by_id = {each.id: each for each in self.entries}
        self.markets = _answering(known.regions, known.markets_answering, self.named.markets)
        self.sectors = _answering(known.sectors, known.sectors_answering, self.named.sectors)
        self.families = _answering(known.families, known.services_of, self.named.services)

    def of(self, name: str) -> Mapping[str, int]:
        """The offerings that answer for each value of a filter."""
        return {
            "market": self.markets,
            "service": self.named.services,
            "family": self.families,
            "sector": self.sectors,
        }[name]

    def meeting(self, shelf: Shelf) -> int:
        """The offerings that have everything the shelf asks of one; all of them where it asks nothing."""
        found = self.runs.offerings
        for name in ("market", "service", "family", "sector"):
            if asked := getattr(shelf, name):
                found &= any_of(self.of(name), asked)
        return found

    def speaking(self, tags: Sequence[str]) -> int:
        """The firms that work in one of those languages; all of them where none is given."""
        if not tags:
            return self.runs.firms
        return any_of(self.named.tongues, tags)

    def firms(self, ids: Iterable[int | None]) -> int:
        """Those firms, as far as they are public."""
        return bits(self.by_id[each].place for each in ids if each is not None and each in self.by_id)

    def queue(self, turn: Callable[[str], bytes]) -> Sequence[Entry]:
        """All firms in the order of a turn, see ``Turns``; worked out once a day."""
        kept = self._queue
        if kept is None or kept[0] != turn:
            kept = self._queue = turn, sorted(self.entries, key=lambda each: turn(each.slug))
        return kept[1]


def any_of(known: Mapping[str, int], codes: Iterable[str]) -> int:
    """Those that one of the codes has."""
    return reduce(or_, (known.get(code, 0) for code in codes), 0)


def _answering(
    asked: Iterable[str], answering: Callable[[str], Iterable[str]], named: Mapping[str, int]
) -> dict[str, int]:
    found = {code: any_of(named, answering(code)) for code in asked}
    return {code: held for code, held in found.items() if held}
