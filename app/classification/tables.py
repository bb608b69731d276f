"""Tables of weights as the training writes them: for each sign one number a column."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from math import sqrt
from pathlib import Path
from typing import Any

#: A weight in a table is a whole number of these.
UNIT = 0.01
#: What is always there, so that a column has a weight of its own.
ALWAYS = "*"

Signs = Mapping[str, float]
#: Columns of a table, and the weight of each: two flat tuples, since many rows are kept.
Row = tuple[tuple[int, ...], tuple[float, ...]]


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
            row = self.weights.get(sign)
            if row:
                for column, weight in zip(*row, strict=True):
                    sums[column] += strength * weight
        return dict(zip(self.columns, sums, strict=True))


@cache
def _weight(written: str) -> float:
    """A weight as a table writes it; one object for each, since there are few hundred and many uses."""
    return int(written) * UNIT


class _Rows(Mapping[str, Row]):
    """Weights as they are written, each line read when its sign is first met: few ever are."""

    def __init__(self, written: Mapping[str, str]) -> None:
        self._written = written
        self._read: dict[str, Row] = {}

    def __getitem__(self, sign: str) -> Row:
        row = self.get(sign)
        if row is None:
            raise KeyError(sign)
        return row

    def get(self, sign: str, default: Any = None) -> Any:
        """Asked for each sign of each text, so it goes no way around."""
        row = self._read.get(sign)
        if row is None:
            written = self._written.get(sign)
            if written is None:
                return default
            pairs = [each.split(":") for each in written.split()]
            columns, weights = (
                tuple(int(each) for each, _ in pairs),
                tuple(_weight(each) for _, each in pairs),
            )
            row = self._read[sign] = columns, weights
        return row

    def __iter__(self) -> Iterator[str]:
        return iter(self._written)

    def __len__(self) -> int:
        return len(self._written)


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
