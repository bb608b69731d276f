"""What people call an enquiry survives telephone, paper and haste, or is refused."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.enquiries.references import ALPHABET, mint, parse

places = st.integers(0, 7)


def with_check(body):
    return next(whole for last in ALPHABET if (whole := parse(body + last)))


bodies = st.text(st.sampled_from(ALPHABET), min_size=7, max_size=7).map(with_check)


def letters(reference):
    return list(reference.removeprefix("LRE").replace("-", ""))


def test_a_new_reference_can_be_read_back_and_has_nothing_that_is_misread():
    for _ in range(200):
        reference = mint()
        assert parse(reference) == reference
        assert re.fullmatch(r"LRE-[2-9A-HJKMNP-Z]{4}-[2-9A-HJKMNP-Z]{4}", reference)


@given(st.text(st.sampled_from(ALPHABET), min_size=7, max_size=7))
def test_there_is_one_check_character_for_each_body(body):
    assert sum(parse(body + last) is not None for last in ALPHABET) == 1


@given(bodies, places, st.sampled_from(ALPHABET))
def test_any_single_wrong_character_is_noticed(reference, place, wrong):
    typed = letters(reference)
    if typed[place] != wrong:
        typed[place] = wrong
        assert parse("".join(typed)) is None


@given(bodies, st.integers(0, 6))
def test_any_two_neighbours_swapped_are_noticed(reference, place):
    typed = letters(reference)
    if typed[place] != typed[place + 1]:
        typed[place], typed[place + 1] = typed[place + 1], typed[place]
        assert parse("".join(typed)) is None


def wide(text):
    return "".join(chr(ord(each) + 0xFEE0) if "!" <= each <= "~" else each for each in text)


@pytest.mark.parametrize(
    "written",
    [
        str.lower,
        wide,
        lambda text: text.replace("-", ""),
        lambda text: text.replace("-", " "),
        lambda text: text.replace("-", "－"),
        lambda text: text.replace("-", "–"),
        lambda text: f"  {text}\n",
        lambda text: text.removeprefix("LRE-"),
        lambda text: "\u200b".join(text),
        lambda text: f"《{text}》。",
    ],
)
def test_case_width_blanks_and_dashes_do_not_matter(written):
    reference = mint()
    assert parse(written(reference)) == reference


@pytest.mark.parametrize("misread", ["O", "o", "0", "I", "1", "l"])
def test_what_is_misread_is_refused_and_not_guessed(misread):
    typed = letters(mint())
    for place in range(len(typed)):
        assert parse("".join([*typed[:place], misread, *typed[place + 1 :]])) is None


@pytest.mark.parametrize(
    "typed", ["", "LRE", "LRE--", "LRE-2222-222", "LRE-2222-22222", "\x00", "\ud800", "中" * 8, "2" * 100_000]
)
def test_what_cannot_be_a_reference_is_none(typed):
    assert parse(typed) is None
