"""All wordings of one taxonomy and of the editors' rules, ready to be found in a folded text.

Unlike the lexicon of names, which a search box uses, words here may stand inside one another: places,
services and products are looked for separately, and within each of the three the longest wording wins.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from app.classification.folding import key_of
from app.classification.rules import Rules
from app.kernel.text import has_han
from app.taxonomy.snapshot import Concept, Taxonomy

PLACE, SERVICE, PRODUCT = "place", "service", "product"
#: Words that mean something only together; see ``phrases``.
SIGN = "sign"
#: Kinds of places …
MARKET, CITY, REGULATOR, FROM = "market", "city", "regulator", "from"
#: … of services …
EXACT, ROLE = "exact", "role"
#: … and of products.
PLAIN, GENERIC = "plain", "generic"
MUTE = "mute"

#: English demonyms and names that are everyday words too.
_EVERYDAY = frozenset({"polish", "pole", "finn", "turk", "dane", "gulf", "lao", "ulster", "wales", "spore"})
#: An abbreviation has fewer letters.
_SHORT = 6

#: People say "in Saudi" of the country.
_NO_LANGUAGE = frozenset({"SA"})
#: Where the word for a people is the name of its language.
_AS_LANGUAGE = (
    "in {}",
    "into {}",
    "{} language",
    "{} version",
    "{} translation",
    "{} speaking",
    "{}-speaking",
    "{} text",
)


@dataclass(frozen=True, slots=True)
class Sense:
    """What a wording means."""

    group: str
    kind: str
    codes: tuple[str, ...]
    is_cased: bool
    is_whole_word: bool


Senses = tuple[Sense, ...]
#: A wording is found by so many characters of its start, as many as it has; fewer leave too many to try.
_STARTS = (4, 2, 1)
_SIZES = (0, 1, 2, 2)


@dataclass(frozen=True, eq=False)
class Vocabulary:
    """All wordings, and how long those are that begin alike."""

    words: Mapping[str, Senses]
    #: By how many characters the beginning has, then by the beginning.
    lengths: Mapping[int, Mapping[str, tuple[int, ...]]]


@lru_cache(maxsize=4)
def vocabulary(taxonomy: Taxonomy, given: Rules) -> Vocabulary:
    """The vocabulary of one taxonomy under one set of rules; built once."""
    words: dict[str, Senses] = {}
    for wording, alone in _senses(taxonomy, given):
        (sense,) = alone
        for key in _variants(wording, sense):
            known = words.setdefault(key, alone)
            if known is not alone and all(each.group != sense.group for each in known):
                words[key] = (*known, sense)
    return Vocabulary(words, _lengths(words))


def _lengths(words: Iterable[str]) -> Mapping[int, Mapping[str, tuple[int, ...]]]:
    found: dict[int, dict[str, tuple[int, ...]]] = {size: {} for size in _STARTS}
    for word in words:
        length = len(word)
        size = _SIZES[length] if length < len(_SIZES) else _STARTS[0]
        known = found[size].get(start := word[:size], ())
        if length not in known:
            found[size][start] = (*known, length)
    return found


_BETWEEN_HAN = re.compile(r"(?<=[^ -~]) | (?=[^ -~])")
_DIGIT = re.compile(r"\d")
_BRACKET_AFTER_DIGIT = re.compile(r"(?<=\d)\(")
_NO_GAPS = str.maketrans("", "", " -")


def _variants(wording: str, sense: Sense) -> Collection[str]:
    """The ways one wording is written: with hyphens, spaces or neither, one or several."""
    key = " ".join(key_of(wording).split())
    if not key.isascii() and has_han(key):
        return (_BETWEEN_HAN.sub("", key) if " " in key else key,)
    if len(key) < 2:
        return ()
    forms = {key: None}
    has_space, has_hyphen = " " in key, "-" in key
    if has_hyphen:
        forms[key.replace("-", " ")] = None
    if has_space:
        forms[key.replace(" ", "-")] = None
    if (has_space and len(key) > 6) or has_hyphen or _DIGIT.search(key):
        forms[key.translate(_NO_GAPS)] = None
        forms[_BRACKET_AFTER_DIGIT.sub(" (", key)] = None
    if key[-1:].isalpha() and not key.endswith("s") and not sense.is_cased:
        forms[key[:-1] + "ies" if key.endswith("y") and key[-2:-1] not in "aeo" else key + "s"] = None
    return [form for form in forms if len(form) > 1]


def _cased(word: str) -> bool:
    """Whether only the capitals mean it: short words written all in capitals."""
    return word.isupper() and word.isascii() and sum(map(str.isalpha, word)) < _SHORT


@cache
def _meaning(group: str, kind: str, codes: tuple[str, ...], is_cased: bool, is_whole_word: bool) -> Senses:
    """One sense, the same for all wordings that share it: there are far fewer senses than wordings."""
    return (Sense(group, kind, codes, is_cased, is_whole_word),)


def _sense(word: str, group: str, kind: str, *codes: str) -> tuple[str, Senses]:
    return word, _meaning(group, kind, codes, _cased(word), word.isascii() or not has_han(word))


def _wordings(concept: Concept) -> Iterable[str]:
    return (
        *concept.names.values(),
        *(word for words in concept.aliases.values() for word in words),
        *concept.abbreviations,
    )


def _senses(taxonomy: Taxonomy, given: Rules) -> Iterator[tuple[str, Senses]]:
    """First come, first served: the rules before the taxonomy, and what is mute before its names."""
    yield from _places(taxonomy, given)
    yield from _services(taxonomy, given)
    yield from _products(taxonomy, given)
    yield from _signs(given)


def _places(taxonomy: Taxonomy, given: Rules) -> Iterator[tuple[str, Senses]]:
    rules = given.places
    for word in (each for words in rules["not_places"].values() for each in words):
        yield _sense(word, PLACE, MUTE)
    for word, code in rules["from_words"].items():
        yield _sense(word, PLACE, FROM, code)
    for word, codes in rules["together"].items():
        yield _sense(word, PLACE, MARKET, *codes)
    for code, words in rules["also"].items():
        for word in words:
            yield _sense(word, PLACE, MARKET, code)
    for region in taxonomy.regions.values():
        for word in region.demonyms.get("en", ()) if region.code not in _NO_LANGUAGE else ():
            for phrase in _AS_LANGUAGE:
                yield _sense(phrase.format(word), PLACE, MUTE)
    for code, words in rules["laws"].items():
        for word in words:
            yield _sense(word, PLACE, REGULATOR, code)
    unsettled = {term for each in taxonomy.ambiguous if each.default is None for term in each.terms}
    for region in taxonomy.regions.values():
        for word in (*_wordings(region), *region.demonyms.get("en", ())):
            if word.casefold() not in _EVERYDAY and (word not in unsettled or not _cased(word)):
                yield _sense(word, PLACE, MARKET, region.code)
    for code, cities in given.cities.items():
        for word in (each for city in cities for each in city.split("|")):
            is_capital = word.startswith("^")
            name = word.removeprefix("^")
            yield name, _meaning(PLACE, CITY, (code,), is_capital, not has_han(name))
    for regulator in taxonomy.regulators.values():
        for word in _wordings(regulator):
            if word not in unsettled and "(" not in word and (len(word) > 2 or has_han(word)):
                word = word.lower() if len(word) > 3 else word
                yield _sense(word, PLACE, REGULATOR, regulator.region)


def _services(taxonomy: Taxonomy, given: Rules) -> Iterator[tuple[str, Senses]]:
    codes: dict[str, list[str]] = defaultdict(list)
    for code, words in given.services["words"].items():
        for word in words:
            codes[word].append(code)
    for word, several in codes.items():
        yield _sense(word, SERVICE, EXACT, *several)
    for role in given.roles.values():
        for word in role.words:
            yield _sense(word, SERVICE, ROLE, role.name)
    for word in given.services["mask"]:
        yield _sense(word, SERVICE, MUTE)
    silent = {key_of(word) for word in given.services["mute"]}
    for service in taxonomy.services.values():
        for word in _wordings(service):
            if (len(word) > 2 or has_han(word)) and key_of(word) not in silent:
                yield _sense(word, SERVICE, EXACT, service.code)


def _products(taxonomy: Taxonomy, given: Rules) -> Iterator[tuple[str, Senses]]:
    for kind in (PLAIN, GENERIC):
        for code, languages in given.products[kind].items():
            for word in (each for words in languages.values() for each in words):
                yield _sense(word, PRODUCT, kind, code)
    for word in given.products["mask"]:
        yield _sense(word, PRODUCT, MUTE)
    for line in given.products["by_market"]:
        for word in line["words"]:
            yield _sense(word, PRODUCT, PLAIN, line["sector"])
    for sector in taxonomy.sectors.values():
        for word in _wordings(sector):
            if len(word) > 3 or (has_han(word) and len(word) > 2):
                yield _sense(word, PRODUCT, GENERIC if sector.parent is None else PLAIN, sector.code)


def _signs(given: Rules) -> Iterator[tuple[str, Senses]]:
    names: dict[str, list[str]] = defaultdict(list)
    for name, words in given.signs.items():
        for word in dict.fromkeys(key_of(each) for each in words):
            names[word].append(name)
    for word, several in names.items():
        yield word, _meaning(SIGN, PLAIN, tuple(several), False, not has_han(word))
