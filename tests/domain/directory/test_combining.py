"""The smallest sets of firms that hold several needs are the smallest, and the same all day."""

import random
from itertools import combinations

import pytest

from app.directory.combining import combine
from app.directory.hands import Hand


def hand(number: int, held: int, *, listed: int | None = None, exact: int | None = None) -> Hand:
    return Hand(number, f"firm-{number}", held, held if listed is None else listed, exact or 0)


def by_slug(slug: str) -> bytes:
    return slug.encode()


def told(hands, needs, most=5):
    found = combine(hands, needs, turn=by_slug, most=most)
    return [{each.firm_id for each in firms} for firms in found.sets]


def test_a_firm_that_holds_everything_leaves_no_set_to_look_for():
    found = combine([hand(1, 0b11), hand(2, 0b01), hand(3, 0b10)], 2, turn=by_slug, most=5)
    assert [each.firm_id for each in found.whole] == [1]
    assert found.sets == []


def test_the_smallest_set_is_taken_before_the_greedy_one():
    """The firm that holds the most stands in no smallest set here."""
    hands = [hand(1, 0b011110), hand(2, 0b000111), hand(3, 0b111000)]
    assert told(hands, 6) == [{2, 3}]


def test_what_nobody_holds_is_named_and_the_rest_still_combined():
    found = combine([hand(1, 0b001), hand(2, 0b010)], 3, turn=by_slug, most=5)
    assert found.uncovered == 0b100
    assert [[each.firm_id for each in firms] for firms in found.sets] == [[1, 2]]


def test_nobody_at_all_is_no_set():
    found = combine([], 3, turn=by_slug, most=5)
    assert (found.uncovered, found.sets, found.whole) == (0b111, [], [])


def test_a_firm_that_takes_no_mandates_holds_nothing_but_is_told():
    found = combine([hand(1, 0b01, listed=0b11), hand(2, 0b10)], 2, turn=by_slug, most=5)
    assert [each.firm_id for each in found.nearly] == [1]
    assert found.whole == []
    assert [{each.firm_id for each in firms} for firms in found.sets] == [{1, 2}]


def test_each_next_set_takes_whoever_stood_in_the_fewest():
    hands = [hand(1, 0b01), hand(2, 0b01), hand(3, 0b10), hand(4, 0b10)]
    assert told(hands, 2) == [{1, 3}, {2, 4}, {1, 4}, {2, 3}]


def test_few_sets_are_told_and_that_there_are_more():
    hands = [hand(number, 0b01) for number in range(9)] + [hand(10 + number, 0b10) for number in range(9)]
    found = combine(hands, 2, turn=by_slug, most=3)
    assert (len(found.sets), found.has_more) == (3, True)
    assert not combine(hands[:1] + hands[-1:], 2, turn=by_slug, most=3).has_more


def test_the_very_market_goes_before_one_around_it():
    around, very = hand(1, 0b01), hand(2, 0b01, exact=0b01)
    assert told([around, very, hand(3, 0b10)], 2)[0] == {2, 3}


def test_equals_stand_in_whose_turn_it_is():
    hands = [hand(1, 0b11), hand(2, 0b11)]
    backwards = combine(hands, 2, turn=lambda slug: bytes(255 - letter for letter in slug.encode()), most=5)
    assert [each.firm_id for each in backwards.whole] == [2, 1]


@pytest.mark.parametrize("seed", range(60))
def test_no_fewer_firms_could_do_it(seed):
    """Against trying every set of firms there is."""
    dice = random.Random(seed)
    needs = dice.randint(1, 8)
    hands = [
        hand(number, sum(1 << bit for bit in range(needs) if dice.random() < 0.3)) for number in range(9)
    ]
    union = 0
    for each in hands:
        union |= each.held
    found = combine(hands, needs, turn=by_slug, most=500)

    def covers(firms):
        held = 0
        for each in firms:
            held |= each.held
        return held == union

    size = next(size for size in range(10) if any(covers(firms) for firms in combinations(hands, size)))
    smallest = {
        frozenset(each.firm_id for each in firms) for firms in combinations(hands, size) if covers(firms)
    }
    if found.whole:
        assert smallest == {frozenset({each.firm_id}) for each in found.whole}
    else:
        assert {frozenset(each.firm_id for each in firms) for firms in found.sets} == smallest - {frozenset()}


def test_eight_needs_and_every_holding_are_combined_at_once():
    hands = [
        hand(number, 1 + number % 254, exact=number % 7) for number in range(5000) if (1 + number % 254) < 255
    ]
    assert len(told(hands, 8)) == 5
