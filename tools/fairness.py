"""What the turns among firms come to: many invented enquiries, counted.

usage: tools/fairness.py [--enquiries N] [--seed S]

Runs the ranking itself, with the weights in force, over firms that are equal in everything and over the
sample firms of the seed. Nothing is stored; the same seed gives the same figures.
"""

import argparse
import hashlib
import hmac
import random
import sys
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import accumulate
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from app.classification.needs import Needs  # noqa: E402
from app.console import seed_files  # noqa: E402
from app.console.seed_taxonomy import seed_taxonomy  # noqa: E402
from app.directory.models import Basis  # noqa: E402
from app.directory.offerings import derive  # noqa: E402
from app.i18n.languages import LANGUAGES, Language  # noqa: E402
from app.matching.fairness import fair_shares, settled, throughput  # noqa: E402
from app.matching.gathering import question_of  # noqa: E402
from app.matching.order import Outcome, ranked  # noqa: E402
from app.matching.question import Cell, FirmFacts, Fit, Offer, Question, Share  # noqa: E402
from app.matching.weights import Weights, weights  # noqa: E402

DAY = date(2026, 11, 23)
#: 10,000 enquiries in about a hundred days.
BETWEEN = timedelta(minutes=15)
#: A firm that is owed fewer cannot come within two in a hundred of anything.
COUNTED_FROM = 100


@dataclass
class Account:
    deficit: float = 0.0
    as_of: datetime | None = None
    received_at: datetime | None = None


@dataclass
class Ledger:
    """The accounts of all firms, as the database keeps them."""

    figures: Weights
    at: datetime = datetime(2026, 1, 1, tzinfo=UTC)
    accounts: dict[tuple[str, str, int], Account] = field(default_factory=lambda: defaultdict(Account))

    def shares(self, question: Question, firm: int) -> tuple[Share, ...]:
        found = []
        for cell in question.cells:
            account = self.accounts.get((cell.service, cell.asked, firm))
            if account:
                since = account.received_at
                unserved = int((self.at - since).total_seconds()) if since else None
                found.append(Share(cell.service, cell.asked, self.worth(account), unserved))
        return tuple(found)

    def worth(self, account: Account) -> float:
        idle = timedelta(days=self.figures.fairness.idle_days)
        fresh = account.as_of is not None and self.at - account.as_of < idle
        return account.deficit if fresh else 0.0

    def settle(self, outcome: Outcome, facts: Mapping[int, FirmFacts], receivers: Collection[int]) -> None:
        cap = self.figures.fairness.cap
        for each in settled(outcome.placed, facts, receivers, self.figures):
            account = self.accounts[each.service, each.asked, each.firm]
            account.deficit = min(cap, max(-cap, self.worth(account) + each.change))
            account.as_of = self.at
            if each.has_received:
                account.received_at = self.at


@dataclass
class Counts:
    """What came of it for each firm."""

    #: Its fair share of what was given in the bands it stood in, and what it got of that.
    owed: Counter[int] = field(default_factory=Counter)
    in_band: Counter[int] = field(default_factory=Counter)
    received: Counter[int] = field(default_factory=Counter)
    #: By cell and firm: enquiries it was good enough for and not given, since it was last given one.
    waiting: Counter[tuple[Cell, int]] = field(default_factory=Counter)
    longest: dict[tuple[str, str], int] = field(default_factory=lambda: defaultdict(int))
    eligible: dict[tuple[str, str], set[int]] = field(default_factory=lambda: defaultdict(set))

    def count(self, question: Question, outcome: Outcome, facts: Mapping[int, FirmFacts], w: Weights) -> None:
        picks = {each.scored.firm for each in outcome.placed if each.slot}
        self.received.update(picks)
        for cell in question.cells:
            key = cell.service, cell.asked
            covering = [
                each
                for each in outcome.placed
                if any((ground.service, ground.asked) == key for ground in each.scored.grounds)
            ]
            band = [each.scored.firm for each in covering if each.is_in_band]
            for firm, share in fair_shares(
                len(picks & set(band)), {each: throughput(facts[each], w) for each in band}
            ).items():
                self.owed[firm] += share
                self.in_band[firm] += firm in picks
            self._wait(key, covering, picks, w, alone=len(question.cells) == 1)

    def _wait(
        self, key: tuple[str, str], covering: Iterable[Any], picks: set[int], w: Weights, *, alone: bool
    ) -> None:
        for each in covering:
            firm = each.scored.firm
            if firm in picks:
                self.waiting[key, firm] = 0
            elif alone and each.scored.score >= w.fairness.least:
                self.waiting[key, firm] += 1
                self.longest[key] = max(self.longest[key], self.waiting[key, firm])
            if each.scored.score >= w.fairness.least:
                self.eligible[key].add(firm)

    def worst_share(self, owed_at_least: float = COUNTED_FROM) -> float:
        """How far the worst is from its fair share, as a part of it."""
        far = [
            abs(self.in_band[firm] - owed) / owed for firm, owed in self.owed.items() if owed >= owed_at_least
        ]
        return max(far, default=0.0)

    def worst_count(self) -> float:
        """The same in referrals, over all firms."""
        return max((abs(self.in_band[firm] - owed) for firm, owed in self.owed.items()), default=0.0)

    def waits_beyond_turn(self) -> int:
        """Cells in which somebody waited for more enquiries than there are others to be served first."""
        return sum(wait > len(self.eligible[key]) - 1 for key, wait in self.longest.items())


def ask(
    ledger: Ledger, question: Question, firms: Sequence[FirmFacts], *, key: str
) -> tuple[Outcome, dict[int, FirmFacts]]:
    """One enquiry, handed to the firms named first."""
    facts = {
        each.firm: replace(each, draw=_draw(key, each.firm), shares=ledger.shares(question, each.firm))
        for each in firms
    }
    outcome = ranked(question, tuple(facts.values()), ledger.figures)
    ledger.settle(outcome, facts, {each.scored.firm for each in outcome.placed if each.slot})
    ledger.at += BETWEEN
    return outcome, facts


def _draw(key: str, firm: int) -> str:
    return hmac.digest(b"simulated", f"{key}:{firm}".encode(), hashlib.sha256).hex()


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
