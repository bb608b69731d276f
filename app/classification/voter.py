"""A second opinion beside the rules, learnt from labelled messages and the taxonomy's texts.

The voter sees only the words themselves, none of what the rules made of them, so that both do not err alike.
What it says is weighed with the rules by ``judging`` and its neighbours. Its weights are tables that
``tools/train_voter.py`` writes.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from math import log
from pathlib import Path

from app.classification.reading import Hit, Reading
from app.classification.tables import ALWAYS, Table, read_table
from app.taxonomy.snapshot import Taxonomy

FOLDER = Path(__file__).resolve().parents[2] / "seed" / "voter"

#: One weight for all markets: whether a place is where somebody wants to go does not hang on the place.
IS_MARKET = "is_market"
#: Columns of the table of texts, beside services and kinds of service.
MARKET_COLUMN, URGENCY_COLUMN, SPAM_COLUMN, PERSON_COLUMN = "market ", "urgency ", "spam", "person"
#: What the voter says of a column it has learnt nothing of.
NOTHING_FOR_IT = -1.0
#: Letters that words of one family mostly share.
_STEM = 5
#: Characters of a text that are looked at; nobody asks at greater length.
_MOST_READ = 20_000
#: How many words or Chinese characters beside a place say what it is there for.
_BESIDE = 14
_HAN = re.compile(r"[\u3400-\u9fff]+")
_WORD = re.compile(r"[a-z0-9]+")
_PIECE = re.compile(r"[\u3400-\u9fff\ue000。,;!?\n]|[a-z0-9]+")
_PLACE_SIGN = "\ue000"


@dataclass(frozen=True, eq=False)
class Voter:
    #: What the words of a whole text speak for: a column for each service and kind of service, for markets,
    #: for what presses, for spam, and for what only a person can answer.
    texts: Table
    #: What the words beside the name of a place speak for.
    places: Table


@cache
def voter(folder: Path = FOLDER) -> Voter:
    return Voter(read_table(folder / "texts.tsv"), read_table(folder / "places.tsv"))


@dataclass(frozen=True, eq=False)
class Opinion:
    """What the voter says of one text."""

    #: How much speaks for each column.
    votes: Mapping[str, float]
    #: How much the words beside the names of a market, by its code, speak for wanting to go there.
    beside: Callable[[str], float]

    def of(self, column: str) -> float:
        return self.votes.get(column, NOTHING_FOR_IT)

    def of_all(self, columns: Iterable[str]) -> dict[str, float]:
        return {each: self.votes.get(each, NOTHING_FOR_IT) for each in columns}


def opinion(reading: Reading, taxonomy: Taxonomy) -> Opinion:
    given = voter()

    def beside(code: str) -> float:
        return given.places.votes(place_signs(reading, code, taxonomy))[IS_MARKET]

    return Opinion(given.texts.votes(text_signs(reading.key[:_MOST_READ])), beside)


def words_for(column: str, key: str, most: int = 2) -> list[tuple[int, int]]:
    """The places in a folded text that speak most for a column: its strongest signs, at their first."""
    table = voter().texts
    if column not in table.columns:
        return []
    index = table.columns.index(column)
    counts = {}
    for sign, strength in text_signs(key[:_MOST_READ]).items():
        row = table.rows.get(sign)
        if row and index in row.columns:
            counts[sign] = strength * row.rarity * row.weights[row.columns.index(index)]
    found = []
    for sign in sorted((each for each in counts if counts[each] > 0), key=lambda each: (-counts[each], each))[
        :most
    ]:
        start, end = _standing(sign, key)
        if end:
            found.append((start, end))
    return found


def _standing(sign: str, key: str) -> tuple[int, int]:
    """Where a sign first stands in a text: Chinese characters as they are, Latin words as whole words."""
    if _HAN.fullmatch(sign):
        start = key.find(sign)
        return start, start + len(sign)
    words = r"[^a-z0-9]+".join(map(re.escape, sign.split()))
    match = re.search(rf"(?<![a-z0-9]){words}(?![a-z0-9])", key)
    return match.span() if match else (0, 0)


def text_signs(key: str) -> dict[str, float]:
    """Chinese characters and pairs of them, Latin words and pairs of them, together as long as one."""
    return {sign: 1 + log(times) if times > 1 else 1.0 for sign, times in Counter(_grams(key)).items()}


def _grams(key: str) -> Iterator[str]:
    for run in _HAN.findall(key):
        yield from run
        yield from map("".join, pairwise(run))
    words = _WORD.findall(key)
    yield from words
    yield from (f"{word[:_STEM]}~" for word in words if len(word) > _STEM)
    yield from map(" ".join, pairwise(words))


def place_signs(reading: Reading, code: str, taxonomy: Taxonomy) -> dict[str, float]:
    """What stands beside the names of a market, how it is named and how many others are."""
    mine = [hit for hit in reading.places if names(hit, code, taxonomy)]
    others = {each for hit in reading.places for each in hit.codes} - {
        each for hit in mine for each in hit.codes
    }
    signs = {
        ALWAYS: 1.0,
        f"={code}": 0.5,
        f"others {min(len(others), 4)}": 1.0,
        f"named {min(len(mine), 3)}": 1.0,
    }
    masked = _masked(reading)
    for hit in mine:
        signs[f"as {hit.kind}"] = 1.0
        before = _PIECE.findall(masked[max(0, hit.start - _BESIDE) : hit.start])
        after = _PIECE.findall(masked[hit.end : hit.end + _BESIDE])
        _beside(signs, before[::-1], "<", lambda near, far: far + near)
        _beside(signs, after, ">", lambda near, far: near + far)
    return signs


def names(hit: Hit, code: str, taxonomy: Taxonomy) -> bool:
    """Whether a place lies in a market."""
    return any(each == code or code in taxonomy.ancestors(each) for each in hit.codes)


def _masked(reading: Reading) -> str:
    """The text with each place as signs of the same length."""
    pieces = list(reading.key)
    for hit in reading.places:
        pieces[hit.start : hit.end] = _PLACE_SIGN * (hit.end - hit.start)
    return "".join(pieces)


def _beside(signs: dict[str, float], pieces: list[str], side: str, join: Callable[[str, str], str]) -> None:
    """Add the words on one side of a name, the nearest first; nearer ones say more."""
    for distance, piece in enumerate(pieces):
        strength = 1.0 if distance < 3 else 0.5
        signs[f"{side}{piece}"] = max(signs.get(f"{side}{piece}", 0.0), strength)
    for near, far in pairwise(pieces):
        signs[f"{side}{join(near, far)}"] = 1.0
    if pieces:
        signs[f"{side}|{pieces[0]}"] = 1.0
