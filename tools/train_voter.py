"""Train the second opinion beside the rules, and write its tables to seed/voter.

usage: tools/train_voter.py [MESSAGES.jsonl ...]

Without files it learns from all labelled messages under tests/data/enquiries, and from the texts of the
taxonomy. The same files give the same tables: examples are gone through in an order drawn from a fixed seed.
"""

import json
import random
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import log
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from app.classification import voter  # noqa: E402
from app.classification.folding import fold  # noqa: E402
from app.classification.reading import read  # noqa: E402
from app.classification.rules import rules  # noqa: E402
from app.classification.vocabulary import vocabulary  # noqa: E402
from app.classification.voter import UNIT, market_signs, text_signs  # noqa: E402
from app.console.seed_taxonomy import seed_taxonomy  # noqa: E402

MESSAGES = ROOT / "tests" / "data" / "enquiries"
SEED = 20261122
ROUNDS = 25
#: A sign seen in fewer examples says nothing.
FEWEST = 2
#: How dearly a wrong example is paid for, and what a text of the taxonomy weighs beside a message.
COST_KINDS, COST_MARKETS = 10.0, 0.1
TEXT_WEIGHTS = {"names": 0.3, "descriptions": 0.5, "aliases": 0.1, "text": 0.3}
UNITED_KINGDOM = frozenset({"UK", "UK-GBN", "UK-NIR"})

#: Signs, the columns they speak for, and how much the example weighs.
Example = tuple[Mapping[str, float], frozenset[str], float]


def messages(paths: Iterable[Path]) -> list[dict[str, Any]]:
    lines = [line for path in paths for line in path.read_text(encoding="utf-8").splitlines()]
    return [each for each in map(json.loads, lines) if not each["spam"]]


def of_kinds(given: Iterable[Mapping[str, Any]]) -> Iterator[Example]:
    services = seed_taxonomy().services
    for each in given:
        yield (
            text_signs(fold(each["text"]).key),
            frozenset(services[code].family for code in each["services"]),
            1.0,
        )


def of_taxonomy() -> Iterator[Example]:
    """The taxonomy's own texts in three languages, each as an example of its kinds of service."""
    services = seed_taxonomy().services
    folder = ROOT / "seed" / "taxonomy"
    listed = yaml.safe_load((folder / "services.yaml").read_text(encoding="utf-8"))["services"]
    required = yaml.safe_load((folder / "requirements.yaml").read_text(encoding="utf-8"))["requirements"]
    for concept in (*listed, *required):
        codes = concept["services"] if "text" in concept else [concept["code"]]
        kinds = frozenset(services[code].family for code in codes if code in services)
        for field, weight in TEXT_WEIGHTS.items():
            for wordings in (concept.get(field) or {}).values() if kinds else ():
                for wording in wordings if isinstance(wordings, list) else [wordings]:
                    yield text_signs(fold(wording).key), kinds, weight


def of_markets(given: Iterable[Mapping[str, Any]]) -> Iterator[Example]:
    """Each place a message names, as a market or as none."""
    taxonomy = seed_taxonomy()
    words = vocabulary(taxonomy, rules())
    for each in given:
        reading = read(each["text"], words, rules())
        wanted = set(each["regions"])
        if wanted & UNITED_KINGDOM:
            wanted |= UNITED_KINGDOM
        named = {code for hit in reading.places for code in hit.codes}
        above = {other for code in named for other in taxonomy.ancestors(code) if other in {"EU", "UK"}}
        for code in sorted(named | above):
            yield (
                market_signs(reading, code, taxonomy),
                frozenset({voter.IS_MARKET} if code in wanted else ()),
                1.0,
            )


def rarities(examples: Sequence[Example]) -> dict[str, float]:
    """How much each sign tells that is in more than one example."""
    seen = Counter(sign for signs, _, _ in examples for sign in signs)
    return {
        sign: log((1 + len(examples)) / (1 + times)) + 1
        for sign, times in sorted(seen.items())
        if times >= FEWEST
    }


def trained(examples: Sequence[Example], columns: Sequence[str], cost: float) -> dict[str, dict[str, float]]:
    """For each column the weights of signs: a linear machine with squared hinge loss, by dual descent."""
    known = {*rarities(examples), voter.ALWAYS}
    points = [[(sign, value) for sign, value in signs.items() if sign in known] for signs, _, _ in examples]
    return {
        column: _machine(
            points,
            [1 if column in wanted else -1 for _, wanted, _ in examples],
            [weight * cost for _, _, weight in examples],
        )
        for column in columns
    }


def _machine(
    points: Sequence[Sequence[tuple[str, float]]], sides: Sequence[int], costs: Sequence[float]
) -> dict[str, float]:
    """One such machine; both sides weigh the same in sum, however few examples one of them has."""
    per_side = Counter(sides)
    slack = [per_side[side] * 2 / (2 * len(sides) * cost) for side, cost in zip(sides, costs, strict=True)]
    lengths = [sum(value * value for _, value in point) for point in points]
    weights: dict[str, float] = {}
    duals = [0.0] * len(points)
    order = list(range(len(points)))
    draw = random.Random(SEED)
    for _ in range(ROUNDS):
        draw.shuffle(order)
        for index in order:
            side, point = sides[index], points[index]
            margin = side * sum(value * weights.get(sign, 0.0) for sign, value in point)
            before = duals[index]
            step = (margin - 1 + slack[index] * before) / (lengths[index] + slack[index])
            duals[index] = max(before - step, 0.0)
            moved = (duals[index] - before) * side
            if moved:
                for sign, value in point:
                    weights[sign] = weights.get(sign, 0.0) + moved * value
    return weights


def write_table(
    path: Path, by_column: Mapping[str, Mapping[str, float]], rarity: Mapping[str, float]
) -> None:
    """The table ``voter.read_table`` reads; a weight that rounds to nothing is left out."""
    lines = ["\t".join(("sign", "rarity", *by_column))]
    for sign in sorted({*rarity, *(sign for weights in by_column.values() for sign in weights)}):
        cells = [round(each.get(sign, 0.0) / UNIT) for each in (rarity, *by_column.values())]
        if any(cells) and not set(sign) & {"\t", "\n", "\r"}:
            lines.append("\t".join((sign, *(str(each) if each else "" for each in cells))))
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def train(given: Sequence[Mapping[str, Any]], folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    kinds = sorted({each.family for each in seed_taxonomy().services.values()})
    examples = [*of_kinds(given), *of_taxonomy()]
    rarity = rarities(examples)
    even = [(voter.weighed(signs, rarity), wanted, weight) for signs, wanted, weight in examples]
    write_table(folder / "kinds.tsv", trained(even, kinds, COST_KINDS), rarity)
    places = list(of_markets(given))
    write_table(folder / "markets.tsv", trained(places, [voter.IS_MARKET], COST_MARKETS), {})
    print(f"{len(given)} messages, {len(examples)} texts, {len(places)} places")


def main() -> int:
    paths = [Path(each) for each in sys.argv[1:]] or sorted(MESSAGES.glob("*.jsonl"))
    train(messages(paths), voter.FOLDER)
    return 0


if __name__ == "__main__":
    sys.exit(main())
