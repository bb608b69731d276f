"""The ranking asked many times over, the accounts of firms kept in memory, and what came of it counted."""

import hashlib
import hmac
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from app.matching.fairness import fair_shares, settled, throughput
from app.matching.order import Outcome, ranked
from app.matching.question import Cell, FirmFacts, Question, Share
from app.matching.weights import Weights

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
