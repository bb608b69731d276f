"""The rules of reading, as editors keep them under ``seed/lexicon``; loaded once.

Their patterns run over folded text, so their own Chinese is folded as they come in.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from app.classification.folding import key_of
from app.kernel.text import has_han

FOLDER = Path(__file__).resolve().parents[2] / "seed" / "lexicon"

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
#: Long lists of nothing but words are read without guessing at numbers and dates: twice as fast.
_WORDS_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_ONLY_WORDS = frozenset({"cities", "products"})

#: How near words of a phrase stand if nothing else is said: some ten English words, or twenty characters.
_NEAR = 60

_LATIN_WORD = re.compile("[a-z]{2}")

#: How places stand in the text that patterns are run on, one character each.
MARKET_SIGN, CITY_SIGN, REGULATOR_SIGN = "\ue000", "\ue001", "\ue002"
_ANY_PLACE = f"[{MARKET_SIGN}{CITY_SIGN}{REGULATOR_SIGN}]"


@dataclass(frozen=True, slots=True)
class Cue:
    """A pattern that says something of the place it names."""

    meaning: str
    strength: float
    pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Reach:
    """Words that say something of what stands before or after them, within so many characters."""

    is_after: bool
    characters: int
    pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Given:
    """One line of a role: what it means in these markets for these products."""

    markets: frozenset[str]
    sectors: frozenset[str]
    code: str | None


@dataclass(frozen=True, slots=True)
class Role:
    name: str
    words: tuple[str, ...]
    #: 0: counts beside other asks; else only where nothing of a lower number was found.
    resort: int
    #: Services beside which the words of this role only say what they are for.
    yields_to: frozenset[str]
    patterns: tuple[re.Pattern[str], ...]
    gives: tuple[Given, ...]


@dataclass(frozen=True, slots=True)
class Phrase:
    """Classes of words that together, so near to one another, ask for a service or mean a role."""

    gives: str
    #: The first is the word that is shown as evidence.
    parts: tuple[str, ...]
    #: Classes of words that take the meaning away, wherever they stand.
    unless: tuple[str, ...]
    within: int


@dataclass(frozen=True, eq=False)
class Rules:
    """Everything editors wrote. Equal to itself only, so caches may key on it."""

    products: Mapping[str, Any]
    services: Mapping[str, Any]
    service_patterns: Mapping[str, tuple[re.Pattern[str], ...]]
    #: What stands right before a service that is asked for, and not only mentioned.
    asking: re.Pattern[str]
    places: Mapping[str, Any]
    cities: Mapping[str, tuple[str, ...]]
    roles: Mapping[str, Role]
    signs: Mapping[str, tuple[str, ...]]
    phrases: tuple[Phrase, ...]
    #: Roles whose phrases use up the words of the others: who shall hold a licence asks for no licence.
    spending: frozenset[str]
    spent: frozenset[str]
    cues: tuple[Cue, ...]
    held: tuple[Reach, ...]
    negated: tuple[Reach, ...]
    stops: re.Pattern[str]
    questions: re.Pattern[str]
    self_said: re.Pattern[str]
    acting: re.Pattern[str]
    signature: re.Pattern[str]
    person: Mapping[str, re.Pattern[str]]
    urgency: Mapping[str, tuple[re.Pattern[str], ...]]
    spam: Mapping[str, tuple[tuple[float, re.Pattern[str]], ...]]
    spam_words: Mapping[str, Any]


_STRENGTH = {
    "target": 2.5,
    "origin": 1.0,
    "party": 3.5,
    "compare": 4.5,
    "aside": 2.9,
    "stuck": 0.5,
    "contact": 1.0,
    "customer": 1.0,
}


@cache
def rules(folder: Path = FOLDER) -> Rules:
    """The rules in that folder. Raises ``ValueError`` where they contradict themselves."""
    files = {each.stem: _read(each) for each in folder.glob("*.yaml")}
    cues, spam = files["cues"], files["spam"]
    return Rules(
        products=files["products"],
        services=files["services"],
        service_patterns={
            code: tuple(map(_pattern, given)) for code, given in files["services"]["patterns"].items()
        },
        asking=_pattern(files["services"]["asking"]),
        places=files["places"],
        cities={str(code): tuple(names) for code, names in files["cities"]["cities"].items()},
        roles=_roles(files["roles"]["roles"]),
        signs={
            name: tuple(str(word) for words in languages.values() for word in words)
            for name, languages in files["phrases"]["signs"].items()
        },
        phrases=tuple(_phrases(files["phrases"]["phrases"])),
        spending=frozenset(files["phrases"]["spending"]),
        spent=frozenset(files["phrases"]["spent"]),
        cues=tuple(_cues(cues["places"], cues["words"])),
        held=_reaches(cues["held"]),
        negated=_reaches(cues["negated"]),
        stops=_pattern(cues["stops"]),
        questions=_pattern(cues["questions"]),
        self_said=_pattern(cues["self"]),
        acting=_pattern(cues["acting"]),
        signature=_pattern(cues["signature"]),
        person={reason: _pattern(words) for reason, words in cues["person"].items()},
        urgency={
            name: tuple(map(_pattern, given))
            for name, given in files["urgency"].items()
            if name not in {"order", "schema_version"}
        },
        spam={
            kind: tuple((float(weight), _pattern(words)) for weight, words in given)
            for kind, given in spam["signs"].items()
        },
        spam_words={
            "hold": spam["hold"],
            "harm": _pattern(spam["harm"]),
            "genuine": _pattern(spam["genuine"]),
            "about_us": _pattern(spam["about_us"]),
            "giving_way": frozenset(spam["giving_way"]),
            "own": _pattern(spam["own"]),
            "giving_way_to_own": frozenset(spam["giving_way_to_own"]),
            "called": spam["called"],
        },
    )


def _read(path: Path) -> Mapping[str, Any]:
    with path.open(encoding="utf-8") as file:
        loader = _WORDS_LOADER if path.stem in _ONLY_WORDS else _LOADER
        return yaml.load(file, Loader=loader)  # noqa: S506 - both are safe loaders


def _pattern(words: str) -> re.Pattern[str]:
    """A pattern whose Chinese is folded as texts are; its Latin letters are written small already."""
    folded = "".join(key_of(each) or each if ord(each) > 0x2E7F else each for each in words)
    return re.compile(folded, re.ASCII)


def _is_of(pattern: re.Pattern[str], han: bool, latin: bool) -> bool:
    words = re.sub(r"\\.|\(\?P<\w+>", "", pattern.pattern)
    in_han, in_latin = has_han(words), _LATIN_WORD.search(words) is not None
    return in_han == in_latin or (han if in_han else latin)


@cache
def of_scripts(given: Rules, *, han: bool, latin: bool) -> Rules:
    """The rules that a text of these scripts can meet.

    Most patterns are of one script; not trying those of the other saves half the time of a reading.
    """

    def kept(patterns: tuple[re.Pattern[str], ...]) -> tuple[re.Pattern[str], ...]:
        return tuple(each for each in patterns if _is_of(each, han, latin))

    return replace(
        given,
        cues=tuple(each for each in given.cues if _is_of(each.pattern, han, latin)),
        urgency={kind: kept(patterns) for kind, patterns in given.urgency.items()},
        spam={
            kind: tuple(sign for sign in signs if _is_of(sign[1], han, latin))
            for kind, signs in given.spam.items()
        },
    )


def scripts(text: str) -> Mapping[str, bool]:
    """Which scripts a folded text has, as ``of_scripts`` wants them."""
    return {"han": has_han(text), "latin": _LATIN_WORD.search(text) is not None}


def _cues(given: Mapping[str, list[Any]], words: Mapping[str, str]) -> list[Cue]:
    found = []
    for meaning, lines in given.items():
        for line in lines:
            line = line if isinstance(line, Mapping) else {"says": line}
            says = line["says"].replace("{it}", f"(?P<it>{_ANY_PLACE})").replace("{place}", _ANY_PLACE)
            says = says.replace("{city}", CITY_SIGN)
            for name, alternatives in words.items():
                says = says.replace(f"{{{name}}}", alternatives)
            found.append(Cue(meaning, float(line.get("strength", _STRENGTH[meaning])), _pattern(says)))
    return found


def _reaches(given: list[Mapping[str, Any]]) -> tuple[Reach, ...]:
    return tuple(Reach(line["side"] == "after", line["reach"], _pattern(line["says"])) for line in given)


def _phrases(given: Mapping[str, list[Mapping[str, Any]]]) -> Iterator[Phrase]:
    for gives, lines in given.items():
        for line in lines:
            yield Phrase(gives, tuple(line["all"]), tuple(line.get("unless", ())), line.get("within", _NEAR))


def _roles(given: Mapping[str, Any]) -> dict[str, Role]:
    def lines(name: str) -> list[Given]:
        found: list[Given] = []
        for line in given[name]["gives"]:
            if "same" not in line:
                found.append(
                    Given(frozenset(line.get("in", ())), frozenset(line.get("for", ())), line["code"])
                )
                continue
            wanted = frozenset(line.get("for", ()))
            found += [
                Given(each.markets, (each.sectors or wanted) & wanted if wanted else each.sectors, each.code)
                for each in lines(line["same"])
                if not wanted or not each.sectors or each.sectors & wanted
            ]
        return found

    return {
        name: Role(
            name,
            tuple(word for language in ("en", "zh_Hant", "zh_Hans") for word in role[language]),
            role.get("resort", 0),
            frozenset(role.get("yields_to", ())),
            tuple(map(_pattern, role.get("patterns", ()))),
            tuple(lines(name)),
        )
        for name, role in given.items()
    }
