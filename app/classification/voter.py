"""A second opinion beside the rules, learnt from labelled messages and the taxonomy's texts.

The voter sees only the words themselves, none of what the rules made of them, so that both do not err alike.
What it says of services is weighed with the rules in ``judging``; a market that is only named and that it
speaks against is offered instead of assumed. Its weights are tables that ``tools/train_voter.py`` writes.
"""

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from math import log, sqrt
from pathlib import Path

from app.classification.lexicon import MARKET, SERVICE
from app.classification.reading import Hit, Reading
from app.classification.statements import Statements
from app.taxonomy.snapshot import Taxonomy

FOLDER = Path(__file__).resolve().parents[2] / "seed" / "voter"

#: A weight in a table is a whole number of these.
UNIT = 0.01
#: What is always there, so that a column has a weight of its own.
ALWAYS = "*"
#: One weight for all markets: whether a place is where somebody wants to go does not hang on the place.
IS_MARKET = "is_market"
#: Below this the voter's word counts against a market that is only named: unseen messages were wrong there
#: more often than right.
AGAINST_MARKET = -0.4
#: From this score on the rules find a market aimed at in so many words.
_AIMED_AT = 0.9
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

Signs = Mapping[str, float]
#: Columns of a table, each with its weight.
Row = tuple[tuple[int, float], ...]


@dataclass(frozen=True, eq=False)
class Table:
    """Weights of signs: for each sign one number a column."""

    columns: tuple[str, ...]
    weights: Mapping[str, Row]
    #: How much a sign tells, by how few texts have it; empty where all count alike.
    rarity: Mapping[str, float]

    def votes(self, signs: Signs) -> dict[str, float]:
        """For each column how much speaks for it; less than nothing speaks against it."""
        sums = [0.0] * len(self.columns)
        if self.rarity:
            signs = weighed(signs, self.rarity)
        for sign, strength in signs.items():
            for column, weight in self.weights.get(sign, ()):
                sums[column] += strength * weight
        return dict(zip(self.columns, sums, strict=True))


class _Rows(Mapping[str, Row]):
    """Weights as they are written, each line read when its sign is first met: few ever are."""

    def __init__(self, written: Mapping[str, str]) -> None:
        self._written = written
        self._read: dict[str, Row] = {}

    def __getitem__(self, sign: str) -> Row:
        row = self._read.get(sign)
        if row is None:
            pairs = (each.split(":") for each in self._written[sign].split())
            row = self._read[sign] = tuple((int(column), int(weight) * UNIT) for column, weight in pairs)
        return row

    def __iter__(self) -> Iterator[str]:
        return iter(self._written)

    def __len__(self) -> int:
        return len(self._written)


@dataclass(frozen=True, eq=False)
class Voter:
    #: A column for each kind of service and for each service.
    services: Table
    markets: Table


@cache
def voter(folder: Path = FOLDER) -> Voter:
    return Voter(read_table(folder / "services.tsv"), read_table(folder / "markets.tsv"))


def read_table(path: Path) -> Table:
    """A table as the training wrote it: columns in the first line, then a sign, its rarity and its weights.

    Weights are written as ``column:weight``, columns counted from 0, those that are nought left out.
    """
    lines = path.read_text(encoding="utf-8").splitlines()
    columns = tuple(lines[0].split("\t")[2:])
    written, rarity = {}, {}
    for line in lines[1:]:
        sign, rare, given = line.split("\t")
        written[sign] = given
        if rare:
            rarity[sign] = int(rare) * UNIT
    return Table(columns, _Rows(written), rarity)


def weighed(signs: Signs, rarity: Mapping[str, float]) -> dict[str, float]:
    """The known signs, rare ones stronger, together as long as one."""
    known = {sign: strength * rarity[sign] for sign, strength in signs.items() if sign in rarity}
    length = sqrt(sum(value * value for value in known.values())) or 1.0
    return {**{sign: value / length for sign, value in known.items()}, ALWAYS: 1.0}


def doubted(reading: Reading, said: Statements, taxonomy: Taxonomy) -> set[str]:
    """The markets the voter speaks against, with the services that only exist in such a market."""
    meant = {each.code: each.score for each in said[MARKET] if each.is_meant}
    less = markets_doubted(reading, meant, taxonomy)
    kept = meant.keys() - less
    return less | {
        each.code
        for each in said[SERVICE]
        if each.is_meant and _exists(each.code, less, taxonomy) and not _exists(each.code, kept, taxonomy)
    }


def _exists(code: str, markets: Collection[str], taxonomy: Taxonomy) -> bool:
    own = set(taxonomy.services[code].regions)
    return any(own & taxonomy.markets_answering(each) for each in markets)


def markets_doubted(reading: Reading, markets: Mapping[str, float], taxonomy: Taxonomy) -> set[str]:
    """Those of the markets that seem only mentioned, by the words beside them; never all of them."""
    if len(markets) < 2:
        return set()
    votes = market_votes(reading, markets, taxonomy)
    together = _side_by_side(reading, markets, taxonomy)
    best = max(votes.values())
    return {
        code
        for code, score in markets.items()
        if score < _AIMED_AT and code not in together and votes[code] < min(AGAINST_MARKET, best)
    }


def _side_by_side(reading: Reading, markets: Collection[str], taxonomy: Taxonomy) -> set[str]:
    """The markets named by one word, or next to another in a list: such are meant together."""
    named = [({code for code in markets if _names(hit, code, taxonomy)}, hit) for hit in reading.places]
    found = {code for codes, _ in named if len(codes) > 1 for code in codes}
    for (codes, hit), (others, after) in pairwise([each for each in named if each[0]]):
        if codes != others and reading.listed(hit, after):
            found |= codes | others
    return found


def market_votes(reading: Reading, markets: Iterable[str], taxonomy: Taxonomy) -> dict[str, float]:
    """How much speaks for each market being where somebody wants to go."""
    table = voter().markets
    return {code: table.votes(market_signs(reading, code, taxonomy))[IS_MARKET] for code in markets}


def service_votes(key: str) -> dict[str, float]:
    """How much speaks for each service, and for each kind of service, in a folded text."""
    return voter().services.votes(text_signs(key[:_MOST_READ]))


def words_for(column: str, key: str, most: int = 2) -> list[tuple[int, int]]:
    """The places in a folded text that speak most for a service: its strongest signs, at their first."""
    table = voter().services
    index = table.columns.index(column)
    signs = weighed(text_signs(key[:_MOST_READ]), table.rarity)
    counts = {
        sign: strength * weight
        for sign, strength in signs.items()
        if sign != ALWAYS
        for at, weight in table.weights.get(sign, ())
        if at == index and weight > 0
    }
    found = []
    for sign in sorted(counts, key=lambda each: (-counts[each], each))[:most]:
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


def market_signs(reading: Reading, code: str, taxonomy: Taxonomy) -> dict[str, float]:
    """What stands beside the names of a market, how it is named and how many others are."""
    mine = [hit for hit in reading.places if _names(hit, code, taxonomy)]
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


def _names(hit: Hit, code: str, taxonomy: Taxonomy) -> bool:
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
