"""The firms that hold all of several needs, and the smallest sets of firms that together do."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from app.directory.hands import Hand


@dataclass(frozen=True, slots=True)
class Combined:
    #: Firms that hold everything, in the order they are shown.
    whole: Sequence[Hand]
    #: Firms that would, were it not for what takes no new mandates or is advice alone.
    nearly: Sequence[Hand]
    #: The smallest sets that hold all that anybody holds; none where one firm holds everything.
    sets: Sequence[tuple[Hand, ...]]
    #: Whether there are further sets as small as these.
    has_more: bool
    #: The set of needs that nobody holds.
    uncovered: int


def combine(hands: Sequence[Hand], needs: int, *, turn: Callable[[str], bytes], most: int) -> Combined:
    """needs: how many there are. turn: breaks ties, see ``Turns``. most: sets that are told.

    The sets are exact: no fewer firms could hold as much. Among those that are equally small, each next
    one takes the firms that stood in the fewest before it, then those with the very markets named, then
    whose turn it is; so nobody fills the list, and the same list comes back all day.
    """
    everything = (1 << needs) - 1
    hands = sorted(hands, key=lambda each: (-each.exact.bit_count(), turn(each.slug)))
    whole = [each for each in hands if each.held == everything]
    anybody = _union(hands)
    sets = [] if whole or not anybody else _first_sets(_few_of_each(hands, most + 1), anybody, most + 1)
    return Combined(
        whole,
        [each for each in hands if each.listed == everything and each.held != everything],
        sets[:most],
        len(sets) > most,
        everything & ~anybody,
    )


def _union(hands: Sequence[Hand]) -> int:
    found = 0
    for each in hands:
        found |= each.held
    return found


def _few_of_each(hands: Sequence[Hand], most: int) -> list[Hand]:
    """Of firms that hold just the same, no more are ever told than there are sets."""
    kept: dict[int, list[Hand]] = {}
    for each in hands:
        alike = kept.setdefault(each.held, [])
        if each.held and len(alike) < most:
            alike.append(each)
    return [each for alike in kept.values() for each in alike]


def _first_sets(hands: Sequence[Hand], wanted: int, most: int) -> list[tuple[Hand, ...]]:
    place = {each.firm_id: number for number, each in enumerate(hands)}
    told: dict[frozenset[int], tuple[Hand, ...]] = {}
    fewest = _fewest(wanted, {each.held for each in hands})
    while len(told) < most:
        times = [each.firm_id for found in told.values() for each in found]
        # Sorted once for each set told: whoever stood in fewer of them goes first.
        order = sorted(hands, key=lambda each: (times.count(each.firm_id), place[each.firm_id]))
        fresh = (
            found
            for found in _covers(order, wanted, fewest)
            if frozenset(each.firm_id for each in found) not in told
        )
        found = next(fresh, None)
        if found is None:
            break
        told[frozenset(each.firm_id for each in found)] = found
    return list(told.values())


def _fewest(wanted: int, holdings: set[int]) -> dict[int, int]:
    """For each set of needs within ``wanted``, how few firms can hold it."""
    fewest = {0: 0}
    for left in range(1, wanted + 1):
        if left & ~wanted:
            continue
        first = left & -left
        fewest[left] = 1 + min(fewest[left & ~held] for held in holdings if held & first)
    return fewest


def _covers(
    hands: Sequence[Hand], left: int, fewest: dict[int, int], taken: tuple[Hand, ...] = ()
) -> Iterator[tuple[Hand, ...]]:
    """Every smallest set that holds what is left, beside those already taken."""
    if not left:
        yield taken
        return
    first = left & -left
    for each in hands:
        # Whoever holds the first need without making the rest smaller stands in no smallest set.
        if each.held & first and fewest[left & ~each.held] == fewest[left] - 1:
            yield from _covers(hands, left & ~each.held, fewest, (*taken, each))
