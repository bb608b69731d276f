"""Names of laws and authorities: which of them speak for their own market in a text."""

import re
from collections.abc import Iterator
from functools import cache

from app.classification.folding import key_of
from app.classification.reading import Hit, Reading
from app.classification.rules import Rules
from app.classification.vocabulary import MARKET, REGULATOR


def speaking(reading: Reading) -> list[Hit]:
    """The places named, without authorities that stand for another market than their own.

    "Korean FDA" is Korea's, as is any food and drug authority right after a country; and an MDR that is
    filed with the FDA is a report, not the law of the EU.
    """
    silent = {*_of_the_country_beside(reading), *_reports(reading)}
    return [hit for hit in reading.places if hit not in silent]


def is_shared(reading: Reading, hit: Hit) -> bool:
    """Whether it is a name that several countries have, or a word that alone only lets one guess."""
    return _key(reading, hit) in _shared_names(reading.rules)


def _of_the_country_beside(reading: Reading) -> Iterator[Hit]:
    countries = [each for each in reading.places if each.kind == MARKET]
    starts, ends = {each.start for each in countries}, {each.end for each in countries}
    for authority in reading.places:
        if authority.kind != REGULATOR:
            continue
        is_anyones = is_shared(reading, authority) or _key(reading, authority).endswith("fda")
        # "Korean FDA", "FDA Ghana".
        is_beside = not ends.isdisjoint((authority.start, authority.start - 1)) or authority.end + 1 in starts
        if is_anyones and is_beside:
            yield authority


def _reports(reading: Reading) -> Iterator[Hit]:
    """Names of laws that are names of reports where another market is spoken of."""
    for name, (elsewhere, told, around) in _report_names(reading.rules).items():
        said = [hit for hit in reading.places if _key(reading, hit) == name]
        rest = {code for hit in reading.places if _key(reading, hit) != name for code in hit.codes}
        is_elsewhere = bool(rest & elsewhere) or told.search(reading.key) is not None
        if is_elsewhere and not any(rest & set(hit.codes) for hit in said):
            for hit in said:
                if around.search(reading.key[max(hit.start - 60, 0) : hit.end + 60]):
                    yield hit


def _key(reading: Reading, hit: Hit) -> str:
    return reading.key[hit.start : hit.end]


@cache
def _shared_names(given: Rules) -> frozenset[str]:
    return frozenset(key_of(name) for name in given.places["shared"])


@cache
def _report_names(given: Rules) -> dict[str, tuple[frozenset[str], re.Pattern[str], re.Pattern[str]]]:
    return {
        name: (frozenset(line["in"]), re.compile(key_of(line["told"])), re.compile(key_of(line["near"])))
        for name, line in given.places["reports"].items()
    }
