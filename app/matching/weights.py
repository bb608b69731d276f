"""The weights, as editors keep them under ``seed/matching``; each version is loaded once.

A released version is never edited: runs name it, and are repeated with it.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).resolve().parents[2] / "seed" / "matching"
_FILE = re.compile(r"weights-([0-9]+)\.yaml")
#: The terms of merit, in the order in which they are shown.
TERMS = ("sector", "language", "responsiveness", "headroom", "freshness")


class BadWeights(ValueError):
    """A file of weights that cannot be used, and what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Regions:
    exact: float
    bloc: float
    kin: float


@dataclass(frozen=True, slots=True)
class Languages:
    same: float
    other_script: float
    unsaid_script: float
    bridge: float


@dataclass(frozen=True, slots=True)
class Responsiveness:
    prior_in_time: float
    prior_late: float
    half_life_days: float


@dataclass(frozen=True, slots=True)
class Headroom:
    default_limit: int


@dataclass(frozen=True, slots=True)
class Freshness:
    fresh_days: int
    stale_days: int


@dataclass(frozen=True, slots=True)
class Fairness:
    band: float
    slots: int
    most_slots: int
    least: float
    cap: float
    idle_days: int
    proven: float


@dataclass(frozen=True, slots=True)
class Weights:
    """One version. The file says what each figure does."""

    version: str
    released: bool
    floor: float
    merit: Mapping[str, float]
    region: Regions
    unknown: float
    language: Languages
    responsiveness: Responsiveness
    headroom: Headroom
    freshness: Freshness
    fairness: Fairness
    #: Roles that only somebody established in the market can take.
    established: frozenset[str]


_PARTS = {
    "region": Regions,
    "language": Languages,
    "responsiveness": Responsiveness,
    "headroom": Headroom,
    "freshness": Freshness,
    "fairness": Fairness,
}


@cache
def weights(version: str | None = None) -> Weights:
    """Those of that version; None for those in force. Raises LookupError for a version there is none of."""
    if version is None:
        return weights(_newest())
    if version not in versions():
        raise LookupError(f"there are no weights of version {version!r}")
    return read_weights(FOLDER / f"weights-{version}.yaml")


def versions() -> tuple[str, ...]:
    """Every version there is, released or not, oldest first."""
    found = (_FILE.fullmatch(file.name) for file in FOLDER.iterdir())
    return tuple(sorted((match[1] for match in found if match), key=int))


def _newest() -> str:
    return next(each for each in reversed(versions()) if weights(each).released)


def read_weights(file: Path) -> Weights:
    """The weights in a file. Raises BadWeights, which names the file and the fault."""
    try:
        found = _made(yaml.safe_load(file.read_text(encoding="utf-8")))
        _check(found, file)
    except (TypeError, AttributeError, KeyError, yaml.YAMLError) as error:
        raise BadWeights(f"{file.name}: {error}") from error
    return found


def _made(given: Mapping[str, Any]) -> Weights:
    parts = {name: part(**given[name]) for name, part in _PARTS.items()}
    return Weights(**{**given, **parts, "established": frozenset(given["established"])})


def _check(found: Weights, file: Path) -> None:
    fair, fresh, answers = found.fairness, found.freshness, found.responsiveness
    shares = {
        "floor": found.floor,
        "unknown": found.unknown,
        **{f"merit.{name}": value for name, value in found.merit.items()},
        **_figures("region", found.region),
        **_figures("language", found.language),
        "fairness.band": fair.band,
        "fairness.least": fair.least,
    }
    faults = [f"{name} is not between 0 and 1" for name, value in shares.items() if not 0 <= value <= 1]
    rules = {
        f"version is not that of the file: {found.version}": file.name == f"weights-{found.version}.yaml",
        "merit does not name the terms": tuple(found.merit) == TERMS,
        "merit does not add up to 1": abs(sum(found.merit.values()) - 1) < 1e-9,
        "a wider region counts more than a nearer one": 1 >= found.region.exact >= found.region.bloc
        and found.region.bloc >= found.region.kin,
        "responsiveness: counts must be above 0": min(
            answers.prior_in_time, answers.prior_late, answers.half_life_days
        )
        > 0,
        "headroom.default_limit must be above 0": found.headroom.default_limit > 0,
        "freshness: stale must come after fresh": 0 <= fresh.fresh_days < fresh.stale_days,
        "fairness: slots must be from 1 to most_slots": 1 <= fair.slots <= fair.most_slots,
        "fairness: cap, idle_days and proven must be above 0": min(fair.cap, fair.idle_days, fair.proven) > 0,
    }
    faults += [fault for fault, holds in rules.items() if not holds]
    if faults:
        raise BadWeights(f"{file.name}: " + "; ".join(faults))


def _figures(name: str, part: Any) -> dict[str, float]:
    return {f"{name}.{each.name}": getattr(part, each.name) for each in fields(part)}
