"""Train the second opinion beside the rules, and write its tables to seed/voter.

usage: make train    (scikit-learn comes from requirements-train.txt; nothing that runs needs it)

The tables learn from all labelled messages under tests/data/enquiries but ``unseen.jsonl``, and from the
texts of the taxonomy. How rules and voter are weighed is learnt from ``field.jsonl`` alone, to which no
rule was fitted: for each of its messages the voter is trained without it. The same files give the same
tables.
"""

import dataclasses
import json
import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from math import log
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import KFold
from sklearn.svm import LinearSVC

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from app.classification import voter  # noqa: E402
from app.classification.folding import fold  # noqa: E402
from app.classification.judging import Case, going_on_signs, judging, service_signs  # noqa: E402
from app.classification.needs import Needs  # noqa: E402
from app.classification.reading import read  # noqa: E402
from app.classification.rules import rules  # noqa: E402
from app.classification.understanding import read_by_rules  # noqa: E402
from app.classification.vocabulary import vocabulary  # noqa: E402
from app.console.seed_taxonomy import seed_taxonomy  # noqa: E402

MESSAGES = ROOT / "tests" / "data" / "enquiries"
#: Never learnt from.
UNSEEN = "unseen.jsonl"
#: No rule was fitted to these.
FIELD = "field.jsonl"
#: A sign seen in fewer texts says nothing; a weight below this is left out.
FEWEST, LEAST = 2, 0.08
#: How dearly a wrong example is paid for, and what a text of the taxonomy weighs beside a message.
COST_KINDS, COST_SERVICES, COST_MARKETS = 0.5, 1.0, 0.1
COST_JUDGING, COST_GOING_ON = 0.3, 0.1
TEXT_WEIGHT = 0.3
FOLDS, SEED = 6, 20261122
UNITED_KINGDOM = frozenset({"UK", "UK-GBN", "UK-NIR"})

TAXONOMY = seed_taxonomy()
KINDS = sorted({each.family for each in TAXONOMY.services.values()})
SERVICES = sorted(TAXONOMY.services)
Message = Mapping[str, Any]


def messages(*names: str) -> list[Message]:
    lines = [line for name in names for line in (MESSAGES / name).read_text(encoding="utf-8").splitlines()]
    return [each for each in map(json.loads, lines) if not each["spam"]]


def taxonomy_texts() -> Iterable[tuple[str, list[str]]]:
    """The services' names, descriptions and aliases in three languages, each with its service."""
    listed = yaml.safe_load((ROOT / "seed/taxonomy/services.yaml").read_text(encoding="utf-8"))["services"]
    for service in listed:
        for field in ("names", "description", "aliases"):
            for wordings in (service.get(field) or {}).values():
                for wording in wordings if isinstance(wordings, list) else [wordings]:
                    yield wording, [service["code"]]


def _small(points: Any) -> Any:
    """The same points with indices of 32 bits, which is what the machines take."""
    points.indices, points.indptr = points.indices.astype(np.int32), points.indptr.astype(np.int32)
    return points


class Texts:
    """All texts as signs, with the services each is about."""

    def __init__(self, given: Sequence[Message]) -> None:
        stated = list(taxonomy_texts())
        texts = [each["text"] for each in given] + [text for text, _ in stated]
        signs = [voter.text_signs(fold(text).key) for text in texts]
        seen = Counter(sign for each in signs for sign in each)
        self.rarity = {
            sign: round(log((1 + len(texts)) / (1 + times)) + 1, 2)
            for sign, times in sorted(seen.items())
            if times >= FEWEST
        }
        self.vectorizer = DictVectorizer()
        self.points = _small(
            self.vectorizer.fit_transform([voter.weighed(each, self.rarity) for each in signs])
        )
        self.services = [set(each["services"]) for each in given] + [set(codes) for _, codes in stated]
        self.kinds = [{TAXONOMY.services[code].family for code in codes} for codes in self.services]
        self.weights = np.array([1.0] * len(given) + [TEXT_WEIGHT] * len(stated))

    def machines(self, rows: np.ndarray) -> np.ndarray:
        """A line of weights for each kind and each service."""
        lines = [self._machine(rows, self.kinds, kind, COST_KINDS) for kind in KINDS]
        lines += [self._machine(rows, self.services, code, COST_SERVICES) for code in SERVICES]
        weights = np.array(lines)
        weights[np.abs(weights) < LEAST] = 0
        return weights.round(2)

    def _machine(self, rows: np.ndarray, labels: Sequence[set[str]], name: str, cost: float) -> np.ndarray:
        sides = np.array([name in labels[row] for row in rows])
        if not sides.any():
            return np.zeros(self.points.shape[1])
        machine = LinearSVC(C=cost, class_weight="balanced", fit_intercept=False, random_state=SEED)
        return machine.fit(self.points[rows], sides, sample_weight=self.weights[rows]).coef_[0]


def votes_without_oneself(texts: Texts, first: int, last: int) -> np.ndarray:
    """What the voter says of each message in ``first:last`` when it has not learnt from it."""
    votes = np.zeros((last - first, len(KINDS) + len(SERVICES)))
    mine, others = np.arange(first, last), np.r_[0:first, last : texts.points.shape[0]]
    for known, asked in KFold(FOLDS, shuffle=True, random_state=SEED).split(mine):
        machines = texts.machines(np.concatenate([others, mine[known]]))
        votes[asked] = texts.points[mine[asked]] @ machines.T
    return votes


def cases(given: Sequence[Message], votes: np.ndarray) -> list[Case]:
    nothing = Needs()
    found = []
    for each, row in zip(given, votes, strict=True):
        case = read_by_rules(each["text"], chosen=nothing, page=nothing, country=None, taxonomy=TAXONOMY).case
        numbers = [float(number) for number in row]
        found.append(
            dataclasses.replace(
                case,
                kinds=dict(zip(KINDS, numbers, strict=False)),
                votes=dict(zip(SERVICES, numbers[len(KINDS) :], strict=True)),
            )
        )
    return found


def logistic(signs: Sequence[Mapping[str, float]], holds: Sequence[bool], cost: float) -> dict[str, float]:
    names = list(signs[0])
    points = np.array([[each[name] for name in names] for each in signs])
    spread = points.std(axis=0)
    spread[spread == 0] = 1
    machine = LogisticRegression(C=cost, fit_intercept=False, max_iter=3000).fit(points / spread, holds)
    return {
        name: round(float(weight), 3) for name, weight in zip(names, machine.coef_[0] / spread, strict=True)
    }


def weigh(given: Sequence[Message], found: Sequence[Case]) -> dict[str, Any]:
    """Both weighings; the thresholds are an editor's and stay."""
    signs, holds = [], []
    for each, case in zip(given, found, strict=True):
        for code in case.candidates(TAXONOMY):
            signs.append(service_signs(case, code, TAXONOMY))
            holds.append(code in each["services"])
    before = judging()
    services = dataclasses.replace(before.services, weights=logistic(signs, holds, COST_JUDGING))
    ways, right = [], []
    for each, case in zip(given, found, strict=True):
        sure = {
            code: services.probability(service_signs(case, code, TAXONOMY))
            for code in case.candidates(TAXONOMY)
        }
        ways.append(going_on_signs(case, sure, services.enough, TAXONOMY))
        right.append(_goes_right(each, case, {code for code, p in sure.items() if p >= services.enough}))
    return {
        "services": {
            "enough": services.enough,
            "offered": before.offered,
            "weights": dict(services.weights),
        },
        "going_on": {"enough": before.going_on.enough, "weights": logistic(ways, right, COST_GOING_ON)},
    }


def _goes_right(message: Message, case: Case, services: set[str]) -> bool:
    """Whether it may go on without a person, and no market or kind of service read is wrong."""

    def kinds(codes: Iterable[str]) -> set[str]:
        return {TAXONOMY.services[code].family for code in codes}

    markets = set(case.markets) - set(message["regions"]) - UNITED_KINGDOM
    return not (message["route_to_triage"] or markets or kinds(services) - kinds(message["services"]))


def of_markets(given: Iterable[Message]) -> tuple[list[Mapping[str, float]], list[bool]]:
    """Each place a message names, as signs, and whether it is a market."""
    signs, holds = [], []
    for each in given:
        reading = read(each["text"], vocabulary(TAXONOMY, rules()), rules())
        wanted = set(each["regions"])
        if wanted & UNITED_KINGDOM:
            wanted |= UNITED_KINGDOM
        named = {code for hit in reading.places for code in hit.codes}
        above = {other for code in named for other in TAXONOMY.ancestors(code) if other in {"EU", "UK"}}
        for code in sorted(named | above):
            signs.append(voter.market_signs(reading, code, TAXONOMY))
            holds.append(code in wanted)
    return signs, holds


def write_table(
    path: Path, columns: Sequence[str], weights: Mapping[str, Any], rarity: Mapping[str, float]
) -> None:
    """The table ``voter.read_table`` reads; ``weights`` has a line of numbers for each sign."""
    lines = ["\t".join(("sign", "rarity", *columns))]
    for sign in sorted({*weights, *rarity}):
        if set(sign) & {"\t", "\n", "\r"}:
            continue
        units = [round(float(weight) / voter.UNIT) for weight in weights.get(sign, ())]
        rare = str(round(rarity[sign] / voter.UNIT)) if sign in rarity else ""
        cells = " ".join(f"{index}:{unit}" for index, unit in enumerate(units) if unit)
        if cells:
            lines.append("\t".join((sign, rare, cells)))
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def main() -> int:
    field = messages(FIELD)
    rest = messages(
        *sorted(each.name for each in MESSAGES.glob("*.jsonl") if each.name not in {UNSEEN, FIELD})
    )
    signs, holds = of_markets([*rest, *field])
    vectorizer = DictVectorizer()
    machine = LinearSVC(C=COST_MARKETS, class_weight="balanced", fit_intercept=False, random_state=SEED)
    machine.fit(_small(vectorizer.fit_transform(signs)), holds)
    by_sign = dict(zip(vectorizer.get_feature_names_out(), machine.coef_.T, strict=True))
    write_table(voter.FOLDER / "markets.tsv", [voter.IS_MARKET], by_sign, {})
    voter.voter.cache_clear()

    texts = Texts([*rest, *field])
    votes = votes_without_oneself(texts, len(rest), len(rest) + len(field))
    learnt = weigh(field, cases(field, votes))
    whole = texts.machines(np.arange(texts.points.shape[0]))
    by_sign = dict(zip(texts.vectorizer.get_feature_names_out(), whole.T, strict=True))
    write_table(voter.FOLDER / "services.tsv", [*KINDS, *SERVICES], by_sign, texts.rarity)
    head = (voter.FOLDER / "judging.yaml").read_text(encoding="utf-8").split("services:")[0]
    written = head + yaml.safe_dump(learnt, sort_keys=False, allow_unicode=True)
    (voter.FOLDER / "judging.yaml").write_text(written, encoding="utf-8")
    print(f"{len(rest) + len(field)} messages, {len(signs)} places, {len(texts.rarity)} signs")
    return 0


if __name__ == "__main__":
    sys.exit(main())
