"""Tables of weights as the training writes them: for each sign one number a column."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from math import sqrt
from pathlib import Path
from typing import Any, NamedTuple

#: A weight in a table is a whole number of these.
UNIT = 0.01
#: What is always there, so that a column has a weight of its own.
ALWAYS = "*"

Signs = Mapping[str, float]


class Row(NamedTuple):
    """What a sign says: flat tuples, since many are kept."""

    #: How much the sign tells, by how few texts have it; 1 where all count alike.
    rarity: float
    columns: tuple[int, ...]
    #: The weight of each of these columns.
    weights: tuple[float, ...]


@dataclass(frozen=True, eq=False)
class Table:
    """Weights of signs: for each sign one number a column."""

    columns: tuple[str, ...]
    rows: Mapping[str, Row]
    #: Whether the signs of a text count together as much as those of any other, long or short.
    has_rarity: bool

    def votes(self, signs: Signs) -> dict[str, float]:
        """For each column how much speaks for it; less than nothing speaks against it."""
        sums = [0.0] * len(self.columns)
        known = [(row, strength) for sign, strength in signs.items() if (row := self.rows.get(sign))]
        scale = 1.0
        if self.has_rarity:
            known = [(row, strength * row.rarity) for row, strength in known]
            scale = 1 / (sqrt(sum(strength * strength for _, strength in known)) or 1.0)
            always = self.rows.get(ALWAYS)
            known += [(always, 1 / scale)] if always else []
        for (_, columns, weights), strength in known:
            for column, weight in zip(columns, weights, strict=True):
                sums[column] += strength * weight
        return {column: total * scale for column, total in zip(self.columns, sums, strict=True)}


class _Rows(Mapping[str, Row]):
    """Rows as they are written, each read when its sign is first met: few ever are."""

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
            row = self._read[sign] = _row(written)
        return row

    def __iter__(self) -> Iterator[str]:
        return iter(self._written)

    def __len__(self) -> int:
        return len(self._written)


def _row(written: str) -> Row:
    rarity, cells = written.split("\t")
    pairs = [each.split(":") for each in cells.split()]
    return Row(
        _number(rarity) if rarity else 1.0,
        tuple(int(column) for column, _ in pairs),
        tuple(_number(weight) for _, weight in pairs),
    )


@cache
def _number(written: str) -> float:
    """A number as a table writes it; one object for each, since there are few hundred and many uses."""
    return int(written) * UNIT


def read_table(path: Path) -> Table:
    """A table as the training wrote it: columns in the first line, then a sign, its rarity and its weights.

    Weights are written as ``column:weight``, columns counted from 0, those that are nought left out.
    """
    head, *lines = path.read_text(encoding="utf-8").splitlines()
    written = {}
    for line in lines:
        sign, _, rest = line.partition("\t")
        written[sign] = rest
    has_rarity = any(not rest.startswith("\t") for rest in written.values())
    return Table(tuple(head.split("\t")[2:]), _Rows(written), has_rarity)


def weighed(signs: Signs, rarity: Mapping[str, float]) -> dict[str, float]:
    """The known signs as the training counts them: rare ones stronger, together as long as one."""
    known = {sign: strength * rarity[sign] for sign, strength in signs.items() if sign in rarity}
    length = sqrt(sum(value * value for value in known.values())) or 1.0
    return {**{sign: value / length for sign, value in known.items()}, ALWAYS: 1.0}
