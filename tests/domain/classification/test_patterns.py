"""Patterns are compiled late and tried seldom, and none is missed by it. Counts and ratios, no seconds."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from pathlib import Path

import pytest

from app.classification.folding import fold
from app.classification.patterns import Pattern, Sieve, needed
from app.classification.reading import read
from app.classification.rules import possible, rules
from app.classification.vocabulary import vocabulary

MESSAGES = Path(__file__).parents[2] / "data" / "enquiries"


@pytest.fixture(scope="module")
def texts():
    lines = [line for each in sorted(MESSAGES.glob("*.jsonl")) for line in each.read_text().splitlines()]
    return [json.loads(line)["text"] for line in lines[::16]]


def patterns_in(given):
    """Every pattern that stands anywhere in the rules."""
    if isinstance(given, Pattern):
        yield given
    elif is_dataclass(given):
        for field in fields(given):
            yield from patterns_in(getattr(given, field.name))
    elif isinstance(given, Mapping):
        yield from patterns_in(tuple(given.values()))
    elif isinstance(given, Iterable) and not isinstance(given, str):
        for each in given:
            yield from patterns_in(each)


def compiled(patterns):
    return [each for each in patterns if "compiled" in vars(each)]


def test_every_pattern_that_editors_wrote_is_one():
    for each in patterns_in(rules()):
        assert each.compiled, each.words


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        ("abc|def", {"abc", "def"}),
        ("(?:ab|cd)?efg", {"efg"}),
        ("(?:ab|cd){1,3}e", {"ab", "cd"}),
        ("abc+", {"abc"}),
        ("abc*", {"ab"}),
        ("abcd??", {"abc"}),
        ("a(?:bc|de){0,3}", {"a"}),
        ("x[ab]yz", {"yz"}),
        (r"\bword\.", {"word"}),
        ("(?<!一)家(?!人)", {"家"}),
        ("(?=foo)ba", {"ba"}),
        ("(?P<hit>授权(?:代表|代理))人", {"授权"}),
        (r"(?:a(?:b|c)d|\(e\)f)", {"a", "e"}),
        ("word|", None),
        ("(?:a|)", None),
        ("a?", None),
        (r"\d+", None),
        ("", None),
        ("(?i)word", None),
        ("(?>word)", None),
        ("word)", None),
    ],
)
def test_what_a_match_must_hold_is_told_from_the_pattern(pattern, words):
    found = needed(pattern)
    assert (found if found is None else set(found)) == words


def test_the_longer_words_are_looked_for_where_several_must_be_there():
    assert needed("in (?:germany|france)") == {"germany", "france"}


def test_no_pattern_that_would_match_a_message_is_passed_over(words, texts):
    given = rules()
    sieved = Sieve(patterns_in(given)).left
    all_words = vocabulary(words, given)
    for text in texts:
        reading = read(text, all_words, given)
        for key in (reading.key, reading.signed[0]):
            left = sieved(key)
            missed = [each.words for each in patterns_in(given) if each not in left and each.search(key)]
            assert missed == [], text


def test_before_a_message_no_pattern_is_compiled_and_after_one_only_a_few(words):
    given = rules.__wrapped__()
    every = list(patterns_in(given))
    assert len(every) > 300
    assert compiled(every) == []
    read("We need an EC REP for Germany.", vocabulary(words, given), given)
    assert len(compiled(every)) < len(every) / 10


def test_of_all_patterns_a_message_leaves_a_small_part_to_be_tried(texts):
    given = rules()
    left = [len(possible(given, fold(text).key)) for text in texts]
    assert sum(left) / len(left) < len(list(patterns_in(given))) / 5
