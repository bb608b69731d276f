"""The rules of reading, as editors keep them under ``seed/lexicon``; loaded once.

Their patterns run over folded text, so their own Chinese is folded as they come in.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import chain
from pathlib import Path
from typing import Any

import yaml

from app.classification.patterns import Pattern, Sieve

FOLDER = Path(__file__).resolve().parents[2] / "seed" / "lexicon"

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
#: Long lists of nothing but words are read without guessing at numbers and dates: twice as fast.
_WORDS_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_ONLY_WORDS = frozenset({"cities", "products"})

#: How near words of a phrase stand if nothing else is said: some ten English words, or twenty characters.
_NEAR = 60

#: How places stand in the text that patterns are run on, one character each.
MARKET_SIGN, CITY_SIGN, REGULATOR_SIGN = "\ue000", "\ue001", "\ue002"
_ANY_PLACE = f"[{MARKET_SIGN}{CITY_SIGN}{REGULATOR_SIGN}]"


@dataclass(frozen=True, slots=True)
class Cue:
    """A pattern that says something of the place it names."""

    meaning: str
    strength: float
    pattern: Pattern


@dataclass(frozen=True, slots=True)
class Reach:
    """Words that say something of what stands before or after them, within so many characters."""

    is_after: bool
    characters: int
    pattern: Pattern


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
    patterns: tuple[Pattern, ...]
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
    service_patterns: Mapping[str, tuple[Pattern, ...]]
    #: What stands right before a service that is asked for, and not only mentioned.
    asking: Pattern
    #: How one service stands to another: sought for itself, what it is for, moved to another holder.
    between: Mapping[str, Pattern]
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
    stops: Pattern
    questions: Pattern
    self_said: Pattern
    acting: Pattern
    signature: Pattern
    person: Mapping[str, Pattern]
    urgency: Mapping[str, tuple[Pattern, ...]]
    spam: Mapping[str, tuple[tuple[float, Pattern], ...]]
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
    return Rules(
        products=files["products"],
        places=files["places"],
        cities={str(code): tuple(names) for code, names in files["cities"]["cities"].items()},
        roles=_roles(files["roles"]["roles"]),
        urgency={
            name: tuple(map(Pattern, given))
            for name, given in files["urgency"].items()
            if name not in {"order", "schema_version"}
        },
        **_about_services(files["services"]),
        **_about_phrases(files["phrases"]),
        **_about_cues(files["cues"]),
        **_about_spam(files["spam"]),
    )


def _read(path: Path) -> Mapping[str, Any]:
    with path.open(encoding="utf-8") as file:
        loader = _WORDS_LOADER if path.stem in _ONLY_WORDS else _LOADER
        return yaml.load(file, Loader=loader)  # noqa: S506 - both are safe loaders


def _about_services(given: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "services": given,
        "service_patterns": {code: tuple(map(Pattern, each)) for code, each in given["patterns"].items()},
        "asking": Pattern(given["asking"]),
        "between": {name: Pattern(words) for name, words in given["between"].items()},
    }


def _about_phrases(given: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "signs": {
            name: tuple(str(word) for words in languages.values() for word in words)
            for name, languages in given["signs"].items()
        },
        "phrases": tuple(_phrases(given["phrases"])),
        "spending": frozenset(given["spending"]),
        "spent": frozenset(given["spent"]),
    }


def _about_cues(given: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "cues": tuple(_cues(given["places"], given["words"])),
        "held": _reaches(given["held"]),
        "negated": _reaches(given["negated"]),
        "stops": Pattern(given["stops"]),
        "questions": Pattern(given["questions"]),
        "self_said": Pattern(given["self"]),
        "acting": Pattern(given["acting"]),
        "signature": Pattern(given["signature"]),
        "person": {reason: Pattern(words) for reason, words in given["person"].items()},
    }


def _about_spam(given: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "spam": {
            kind: tuple((float(weight), Pattern(words)) for weight, words in signs)
            for kind, signs in given["signs"].items()
        },
        "spam_words": {
            "hold": given["hold"],
            **{name: Pattern(given[name]) for name in ("harm", "genuine", "about_us", "own")},
            **{name: frozenset(given[name]) for name in ("giving_way", "giving_way_to_own")},
            "called": given["called"],
        },
    }


@lru_cache(maxsize=8)
def possible(given: Rules, text: str) -> frozenset[Pattern]:
    """The patterns of cues, hurry, spam, services, roles and reasons that could match the text at all."""
    return _sieve(given).left(text)


@cache
def _sieve(given: Rules) -> Sieve:
    return Sieve(
        chain(
            (cue.pattern for cue in given.cues),
            (reach.pattern for reach in (*given.held, *given.negated)),
            given.person.values(),
            chain.from_iterable(given.service_patterns.values()),
            chain.from_iterable(role.patterns for role in given.roles.values()),
            chain.from_iterable(given.urgency.values()),
            (pattern for signs in given.spam.values() for _, pattern in signs),
        )
    )


def _cues(given: Mapping[str, list[Any]], words: Mapping[str, str]) -> list[Cue]:
    found = []
    for meaning, lines in given.items():
        for line in lines:
            line = line if isinstance(line, Mapping) else {"says": line}
            says = line["says"].replace("{it}", f"(?P<it>{_ANY_PLACE})").replace("{place}", _ANY_PLACE)
            says = says.replace("{city}", CITY_SIGN)
            for name, alternatives in words.items():
                says = says.replace(f"{{{name}}}", alternatives)
            found.append(Cue(meaning, float(line.get("strength", _STRENGTH[meaning])), Pattern(says)))
    return found


def _reaches(given: list[Mapping[str, Any]]) -> tuple[Reach, ...]:
    return tuple(Reach(line["side"] == "after", line["reach"], Pattern(line["says"])) for line in given)


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
            tuple(map(Pattern, role.get("patterns", ()))),
            tuple(lines(name)),
        )
        for name, role in given.items()
    }
