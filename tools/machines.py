"""Linear machines over words, and the tables they are written to: the half of ``make train`` that votes."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from math import log
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from sklearn.feature_extraction import DictVectorizer
from sklearn.svm import LinearSVC

from app.classification import voter
from app.classification.folding import fold
from app.classification.reading import read
from app.classification.rules import rules
from app.classification.tables import UNIT, weighed
from app.classification.urgency import URGENCIES
from app.classification.vocabulary import vocabulary
from app.console.seed_taxonomy import seed_taxonomy

ROOT = Path(__file__).resolve().parents[1]
#: A sign seen in fewer texts says nothing; a weight below this is left out.
FEWEST, LEAST = 2, 0.1
#: Beside places there are many more signs than places, so more is left out.
FEWEST_BESIDE, LEAST_BESIDE = 2, 0.01
#: Markets asked about in fewer messages than this have no column.
FEWEST_MARKET = 6
#: How dearly a wrong example is paid for, and what a text of the taxonomy weighs beside a message.
COST_KINDS, COST_SERVICES, COST_MARKETS, COST_PLACES = 0.5, 1.0, 0.5, 0.1
COST_URGENCY, COST_SPAM, COST_PERSON = 0.1, 0.3, 0.1
TEXT_WEIGHT = 0.3
SEED = 20261122
UNITED_KINGDOM = frozenset({"UK", "UK-GBN", "UK-NIR"})

TAXONOMY = seed_taxonomy()
KINDS = sorted({each.family for each in TAXONOMY.services.values()})
SERVICES = sorted(TAXONOMY.services)
Message = Mapping[str, Any]


def taxonomy_texts() -> Iterable[tuple[str, str]]:
    """The services' names, descriptions and aliases in three languages, each with its service."""
    listed = yaml.safe_load((ROOT / "seed/taxonomy/services.yaml").read_text(encoding="utf-8"))["services"]
    for service in listed:
        for field in ("names", "description", "aliases"):
            for wordings in (service.get(field) or {}).values():
                for wording in wordings if isinstance(wordings, list) else [wordings]:
                    yield wording, service["code"]


def small(points: Any) -> Any:
    """The same points with indices of 32 bits, which is what the machines take."""
    points.indices, points.indptr = points.indices.astype(np.int32), points.indptr.astype(np.int32)
    return points


class Texts:
    """All texts as signs, with what each is about. Messages come first, the taxonomy's texts after them."""

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
        self.points = small(self.vectorizer.fit_transform([weighed(each, self.rarity) for each in signs]))
        self.messages = len(given)
        self.is_spam = np.array([each["spam"] for each in given] + [False] * len(stated))
        self.weights = np.array([1.0] * len(given) + [TEXT_WEIGHT] * len(stated))
        self.columns = self._columns(given, [code for _, code in stated])

    def _columns(self, given: Sequence[Message], stated: list[str]) -> dict[str, tuple[np.ndarray, float]]:
        """For each column which rows it holds for, and what an error costs."""
        services = [set(each["services"]) for each in given] + [{code} for code in stated]
        kinds = [{TAXONOMY.services[code].family for code in codes} for codes in services]
        markets = [set(each["regions"]) for each in given] + [set()] * len(stated)
        urgency = [{each["urgency"]} for each in given] + [set()] * len(stated)
        often = Counter(code for each in markets for code in each)
        holds: dict[str, tuple[np.ndarray, float]] = {}

        def add(prefix: str, names: Iterable[str], labels: list[set[str]], cost: float) -> None:
            for name in names:
                holds[prefix + name] = np.array([name in each for each in labels]), cost

        add("", KINDS, kinds, COST_KINDS)
        add("", SERVICES, services, COST_SERVICES)
        add(
            voter.MARKET_COLUMN,
            sorted(code for code, times in often.items() if times >= FEWEST_MARKET),
            markets,
            COST_MARKETS,
        )
        add(voter.URGENCY_COLUMN, URGENCIES, urgency, COST_URGENCY)
        person = [each["route_to_triage"] for each in given] + [False] * len(stated)
        holds[voter.PERSON_COLUMN] = np.array(person), COST_PERSON
        holds[voter.SPAM_COLUMN] = self.is_spam, COST_SPAM
        return holds

    def machines(self, rows: np.ndarray) -> np.ndarray:
        """A line of weights for each column, learnt from those rows."""
        weights = np.array([self._machine(rows, name) for name in self.columns])
        weights[np.abs(weights) < LEAST] = 0
        return weights.round(2)

    def _machine(self, rows: np.ndarray, name: str) -> np.ndarray:
        holds, cost = self.columns[name]
        if name != voter.SPAM_COLUMN:
            rows = rows[~self.is_spam[rows]]
        if name.startswith((voter.MARKET_COLUMN, voter.URGENCY_COLUMN)):
            rows = rows[rows < self.messages]
        if not holds[rows].any():
            return np.zeros(self.points.shape[1])
        machine = LinearSVC(C=cost, class_weight="balanced", fit_intercept=False, random_state=SEED)
        return machine.fit(self.points[rows], holds[rows], sample_weight=self.weights[rows]).coef_[0]


def places_machine(given: Iterable[Message]) -> dict[str, float]:
    """How much each sign beside the name of a place speaks for wanting to go there."""
    signs, holds = _places(given)
    seen = Counter(sign for each in signs for sign in each)
    often = [
        {sign: strength for sign, strength in each.items() if seen[sign] >= FEWEST_BESIDE} for each in signs
    ]
    vectorizer = DictVectorizer()
    machine = LinearSVC(C=COST_PLACES, class_weight="balanced", fit_intercept=False, random_state=SEED)
    machine.fit(small(vectorizer.fit_transform(often)), holds)
    weights = zip(vectorizer.get_feature_names_out(), machine.coef_[0], strict=True)
    return {sign: round(float(weight), 2) for sign, weight in weights if abs(weight) >= LEAST_BESIDE}


def _places(given: Iterable[Message]) -> tuple[list[Mapping[str, float]], list[bool]]:
    """Each place a message names, as signs, and whether it is a market."""
    signs: list[Mapping[str, float]] = []
    holds = []
    for each in given:
        if each["spam"]:
            continue
        reading = read(each["text"], vocabulary(TAXONOMY, rules()), rules())
        wanted = set(each["regions"])
        if wanted & UNITED_KINGDOM:
            wanted |= UNITED_KINGDOM
        named = {code for hit in reading.places for code in hit.codes}
        above = {other for code in named for other in TAXONOMY.ancestors(code) if other in {"EU", "UK"}}
        for code in sorted(named | above):
            signs.append(voter.place_signs(reading, code, TAXONOMY))
            holds.append(code in wanted)
    return signs, holds


def heard(
    text: str, columns: Iterable[str], row: Iterable[float], places: Mapping[str, float]
) -> voter.Opinion:
    """An opinion from machines that are not written down."""
    reading = read(text, vocabulary(TAXONOMY, rules()), rules())

    def beside(code: str) -> float:
        signs = voter.place_signs(reading, code, TAXONOMY)
        return sum(places.get(sign, 0.0) * strength for sign, strength in signs.items())

    votes: Callable[[float], float] = float
    return voter.Opinion(dict(zip(columns, map(votes, row), strict=True)), beside)


def write_table(
    path: Path, columns: Sequence[str], weights: Mapping[str, Any], rarity: Mapping[str, float]
) -> None:
    """The table ``tables.read_table`` reads; ``weights`` has a line of numbers for each sign."""
    lines = ["\t".join(("sign", "rarity", *columns))]
    for sign in sorted({*weights, *rarity}):
        if set(sign) & {"\t", "\n", "\r"}:
            continue
        units = [round(float(weight) / UNIT) for weight in weights.get(sign, ())]
        rare = str(round(rarity[sign] / UNIT)) if sign in rarity else ""
        cells = " ".join(f"{index}:{unit}" for index, unit in enumerate(units) if unit)
        if cells:
            lines.append("\t".join((sign, rare, cells)))
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
