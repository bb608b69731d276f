"""The firms on a shelf, what each further choice would leave of them, and who nearly stands there."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Select

from app.directory import nearness
from app.directory.alphabet import alphabet
from app.directory.found import Found
from app.directory.nearness import Near
from app.directory.reading import register
from app.directory.register import Register, any_of
from app.directory.shelf import Shelf
from app.i18n.languages import Language
from app.kernel.db import db
from app.taxonomy.snapshot import Taxonomy

#: With fewer firms than this, the page says what is missing where.
FEW = 3
#: The filters that are counted of offerings; languages are counted of the firms themselves.
_OFFERED = ("market", "family", "service", "sector")


@dataclass(frozen=True, slots=True)
class Selection:
    """What there is for a shelf."""

    #: In the order they are shown.
    found: Found
    #: By filter, then by value: how many firms there would be with that value beside all other filters.
    #: A filter is missing where nothing else narrows: then the figures are those of ``Stock``.
    facets: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    #: By condition: how many there would be without it. Only where few were found.
    without: Mapping[str, int] = field(default_factory=dict)
    #: Only where few were found.
    near: Sequence[Near] = ()


@dataclass(frozen=True, slots=True)
class Searching:
    """Who looks, and how."""

    taxonomy: Taxonomy
    demo: bool
    #: Breaks ties of fit, see ``Turns``.
    turn: Callable[[str], bytes]
    #: By fit where it is None, else by name as readers of the language look names up.
    by_name_in: Language | None = None


def select_firms(
    shelf: Shelf, searching: Searching, *, called: Select[int | None] | None, facets: bool = True
) -> Selection:
    """The firms that meet the shelf; no statement once the register is known, one where firms are called.

    called: selects the ids of the firms that ``shelf.q`` means; None where it says nothing.
    facets: whether further choices are counted, and who is near looked for.
    """
    known = register(searching.taxonomy, demo=searching.demo)
    looking = _Looking(
        shelf, known, known.runs.firms if called is None else known.firms(db.session.scalars(called))
    )
    found = looking.found(searching)
    if not facets:
        return Selection(found)
    counts = {name: looking.facet(name) for name in _OFFERED if shelf.without(name)}
    if shelf.without("language"):
        counts["language"] = looking.spoken()
    if len(found) >= FEW:
        return Selection(found, counts)
    return Selection(found, counts, looking.without(), looking.near(searching.turn))


class _Looking:
    """One shelf and the register. Sets are those of ``Runs``."""

    def __init__(self, shelf: Shelf, known: Register, called: int) -> None:
        self._shelf, self._known, self._called = shelf, known, called
        self._meeting = known.meeting(shelf)

    def _firms(self, shelf: Shelf) -> int:
        """The called firms that meet a shelf like this one."""
        found = self._called & self._known.speaking(shelf.language)
        if not shelf.asks_for_offering:
            return found
        return found & self._known.runs.holders(self._known.meeting(shelf))

    def found(self, searching: Searching) -> Found:
        firms = self._firms(self._shelf)
        if searching.by_name_in is None:
            return Found(list(self._tiers(firms)), self._known.queue(searching.turn))
        names = alphabet(self._known, searching.by_name_in)
        return Found([firms], names.order, names.initials)

    def _tiers(self, firms: int) -> Iterator[int]:
        """By fit: the very market first, then those that meet more of what was asked for."""
        at_least = [firms]
        for wish in self._wishes():
            granted = self._holding(wish)
            at_least.append(0)
            # From the top, so that nobody is granted the same wish twice.
            for number in reversed(range(1, len(at_least))):
                at_least[number] |= at_least[number - 1] & granted
        exact = self._holding(any_of(self._known.named.markets, self._shelf.market))
        just = [
            some & ~more for some, more in zip(reversed(at_least), [0, *reversed(at_least)], strict=False)
        ]
        yield from (tier for each in just if (tier := each & exact))
        yield from (tier for each in just if (tier := each & ~exact))

    def _wishes(self) -> Iterator[int]:
        """The offerings for each of the markets and services asked for."""
        yield from (self._known.named.services.get(code, 0) for code in self._shelf.service)
        yield from (self._known.markets.get(code, 0) for code in self._shelf.market)

    def _holding(self, offerings: int) -> int:
        """The firms of those offerings that meet the whole shelf."""
        return self._known.runs.holders(self._meeting & offerings)

    def facet(self, name: str) -> Mapping[str, int]:
        """How many firms for each value of one filter, given all others."""
        others = self._shelf.without(name)
        meeting, firms = self._known.meeting(others), self._called & self._known.speaking(others.language)
        holders = self._known.runs.holders
        return {
            code: (holders(offerings & meeting) & firms).bit_count()
            for code, offerings in self._known.of(name).items()
        }

    def spoken(self) -> Mapping[str, int]:
        """How many firms for each language, given all other filters."""
        firms = self._firms(self._shelf.without("language"))
        counts = {tag: (each & firms).bit_count() for tag, each in self._known.named.tongues.items()}
        return {tag: number for tag, number in counts.items() if number}

    def without(self) -> Mapping[str, int]:
        """How many there would be without each condition."""
        everybody = _Looking(self._shelf, self._known, self._known.runs.firms)
        return {
            name: (everybody if name == "q" else self)._firms(self._shelf.without(name)).bit_count()
            for name in self._shelf.conditions()
        }

    def near(self, turn: Callable[[str], bytes]) -> list[Near]:
        found = self._firms(self._shelf)
        mute = self._firms(self._shelf.without("language")) & ~found
        others = self._called & self._known.speaking(self._shelf.language) & ~found
        return nearness.near(self._shelf, self._known, mute=mute, others=others, turn=turn)
