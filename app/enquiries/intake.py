"""What speaks for and against a form that came in, as editors weigh it under ``seed/intake``.

Only how a form was sent and what it says counts, never who says it.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from app.enquiries.models import SpamLane
from app.kernel.text import han_count

FOLDER = Path(__file__).resolve().parents[2] / "seed" / "intake"
_FILE = re.compile(r"weights-([0-9]+)\.yaml")
_LINK = re.compile(r"https?://|\bwww\.|\[url|href\s*=", re.IGNORECASE)

TOO_QUICK, TRAP, LISTED_FIRM = "too_quick", "trap", "listed_firm"
NO_PROOF, BAD_PROOF = "no_proof", "bad_proof"
REUSED, REUSED_OFTEN = "reused", "reused_often"
MANY_LINKS, MISMATCH = "many_links", "mismatch"
SIGNS = frozenset(
    {TOO_QUICK, TRAP, LISTED_FIRM, NO_PROOF, BAD_PROOF, REUSED, REUSED_OFTEN, MANY_LINKS, MISMATCH}
)
#: What is counted, by the columns of ``Arrival``.
COUNTED = ("address", "network", "text")
_GRAVER = {SpamLane.PASS: 0, SpamLane.HOLD: 1, SpamLane.REJECT: 2}


class BadIntake(ValueError):
    """A file of weights that cannot be used, and what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Limit:
    """So many enquiries that share ``what``, within so long."""

    what: str
    most: int
    within: timedelta


@dataclass(frozen=True, slots=True)
class Intake:
    """One version. The file says what each figure does."""

    version: str
    released: bool
    hold: float
    reject: float
    signs: Mapping[str, float]
    least: timedelta
    life: timedelta
    free_links: int
    characters_a_link: int
    limits: tuple[Limit, ...]
    shortest_text: int
    proof_cost: int
    proof_prefix: str

    @property
    def window(self) -> timedelta:
        """For how long an arrival counts for anything."""
        return max(self.life, *(each.within for each in self.limits))

    def lane(self, signs: Iterable[str]) -> SpamLane:
        total = sum(self.signs[each] for each in signs)
        return (
            SpamLane.REJECT
            if total >= self.reject
            else SpamLane.HOLD
            if total >= self.hold
            else SpamLane.PASS
        )

    def has_many_links(self, text: str) -> bool:
        """Whether it brings more links than a question needs, for its length."""
        links = len(_LINK.findall(text))
        return links > self.free_links and links * self.characters_a_link > len(text) + han_count(text)

    def record(self, signs: Iterable[str]) -> dict[str, Any]:
        """As it is kept with the enquiry, the heaviest first."""
        found = sorted(set(signs), key=lambda each: (-self.signs[each], each))
        return {"weights": self.version, "signs": [[each, self.signs[each]] for each in found]}


def signs_of(record: Mapping[str, Any]) -> list[str]:
    """The signs of such a record, the heaviest first; none for an enquiry that no form brought."""
    return [sign for sign, _weight in record.get("signs", ())]


def graver(one: SpamLane, other: SpamLane) -> SpamLane:
    return max(one, other, key=_GRAVER.__getitem__)


@cache
def intake() -> Intake:
    """The version in force. Raises BadIntake."""
    loaded = [_loaded(path) for path in FOLDER.glob("weights-*.yaml") if _FILE.fullmatch(path.name)]
    released = [each for each in loaded if each.released]
    if not released:
        raise BadIntake(f"no released weights in {FOLDER}")
    return max(released, key=lambda each: int(each.version))


def _loaded(path: Path) -> Intake:
    said = yaml.safe_load(path.read_text(encoding="utf-8"))
    try:
        found = Intake(
            version=said["version"],
            released=said["released"],
            hold=float(said["hold"]),
            reject=float(said["reject"]),
            signs={name: float(weight) for name, weight in said["signs"].items()},
            least=timedelta(seconds=said["form"]["least_seconds"]),
            life=timedelta(hours=said["form"]["life_hours"]),
            free_links=int(said["links"]["free"]),
            characters_a_link=int(said["links"]["characters"]),
            limits=tuple(
                Limit(each["what"], int(each["most"]), timedelta(minutes=each["minutes"]))
                for each in said["limits"]
            ),
            shortest_text=int(said["shortest_text"]),
            proof_cost=int(said["proof"]["cost"]),
            proof_prefix=said["proof"]["prefix"],
        )
    except (KeyError, TypeError, ValueError) as error:
        raise BadIntake(f"{path.name}: {error!r}") from error
    if set(found.signs) != SIGNS:
        raise BadIntake(f"{path.name}: not the signs there are: {sorted(SIGNS ^ set(found.signs))}")
    if any(each.what not in COUNTED for each in found.limits):
        raise BadIntake(f"{path.name}: only {', '.join(COUNTED)} are counted")
    return found
