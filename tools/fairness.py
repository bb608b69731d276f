"""What the turns among firms come to: many invented enquiries, counted.

usage: tools/fairness.py [--enquiries N] [--seed S]

Runs the ranking itself, with the weights in force, over firms that are equal in everything and over the
sample firms of the seed. Nothing is stored; the same seed gives the same figures.
"""

import argparse
import random
import sys
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from itertools import accumulate
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from app.classification.needs import Needs  # noqa: E402
from app.console import seed_files  # noqa: E402
from app.console.seed_taxonomy import seed_taxonomy  # noqa: E402
from app.directory.models import Basis  # noqa: E402
from app.directory.offerings import derive  # noqa: E402
from app.i18n.languages import LANGUAGES, Language  # noqa: E402
from app.matching.gathering import question_of  # noqa: E402
from app.matching.question import Cell, FirmFacts, Fit, Offer, Question  # noqa: E402
from app.matching.weights import weights  # noqa: E402
from tools.turns import COUNTED_FROM, Counts, Ledger, ask  # noqa: E402

DAY = date(2026, 11, 23)


# -- firms that are equal in everything ------------------------------------------------------------------

_CELL = Cell("REP-UKRP", "UK", {"UK": Fit.EXACT})


def equals(count: int) -> list[FirmFacts]:
    offer = Offer("REP-UKRP", "UK", Basis.STATED, (), True, True)
    return [FirmFacts(firm=n, draw="", offers=(offer,), languages=("en",), age_days=0) for n in range(count)]


def run_equals(enquiries: int, *, firms: int, slots: int) -> Counts:
    ledger, counts = Ledger(weights()), Counts()
    question, made = Question(cells=(_CELL,), slots=slots, language="en"), equals(firms)
    for n in range(enquiries):
        outcome, facts = ask(ledger, question, made, key=f"{n}")
        counts.count(question, outcome, facts, ledger.figures)
    return counts


def run_absence(enquiries: int, *, firms: int, slots: int, owed: float | None = None) -> float:
    """How many more than its fair share a firm gets, at most, after it was away for a third of the time.

    owed: what it is owed when it comes back; by default what it was owed when it left.
    """
    ledger, made = Ledger(weights()), equals(firms)
    question = Question(cells=(_CELL,), slots=slots, language="en")
    leaves, returns = enquiries // 3, 2 * enquiries // 3
    ahead = most = 0.0
    for n in range(enquiries):
        is_away = leaves <= n < returns
        if n == returns and owed is not None:
            account = ledger.accounts["REP-UKRP", "UK", 0]
            account.deficit, account.as_of = owed, ledger.at
        outcome, _facts = ask(ledger, question, made[1:] if is_away else made, key=f"{n}")
        if n >= returns:
            picks = {each.scored.firm for each in outcome.placed if each.slot}
            ahead += (0 in picks) - len(picks) / firms
            most = max(most, ahead)
    return most


# -- the sample firms ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Samples:
    """The sample firms with their real facts, and the pairs of service and market that they offer."""

    offers: Mapping[int, tuple[Offer, ...]]
    firms: Mapping[int, FirmFacts]
    cells: tuple[tuple[str, str], ...]
    #: How often each is asked about, added up.
    chances: tuple[int, ...]
    sectors: Mapping[str, tuple[str, ...]]


@cache
def samples() -> Samples:
    taxonomy = seed_taxonomy()
    records = seed_files.read_yaml(seed_files.SEED / "demo" / "demo_firms.yaml")["demo_firms"]
    firms, offers, cells = {}, {}, Counter[tuple[str, str]]()
    for number, record in enumerate(map(seed_files.sample_firm, records), 1):
        found = derive(
            services=record["services"],
            markets=record["markets"],
            sectors=tuple(record["sectors"]),
            taxonomy=taxonomy,
        )
        seats = {seat.country for seat in record["seats"]}
        offers[number] = tuple(
            Offer(
                each.service,
                each.market,
                each.basis,
                tuple(sorted(each.sectors)),
                True,
                bool(seats & taxonomy.markets_answering(each.market)),
            )
            for each in found
        )
        cells.update((each.service, each.market) for each in found)
        firms[number] = FirmFacts(
            firm=number,
            draw="",
            offers=(),
            languages=tuple(sorted(tag.lower() for tag in record["facts"]["working_languages"])),
            is_accepting=record["facts"]["accepts_enquiries"],
            age_days=(DAY - seed_files.SAMPLES_CLAIMED.date()).days,
        )
    sectors = {code: each.sectors for code, each in taxonomy.services.items()}
    return Samples(offers, firms, tuple(cells), tuple(accumulate(n * n for n in cells.values())), sectors)


@cache
def _asked(needs: Needs, language: Language, slots: int) -> tuple[Question, tuple[FirmFacts, ...]]:
    question = question_of(
        needs,
        seed_taxonomy(),
        day=DAY,
        language=language,
        routing=True,
        refused=frozenset(),
        slots=slots,
    )
    pairs = {(cell.service, market) for cell in question.cells for market in cell.fits}
    found = []
    for firm, offers in samples().offers.items():
        theirs = tuple(each for each in offers if (each.service, each.market) in pairs)
        if theirs:
            found.append(replace(samples().firms[firm], offers=theirs))
    return question, tuple(found)


def run_samples(enquiries: int, *, seed: int, slots: int = 3) -> Counts:
    """Enquiries about what the sample firms offer, the more firms offer it the more often.

    In three languages, one in three for a kind of product, one in ten about two things at once.
    """
    chance, ledger, counts = random.Random(seed), Ledger(weights()), Counts()
    known = samples()
    for n in range(enquiries):
        pairs = chance.choices(known.cells, cum_weights=known.chances, k=2 if chance.random() < 0.1 else 1)
        sectors = known.sectors[pairs[0][0]]
        wanted = (chance.choice(sectors),) if sectors and chance.random() < 1 / 3 else ()
        services, markets = zip(*pairs, strict=True)
        needs = Needs(tuple(dict.fromkeys(markets)), tuple(dict.fromkeys(services)), wanted)
        question, firms = _asked(needs, chance.choice(LANGUAGES), slots)
        outcome, facts = ask(ledger, question, firms, key=f"{seed}:{n}")
        counts.count(question, outcome, facts, ledger.figures)
    return counts


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--enquiries", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    print(f"weights {weights().version}, {given.enquiries} enquiries in each row, seed {given.seed}\n")
    print("equal firms      slots  furthest from equal share        longest wait  others")
    for firms, slots in ((4, 3), (8, 3), (8, 1), (8, 5)):
        counts = run_equals(given.enquiries, firms=firms, slots=slots)
        wait = max(counts.longest.values())
        far = f"{counts.worst_share():.2%} ({counts.worst_count():.2f} referrals)"
        print(f"{firms:>11} {slots:>10}  {far:<32} {wait:>12} {firms - 1:>7}")
    counts = run_samples(given.enquiries, seed=given.seed)
    often = sum(owed >= COUNTED_FROM for owed in counts.owed.values())
    print(f"\nsample firms: {len(counts.received)} were given something, in {len(counts.eligible)} cells")
    print(
        f"furthest from fair share: {counts.worst_share():.2%} among the {often} firms owed {COUNTED_FROM}"
        f" or more; {counts.worst_count():.2f} referrals among all"
    )
    shared = [key for key, eligible in counts.eligible.items() if len(eligible) > 1]
    wait = max((counts.longest[key] for key in shared), default=0)
    print(
        f"longest wait: {wait} enquiries; cells in which somebody waited for more enquiries than there are"
        f" others: {counts.waits_beyond_turn()} of {len(counts.eligible)}"
    )
    print("\na firm that comes back after a third of the time away, among 8: most above its fair share")
    for slots in (1, 3, 5):
        usual = run_absence(given.enquiries // 10, firms=8, slots=slots)
        worst = run_absence(given.enquiries // 10, firms=8, slots=slots, owed=weights().fairness.cap)
        print(f"slots {slots}: {usual:.2f}; owed the most there can be: {worst:.2f}")


if __name__ == "__main__":
    main()
