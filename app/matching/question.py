"""What the ranking is asked, and what it knows of each firm: plain values that a run keeps and repeats.

No field for payment, age, name or place in a list exists here, so none can count.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import Enum
from typing import Any

from app.directory.models import Basis


class Fit(Enum):
    """How the market of an offering lies to the market asked about."""

    EXACT = "exact"
    #: The bloc that the market is a member of.
    BLOC = "bloc"
    #: Otherwise around it, or a part of it.
    KIN = "kin"


@dataclass(frozen=True, slots=True)
class Cell:
    """A service in a market that was asked about, and the markets whose offerings answer it."""

    service: str
    asked: str
    fits: Mapping[str, Fit]

    @property
    def record(self) -> dict[str, Any]:
        fits = {market: fit.value for market, fit in sorted(self.fits.items())}
        return {"service": self.service, "asked": self.asked, "fits": fits}

    @classmethod
    def of_record(cls, record: Mapping[str, Any]) -> "Cell":
        fits = {market: Fit(fit) for market, fit in record["fits"].items()}
        return cls(record["service"], record["asked"], fits)


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """Who is wanted. Whoever asks is in it only as ids of firms that must not be asked for them."""

    cells: tuple[Cell, ...]
    #: The kinds of product that answer the question's; empty where it names none.
    wanted: tuple[str, ...] = ()
    #: Whether it names a market and a service at all.
    is_clear: bool = True
    #: The reader's language as a tag; None where it does not matter.
    language: str | None = None
    #: Ids of firms the enquirer does not want or has already asked.
    refused: tuple[int, ...] = ()
    #: Ids of firms with a conflict of interest.
    conflicts: tuple[int, ...] = ()
    #: As ISO 8601 has it.
    day: str = ""
    #: How many firms are named first.
    slots: int = 3
    #: Whether an enquiry is to be handed over, or firms are only listed.
    routing: bool = True

    @property
    def record(self) -> dict[str, Any]:
        return {
            "cells": [cell.record for cell in self.cells],
            "wanted": list(self.wanted),
            "is_clear": self.is_clear,
            "language": self.language,
            "refused": list(self.refused),
            "conflicts": list(self.conflicts),
            "day": self.day,
            "slots": self.slots,
            "routing": self.routing,
        }

    @classmethod
    def of_record(cls, record: Mapping[str, Any]) -> "Question":
        tuples = {name: tuple(record[name]) for name in ("wanted", "refused", "conflicts")}
        cells = tuple(Cell.of_record(cell) for cell in record["cells"])
        return cls(**{**record, **tuples, "cells": cells})


@dataclass(frozen=True, slots=True)
class Offer:
    """One service of a firm in one market."""

    service: str
    market: str
    basis: Basis
    sectors: tuple[str, ...]
    is_open: bool
    #: Whether the firm has an office in that market; None where its offices are not known.
    is_seated: bool | None
    #: Whether the evidence it rested on is over.
    has_lapsed: bool = False
    #: Whether the firm has let the day pass on which it should have confirmed it.
    is_unconfirmed: bool = False

    @property
    def record(self) -> dict[str, Any]:
        return asdict(self) | {"basis": self.basis.value, "sectors": list(self.sectors)}

    @classmethod
    def of_record(cls, record: Mapping[str, Any]) -> "Offer":
        return cls(**{**record, "basis": Basis(record["basis"]), "sectors": tuple(record["sectors"])})


@dataclass(frozen=True, slots=True)
class Share:
    """How a firm has fared in one cell: what it is owed there, and when it was last given something."""

    service: str
    asked: str
    #: Referrals it is owed; below nought where it has had more than its share.
    deficit: float
    #: Seconds since it was last referred to here; None where it never was.
    unserved: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FirmFacts:
    """All the ranking knows of a firm."""

    firm: int
    #: Breaks ties: a keyed hash, drawn anew for each question or each day.
    draw: str
    offers: tuple[Offer, ...]
    #: Tags of the languages it works in, in lower case; empty where they are not known.
    languages: tuple[str, ...] = ()
    is_claimed: bool = True
    is_accepting: bool = True
    is_reachable: bool = True
    #: Whether it is away at the moment of the question.
    is_absent: bool = False
    #: Open referrals it takes at once; None where it has stated no limit.
    capacity: int | None = None
    open: int = 0
    #: Answers in time and late, faded to the day of the question.
    in_time: float = 0.0
    late: float = 0.0
    #: Days since its facts were last read or its listing was taken over; None where neither is known.
    age_days: int | None = None
    #: For the cells asked about, where there is anything to tell.
    shares: tuple[Share, ...] = ()

    @property
    def record(self) -> dict[str, Any]:
        plain = {name: getattr(self, name) for name in _PLAIN}
        return plain | {
            "offers": [offer.record for offer in self.offers],
            "languages": list(self.languages),
            "shares": [asdict(share) for share in self.shares],
        }

    @classmethod
    def of_record(cls, record: Mapping[str, Any]) -> "FirmFacts":
        return cls(
            **{
                **record,
                "offers": tuple(Offer.of_record(offer) for offer in record["offers"]),
                "languages": tuple(record["languages"]),
                "shares": tuple(Share(**share) for share in record["shares"]),
            }
        )


_PLAIN = tuple(
    name for name in FirmFacts.__dataclass_fields__ if name not in {"offers", "languages", "shares"}
)
