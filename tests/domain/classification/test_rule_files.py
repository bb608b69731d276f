"""The files editors keep: every code exists, every pattern is one, no word means two things."""

from collections import Counter
from itertools import chain

import pytest

from app.classification.folding import fold
from app.classification.rules import FOLDER, rules

LANGUAGES = {"en", "zh_Hant", "zh_Hans"}


@pytest.fixture(scope="module")
def given():
    return rules()


def known(words):
    return set(words.services) | set(words.regions) | set(words.sectors)


def test_every_role_gives_services_of_the_taxonomy_in_markets_and_for_products_it_knows(given, words):
    for role in given.roles.values():
        for line in role.gives:
            assert line.code is None or line.code in words.services, role.name
            assert line.markets <= set(words.regions), role.name
            assert line.sectors <= set(words.sectors), role.name


@pytest.mark.parametrize(
    "part", ["words", "weak", "instead", "implies", "implies_alone", "by_sector", "beside", "patterns"]
)
def test_services_are_those_of_the_taxonomy(given, words, part):
    assert set(given.services[part]) <= set(words.services)


def test_what_stands_for_another_service_is_in_the_taxonomy(given, words):
    others = chain(
        chain.from_iterable(given.services["instead"].values()),
        chain.from_iterable(each.values() for each in given.services["by_sector"].values()),
        chain.from_iterable(each.values() for each in given.services["beside"].values()),
        given.services["neutral"],
        given.services["basis"],
        given.services["topics_of"],
        given.services["often_together"],
        given.services["only_asked"],
    )
    assert set(others) <= set(words.services)


def test_families_seldom_asked_for_together_are_those_of_the_taxonomy(given, words):
    pairs = given.services["seldom_together"]
    assert set(pairs) | set(chain.from_iterable(pairs.values())) <= {
        each.family for each in words.services.values()
    }


def test_what_makes_a_role_give_way_is_a_service_of_the_taxonomy_or_another_role(given, words):
    known = set(words.services) | set(given.roles)
    assert set(chain.from_iterable(each.yields_to for each in given.roles.values())) <= known


def test_markets_are_those_of_the_taxonomy(given, words):
    places = given.places
    codes = chain(
        places["also"],
        places["laws"],
        places["from_words"].values(),
        chain.from_iterable(places["together"].values()),
        given.services["implies"].values(),
        given.services["builds_on_ce"],
        given.cities,
    )
    assert set(codes) <= set(words.regions)


def test_products_speak_of_sectors_of_the_taxonomy_in_three_languages(given, words):
    for kind in ("plain", "generic"):
        for code, languages in given.products[kind].items():
            assert code in words.sectors
            assert set(languages) == LANGUAGES, code
    for part in ("covers", "absorbs"):
        assert set(given.products[part]) | set(chain.from_iterable(given.products[part].values())) <= set(
            words.sectors
        )


def test_no_product_word_is_plain_for_two_sectors(given):
    sectors: dict[str, set[str]] = {}
    for code, languages in given.products["plain"].items():
        for word in chain.from_iterable(languages.values()):
            sectors.setdefault(fold(word).key, set()).add(code)
    assert {word: codes for word, codes in sectors.items() if len(codes) > 1} == {}


def test_no_city_lies_in_two_countries(given):
    countries = Counter(
        name
        for cities in given.cities.values()
        for name in {fold(name).key for city in cities for name in city.split("|")}
    )
    assert [name for name, times in countries.items() if times > 1] == []


def test_no_word_of_a_role_belongs_to_another(given):
    roles: dict[str, set[str]] = {}
    for role in given.roles.values():
        for word in role.words:
            roles.setdefault(fold(word).key, set()).add(role.name)
    assert {word: names for word, names in roles.items() if len(names) > 1} == {}


def test_the_files_are_the_ones_that_are_read():
    assert {each.stem for each in FOLDER.glob("*.yaml")} == {
        "cities",
        "cues",
        "phrases",
        "places",
        "products",
        "roles",
        "services",
        "spam",
        "urgency",
    }
