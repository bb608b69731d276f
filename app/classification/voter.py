"""A second opinion beside the rules, learnt from labelled messages; it may doubt and never adds.

What the rules read and the voter speaks against is offered to the enquirer instead of assumed. The voter
sees only the words themselves, none of what the rules made of them, so that both do not err alike. Its
weights are tables that ``tools/train_voter.py`` writes.
"""

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from math import log, sqrt
from pathlib import Path

from app.classification.reading import Hit, Reading
from app.classification.statements import Said
from app.taxonomy.snapshot import Taxonomy

FOLDER = Path(__file__).resolve().parents[2] / "seed" / "voter"

#: A weight in a table is a whole number of these.
UNIT = 0.01
#: What is always there, so that a column has a weight of its own.
ALWAYS = "*"
#: One weight for all markets: whether a place is where somebody wants to go does not hang on the place.
IS_MARKET = "is_market"
#: Below these the voter's word counts: against a service that a general word means, against one called by
#: name, and against a market that is only named. Below them unseen messages were wrong more often than right.
AGAINST_GENERAL, AGAINST_NAMED, AGAINST_MARKET = -0.2, -1.0, -0.4
#: From these scores on a service is called by name, and a market aimed at in so many words.
_BY_NAME, _AIMED_AT = 0.8, 0.9
#: How many words or Chinese characters beside a place say what it is there for.
_BESIDE = 14
_HAN = re.compile(r"[\u3400-\u9fff]+")
_WORD = re.compile(r"[a-z0-9]+")
_PIECE = re.compile(r"[\u3400-\u9fff\ue000。,;!?\n]|[a-z0-9]+")
_PLACE_SIGN = "\ue000"

Signs = Mapping[str, float]


@dataclass(frozen=True, eq=False)
class Table:
    """Weights of signs: for each sign one number a column."""

    columns: tuple[str, ...]
    weights: Mapping[str, tuple[tuple[int, float], ...]]
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


@dataclass(frozen=True, eq=False)
class Voter:
    kinds: Table
    markets: Table


@cache
def voter(folder: Path = FOLDER) -> Voter:
    return Voter(read_table(folder / "kinds.tsv"), read_table(folder / "markets.tsv"))


def read_table(path: Path) -> Table:
    """A table as the training wrote it: columns in the first line, then a sign and its weights."""
    lines = path.read_text(encoding="utf-8").splitlines()
    columns = tuple(lines[0].split("\t")[2:])
    weights, rarity = {}, {}
    for line in lines[1:]:
        sign, rare, *given = line.split("\t")
        weights[sign] = tuple((index, int(each) * UNIT) for index, each in enumerate(given) if each)
        if rare:
            rarity[sign] = int(rare) * UNIT
    return Table(columns, weights, rarity)


def weighed(signs: Signs, rarity: Mapping[str, float]) -> dict[str, float]:
    """The known signs, rare ones stronger, together as long as one."""
    known = {sign: strength * rarity[sign] for sign, strength in signs.items() if sign in rarity}
    length = sqrt(sum(value * value for value in known.values())) or 1.0
    return {**{sign: value / length for sign, value in known.items()}, ALWAYS: 1.0}


def doubted(
    reading: Reading, markets: Iterable[Said], services: Iterable[Said], taxonomy: Taxonomy
) -> set[str]:
    """What is meant and the voter speaks against, with the services that only exist in such a market."""
    meant = {each.code: each.score for each in markets if each.is_meant}
    asked = {each.code: each.score for each in services if each.is_meant}
    less = markets_doubted(reading, meant, taxonomy)
    kept = meant.keys() - less
    alone = {code for code in asked if _exists(code, less, taxonomy) and not _exists(code, kept, taxonomy)}
    return less | alone | services_doubted(reading, asked, taxonomy)


def _exists(code: str, markets: Collection[str], taxonomy: Taxonomy) -> bool:
    own = set(taxonomy.services[code].regions)
    return any(own & taxonomy.markets_answering(each) for each in markets)


def services_doubted(reading: Reading, services: Mapping[str, float], taxonomy: Taxonomy) -> set[str]:
    """Those of the services, given with their scores, whose kind the words speak against; never all."""
    if len(services) < 2:
        return set()
    kinds = voter().kinds.votes(text_signs(reading.key))
    votes = {code: kinds[taxonomy.services[code].family] for code in services}
    least = {
        code: AGAINST_NAMED if score >= _BY_NAME else AGAINST_GENERAL for code, score in services.items()
    }
    return _doubted(votes, least)


def markets_doubted(reading: Reading, markets: Mapping[str, float], taxonomy: Taxonomy) -> set[str]:
    """Those of the markets that seem only mentioned, by the words beside them; never all of them."""
    if len(markets) < 2:
        return set()
    table = voter().markets
    votes = {code: table.votes(market_signs(reading, code, taxonomy))[IS_MARKET] for code in markets}
    together = _side_by_side(reading, markets, taxonomy)
    return _doubted(
        votes,
        {
            code: AGAINST_MARKET
            for code, score in markets.items()
            if score < _AIMED_AT and code not in together
        },
    )


def _side_by_side(reading: Reading, markets: Collection[str], taxonomy: Taxonomy) -> set[str]:
    """The markets named by one word, or next to another in a list: such are meant together."""
    named = [({code for code in markets if _names(hit, code, taxonomy)}, hit) for hit in reading.places]
    found = {code for codes, _ in named if len(codes) > 1 for code in codes}
    for (codes, hit), (others, after) in pairwise([each for each in named if each[0]]):
        if codes != others and reading.listed(hit, after):
            found |= codes | others
    return found


def _doubted(votes: Mapping[str, float], least: Mapping[str, float]) -> set[str]:
    best = max(votes.values())
    return {code for code, enough in least.items() if votes[code] < min(enough, best)}


def text_signs(key: str) -> dict[str, float]:
    """Chinese characters and pairs of them, Latin words and pairs of them, together as long as one."""
    return {sign: 1 + log(times) if times > 1 else 1.0 for sign, times in Counter(_grams(key)).items()}


def _grams(key: str) -> Iterator[str]:
    for run in _HAN.findall(key):
        yield from run
        yield from map("".join, pairwise(run))
    words = _WORD.findall(key)
    yield from words
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
