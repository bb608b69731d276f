"""The rules of reading, as editors keep them under ``seed/lexicon``; loaded once.

Their patterns run over folded text, so their own Chinese is folded as they come in.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from app.classification.folding import fold

FOLDER = Path(__file__).resolve().parents[2] / "seed" / "lexicon"

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

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
    is_last_resort: bool
    patterns: tuple[re.Pattern[str], ...]
    gives: tuple[Given, ...]


@dataclass(frozen=True, eq=False)
class Rules:
    """Everything editors wrote. Equal to itself only, so caches may key on it."""

    products: Mapping[str, Any]
    services: Mapping[str, Any]
    service_patterns: Mapping[str, tuple[re.Pattern[str], ...]]
    places: Mapping[str, Any]
    cities: Mapping[str, tuple[str, ...]]
    roles: Mapping[str, Role]
    cues: tuple[Cue, ...]
    held: tuple[Reach, ...]
    negated: tuple[Reach, ...]
    stops: re.Pattern[str]
    questions: re.Pattern[str]
    self_said: re.Pattern[str]
    signature: re.Pattern[str]
    person: Mapping[str, re.Pattern[str]]
    urgency: Mapping[str, tuple[re.Pattern[str], ...]]
    spam: Mapping[str, tuple[tuple[float, re.Pattern[str]], ...]]
    spam_words: Mapping[str, Any]


_STRENGTH = {"target": 2.5, "origin": 1.0, "party": 3.5, "compare": 4.5, "stuck": 0.5, "contact": 1.0}


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
        places=files["places"],
        cities={str(code): tuple(names) for code, names in files["cities"]["cities"].items()},
        roles=_roles(files["roles"]["roles"]),
        cues=tuple(_cues(cues["places"])),
        held=_reaches(cues["held"]),
        negated=_reaches(cues["negated"]),
        stops=_pattern(cues["stops"]),
        questions=_pattern(cues["questions"]),
        self_said=_pattern(cues["self"]),
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
        },
    )


def _read(path: Path) -> Mapping[str, Any]:
    with path.open(encoding="utf-8") as file:
        return yaml.load(file, Loader=_LOADER)  # noqa: S506 - it is a safe loader


def _pattern(words: str) -> re.Pattern[str]:
    """A pattern whose Chinese is folded as texts are; its Latin letters are written small already."""
    folded = "".join(fold(each).key or each if ord(each) > 0x2E7F else each for each in words)
    return re.compile(folded, re.ASCII)


def _cues(given: Mapping[str, list[Any]]) -> list[Cue]:
    found = []
    for meaning, lines in given.items():
        for line in lines:
            line = line if isinstance(line, Mapping) else {"says": line}
            says = line["says"].replace("{it}", f"(?P<it>{_ANY_PLACE})").replace("{place}", _ANY_PLACE)
            says = says.replace("{city}", CITY_SIGN)
            found.append(Cue(meaning, float(line.get("strength", _STRENGTH[meaning])), _pattern(says)))
    return found


def _reaches(given: list[Mapping[str, Any]]) -> tuple[Reach, ...]:
    return tuple(Reach(line["side"] == "after", line["reach"], _pattern(line["says"])) for line in given)


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
            bool(role.get("is_last_resort")),
            tuple(map(_pattern, role.get("patterns", ()))),
            tuple(lines(name)),
        )
        for name, role in given.items()
    }
