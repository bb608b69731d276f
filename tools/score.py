"""How well the rules read the labelled messages: a table per language, and floors that only rise.

usage: tools/score.py [--raise]

For each file under tests/data/enquiries that has floors, prints the figures and exits 1 where the worst
language falls short of one. ``--raise`` lifts the floors to what was reached; it never lowers one.
"""

import json
import math
import sys
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from app.classification.decision import CLEAR  # noqa: E402
from app.classification.needs import Needs  # noqa: E402
from app.classification.understanding import understand  # noqa: E402
from app.console.seed_taxonomy import seed_taxonomy  # noqa: E402

FOLDER = ROOT / "tests" / "data" / "enquiries"
FLOORS = FOLDER / "floors.json"
#: Figures of which less is better.
LOW = frozenset({"distracted", "lost", "wrong_auto"})
UNITED_KINGDOM = frozenset({"UK", "UK-GBN", "UK-NIR"})
ALL = "all"


def answered(message: Mapping[str, Any]) -> dict[str, Any]:
    """What the rules say of a message."""
    nothing = Needs()
    said = understand(message["text"], chosen=nothing, page=nothing, country=None, taxonomy=seed_taxonomy())
    return {
        "language": said.language,
        "regions": said.needs.markets,
        "services": said.needs.services,
        "sectors": said.needs.sectors,
        "origin_country": said.origin_country,
        "urgency": said.urgency,
        "spam": said.spam.is_spam,
        "triage": said.decision.way != CLEAR,
    }


def right(wanted: Collection[str], given: Collection[str], *, half: bool = False) -> float:
    """How many codes are right; a part of the United Kingdom for another counts half, for markets."""
    wanted, given = set(wanted), set(given)
    hits = float(len(wanted & given))
    if half:
        hits += 0.5 * min(len((wanted - given) & UNITED_KINGDOM), len((given - wanted) & UNITED_KINGDOM))
    return hits


def f1(hits: float, given: float, wanted: float) -> float:
    return 2 * hits / (given + wanted) if given + wanted else 1.0


def count(totals: dict[str, float], gold: Mapping[str, Any], said: Mapping[str, Any]) -> None:
    """Add one message to the totals of a language."""
    totals["n"] += 1
    totals["spam_wanted"] += gold["spam"]
    totals["spam_right"] += bool(gold["spam"] and said["spam"])
    totals["genuine"] += not gold["spam"]
    totals["lost"] += bool(not gold["spam"] and said["spam"])
    totals["script_right"] += said["language"] == gold["language"]
    if gold["spam"]:
        return
    clear = not gold["route_to_triage"]
    totals["triage_wanted"] += not clear
    totals["triage_right"] += bool(not clear and said["triage"])
    totals["clear"] += clear
    totals["clear_auto"] += bool(clear and not said["triage"])
    totals["auto"] += not said["triage"]
    totals["urgency_right"] += said["urgency"] == gold["urgency"]
    families = {code: each.family for code, each in seed_taxonomy().services.items()}
    wanted_families = {families.get(code, code) for code in gold["services"]}
    given_families = {families.get(code, code) for code in said["services"]}
    for name, wanted, given in (
        ("region", gold["regions"], said["regions"]),
        ("service", gold["services"], said["services"]),
        ("family", wanted_families, given_families),
        ("sector", gold["sectors"], {code.split("-")[0] for code in said["sectors"]}),
    ):
        totals[name + "_right"] += right(wanted, given, half=name == "region")
        totals[name + "_wanted"] += len(set(wanted))
        totals[name + "_given"] += len(set(given))
    origin = "UK" if gold["origin_country"] == "GB" else gold["origin_country"]
    if origin and origin not in gold["regions"]:
        totals["origin_elsewhere"] += 1
        totals["origin_taken"] += origin in said["regions"]
    if not said["triage"]:
        has_wrong_market = bool(set(said["regions"]) - set(gold["regions"]) - UNITED_KINGDOM)
        totals["wrong"] += has_wrong_market or bool(wanted_families and given_families - wanted_families)


def figures(totals: Mapping[str, float]) -> dict[str, float]:
    def share(part: str, whole: str) -> float:
        return totals[part] / max(totals[whole], 1)

    return {
        **{
            name: f1(totals[name + "_right"], totals[name + "_given"], totals[name + "_wanted"])
            for name in ("region", "service", "family", "sector")
        },
        "distracted": share("origin_taken", "origin_elsewhere"),
        "spam_recall": share("spam_right", "spam_wanted"),
        "lost": share("lost", "genuine"),
        "triage_recall": share("triage_right", "triage_wanted"),
        "auto": share("clear_auto", "clear"),
        "wrong_auto": share("wrong", "auto"),
        "urgency": share("urgency_right", "genuine"),
        "script": share("script_right", "n"),
    }


def scored(pairs: Iterable[tuple[Mapping[str, Any], Mapping[str, Any]]]) -> dict[str, dict[str, float]]:
    """The figures by language, and of all together, from messages with their labels and the answers."""
    totals: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for gold, said in pairs:
        for language in (gold["language"], ALL):
            count(totals[language], gold, said)
    return {language: figures(totals[language]) for language in sorted(totals)}


def worst(rows: Mapping[str, Mapping[str, float]]) -> dict[str, float]:
    """Each figure of the language that does worst in it."""
    single = [row for language, row in rows.items() if language != ALL]
    return {
        name: (max if name in LOW else min)(row[name] for row in single) for name in next(iter(single), {})
    }


def short_of(reached: Mapping[str, float], floors: Mapping[str, float]) -> list[str]:
    """Which floors are missed, in words."""
    return [
        f"{name} {reached[name]:.3f}, {'at most' if name in LOW else 'at least'} {floor:.3f}"
        for name, floor in floors.items()
        if (reached[name] > floor + 1e-9 if name in LOW else reached[name] < floor - 1e-9)
    ]


def lifted(reached: Mapping[str, float], floors: Mapping[str, float]) -> dict[str, float]:
    """The floors after what was reached: only ever better."""
    better = {name: (min if name in LOW else max) for name in reached}
    rounded = {
        name: (math.ceil(value * 1000) if name in LOW else math.floor(value * 1000)) / 1000
        for name, value in reached.items()
    }
    return {name: better[name](rounded[name], floors.get(name, rounded[name])) for name in reached}


def main() -> int:
    floors = json.loads(FLOORS.read_text())
    has_failed = False
    for name in floors:
        lines = (FOLDER / name).read_text(encoding="utf-8").splitlines()
        messages = [json.loads(line) for line in lines]
        rows = scored((message, answered(message)) for message in messages)
        reached = worst(rows)
        print(f"\n{name}, {len(messages)} messages")
        print(f"{'':16}" + "".join(f"{language:>9}" for language in rows) + "    worst    floor")
        for figure, value in reached.items():
            cells = "".join(f"{rows[language][figure]:9.3f}" for language in rows)
            floor = floors[name].get(figure)
            print(f"{figure:16}{cells}{value:9.3f}" + (f"{floor:9.3f}" if floor is not None else ""))
        missed = short_of(reached, floors[name])
        has_failed = has_failed or bool(missed)
        for each in missed:
            print(f"SHORT  {name}: {each}")
        if "--raise" in sys.argv:
            floors[name] = lifted(reached, floors[name])
    if "--raise" in sys.argv:
        FLOORS.write_text(json.dumps(floors, indent=2) + "\n")
    return int(has_failed)


if __name__ == "__main__":
    sys.exit(main())
