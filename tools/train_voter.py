"""Train the second opinion beside the rules, and write its tables to seed/voter.

usage: make train    (scikit-learn comes from requirements-train.txt; nothing that runs needs it)

The tables learn from all labelled messages under tests/data/enquiries but ``unseen.jsonl``, and from the
texts of the taxonomy. How rules and voter are weighed is learnt from ``field.jsonl`` alone, to which no
rule was fitted: for each of its messages the voter is trained without it. The same files give the same
tables. The limits in ``judging.yaml`` are an editor's and stay.
"""

import json
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import KFold

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tools")]

from machines import TAXONOMY, UNITED_KINGDOM, Message, Texts, heard, places_machine, write_table  # noqa: E402

from app.classification import voter  # noqa: E402
from app.classification.judging import Case, going_on_signs, judging, service_signs  # noqa: E402
from app.classification.judging_markets import market_case, market_signs  # noqa: E402
from app.classification.judging_messages import spam_signs, urgency_signs  # noqa: E402
from app.classification.needs import Needs  # noqa: E402
from app.classification.understanding import ByRules, Question, case_from, read_by_rules, weigh  # noqa: E402
from app.classification.urgency import URGENCIES  # noqa: E402

MESSAGES = ROOT / "tests" / "data" / "enquiries"
#: Never learnt from.
UNSEEN = "unseen.jsonl"
#: No rule was fitted to these.
FIELD = "field.jsonl"
#: How dearly a wrong example is paid for in each weighing.
COSTS = {"spam": 0.3, "urgency": 0.1, "markets": 0.1, "services": 0.3, "going_on": 0.1}
FOLDS, SEED = 6, 20261122

Signs = Mapping[str, float]


def messages(*names: str) -> list[Message]:
    return [
        json.loads(line)
        for name in names
        for line in (MESSAGES / name).read_text(encoding="utf-8").splitlines()
    ]


def opinions(texts: Texts, rest: Sequence[Message], field: Sequence[Message]) -> list[voter.Opinion]:
    """What the voter says of each message of the field when it has not learnt from it."""
    found: list[voter.Opinion | None] = [None] * len(field)
    first, last = len(rest), len(rest) + len(field)
    others, mine = np.r_[0:first, last : texts.points.shape[0]], np.arange(first, last)
    for known, asked in KFold(FOLDS, shuffle=True, random_state=SEED).split(mine):
        votes = texts.points[mine[asked]] @ texts.machines(np.sort(np.r_[others, mine[known]])).T
        places = places_machine([*rest, *(field[index] for index in known)])
        for index, row in zip(asked, votes, strict=True):
            found[index] = heard(field[index]["text"], texts.columns, row, places)
    return [each for each in found if each is not None]


class Field:
    """The messages the weighings are learnt from, each with what rules and voter say of it."""

    def __init__(self, given: Sequence[Message], heard_of: Sequence[voter.Opinion]) -> None:
        nothing = Needs()
        questions = [Question(each["text"], nothing, nothing, None) for each in given]
        self.all = [
            (message, question, read_by_rules(question, TAXONOMY), opinion)
            for message, question, opinion in zip(given, questions, heard_of, strict=True)
        ]

    def genuine(self) -> Iterator[tuple[Message, Question, ByRules, voter.Opinion]]:
        return (each for each in self.all if not each[0]["spam"])

    def spam(self) -> Iterator[tuple[Signs, bool]]:
        for message, _, first, opinion in self.all:
            yield spam_signs(first.reading, first.verdict, opinion), message["spam"]

    def urgency(self) -> Iterator[tuple[Signs, bool]]:
        for message, _, first, opinion in self.genuine():
            for each in URGENCIES:
                yield urgency_signs(each, first.reading.urgency, opinion), each == message["urgency"]

    def markets(self) -> Iterator[tuple[Signs, bool]]:
        for message, _, first, opinion in self.genuine():
            home = first.origin[0] if first.origin else None
            case = market_case(first.reading, first.places, first.said, opinion, home, TAXONOMY)
            wanted = set(message["regions"])
            if wanted & UNITED_KINGDOM:
                wanted |= UNITED_KINGDOM
            for code in case.beside:
                yield market_signs(case, code, TAXONOMY), code in wanted

    def cases(self) -> Iterator[tuple[Message, Case]]:
        """The questions both take for questions, with their markets judged."""
        for message, question, first, opinion in self.genuine():
            weighed = weigh(first, opinion, question, TAXONOMY)
            if not weighed.verdict.is_spam:
                yield message, case_from(first, weighed, opinion, question, TAXONOMY)[0]

    def services(self) -> Iterator[tuple[Signs, bool]]:
        for message, case in self.cases():
            for code in case.candidates(TAXONOMY):
                yield service_signs(case, code, TAXONOMY), code in message["services"]

    def going_on(self) -> Iterator[tuple[Signs, bool]]:
        services = judging().services
        for message, case in self.cases():
            sure = {
                code: services.probability(service_signs(case, code, TAXONOMY))
                for code in case.candidates(TAXONOMY)
            }
            signs = going_on_signs(case, sure, services.enough, TAXONOMY)
            taken = {code for code, p in sure.items() if p >= services.enough}
            yield signs, _goes_right(message, case, taken)


def _goes_right(message: Message, case: Case, services: set[str]) -> bool:
    """Whether it may go on without a person, and no market or kind of service read is wrong."""

    def kinds(codes: Iterable[str]) -> set[str]:
        return {TAXONOMY.services[code].family for code in codes}

    markets = set(case.markets) - set(message["regions"]) - UNITED_KINGDOM
    return not (message["route_to_triage"] or markets or kinds(services) - kinds(message["services"]))


def logistic(given: Iterable[tuple[Signs, bool]], cost: float) -> dict[str, float]:
    signs, holds = zip(*given, strict=True)
    names = list(signs[0])
    points = np.array([[each[name] for name in names] for each in signs])
    spread = points.std(axis=0)
    spread[spread == 0] = 1
    machine = LogisticRegression(C=cost, fit_intercept=False, max_iter=5000).fit(points / spread, holds)
    return {
        name: round(float(weight), 3) for name, weight in zip(names, machine.coef_[0] / spread, strict=True)
    }


def learn_weighings(field: Field) -> None:
    """One after another, since each rests on those before it."""
    path = voter.FOLDER / "judging.yaml"
    for name, cost in COSTS.items():
        written = path.read_text(encoding="utf-8")
        head = written[: written.index("spam:\n")]
        given: dict[str, Any] = yaml.safe_load(written)
        given[name]["weights"] = logistic(getattr(field, name)(), cost)
        path.write_text(head + yaml.safe_dump(given, sort_keys=False, allow_unicode=True), encoding="utf-8")
        judging.cache_clear()


def main() -> int:
    field = messages(FIELD)
    rest = messages(
        *sorted(each.name for each in MESSAGES.glob("*.jsonl") if each.name not in {UNSEEN, FIELD})
    )
    texts = Texts([*rest, *field])
    learn_weighings(Field(field, opinions(texts, rest, field)))
    whole = texts.machines(np.arange(texts.points.shape[0]))
    by_sign = dict(zip(texts.vectorizer.get_feature_names_out(), whole.T, strict=True))
    write_table(voter.FOLDER / "texts.tsv", list(texts.columns), by_sign, texts.rarity)
    places = {sign: [weight] for sign, weight in places_machine([*rest, *field]).items()}
    write_table(voter.FOLDER / "places.tsv", [voter.IS_MARKET], places, {})
    print(f"{len(rest) + len(field)} messages, {len(texts.rarity)} signs, {len(texts.columns)} columns")
    return 0


if __name__ == "__main__":
    sys.exit(main())
