"""Reading time goes by the script a text is in."""

import pytest

from app.articles.reading import CHARACTERS_A_MINUTE, WORDS_A_MINUTE, minutes_to_read


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("", 1),
        ("short", 1),
        ("word " * WORDS_A_MINUTE, 1),
        ("word " * (WORDS_A_MINUTE + 1), 2),
        ("字" * CHARACTERS_A_MINUTE, 1),
        ("字" * (CHARACTERS_A_MINUTE + 1), 2),
        ("字" * CHARACTERS_A_MINUTE + " word" * WORDS_A_MINUTE, 2),
        ("字，。" * CHARACTERS_A_MINUTE, 1),
    ],
    ids=["nothing", "a word", "a minute", "more", "a minute of Chinese", "more", "both", "punctuation"],
)
def test_minutes_are_counted_per_script_and_rounded_up(text, minutes):
    assert minutes_to_read(text) == minutes


def test_a_number_with_separators_and_a_compound_are_one_word_each():
    assert minutes_to_read("2017/745 1,000 risk-based maker's " * (WORDS_A_MINUTE // 4)) == 1
