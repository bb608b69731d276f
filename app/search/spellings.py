"""British and American spelling as one."""

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).resolve().parents[2] / "seed/search"
#: authorise, authorised, authorisation.
_ISE = re.compile(r"(?<=[a-z]{3})is(e|es|ed|er|ers|ing|ation|ations|ational)$")
_YSE = re.compile(r"lys(e|es|ed|er|ers|ing)$")
_OUR = re.compile(r"(?<=[a-z]{2})our(s|ed|ing|al|ally|able|less)?$")


@cache
def rules(name: str) -> Mapping[str, Any]:
    """One of the files under ``seed/search``; read once."""
    found: Mapping[str, Any] = yaml.safe_load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))
    return found


@cache
def _pairs() -> Mapping[str, str]:
    return {str(british): str(us) for british, us in rules("spellings")["words"].items()}


@cache
def _beginnings() -> list[tuple[str, str]]:
    return [(str(british), str(us)) for british, us in rules("spellings")["parts"].items()]


@cache
def _kept() -> frozenset[str]:
    return frozenset(rules("spellings")["keep"])


@lru_cache(maxsize=100_000)
def american(word: str) -> str:
    """A lower-case word in American spelling; a word that has only one stays as it is."""
    if word in _kept():
        return word
    if word in _pairs():
        return _pairs()[word]
    for british, us in _beginnings():
        word = word.replace(british, us)
    word = _ISE.sub(r"iz\1", word)
    word = _YSE.sub(r"lyz\1", word)
    return _OUR.sub(r"or\1", word)
