"""What has happened to a firm's offerings."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from app.kernel.events import Event


class ChangeKind(Enum):
    """What has become of a cell."""

    ADDED = "added"
    CHANGED = "changed"
    #: Nothing but the day until which it counts.
    CONFIRMED = "confirmed"
    #: The day has passed: it answers no search any more.
    LAPSED = "lapsed"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class CellChange:
    """What has become of one cell."""

    service: str
    market: str
    kind: ChangeKind
    #: By field: what it was and what it is, as plain values.
    facts: Mapping[str, tuple[Any, Any]] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class FirmOfferingsEvent(Event):
    """Something about cells of one firm."""

    firm_id: int
    changes: tuple[CellChange, ...]
    #: Who of the firm did it; None for the portal and for operators.
    by_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class OfferingsChanged(FirmOfferingsEvent):
    """The firm has said something else of its offerings, or said again that they are so."""


@dataclass(frozen=True, kw_only=True)
class OfferingsLapsed(FirmOfferingsEvent):
    """The firm has let the day pass on which it should have confirmed them."""


@dataclass(frozen=True, kw_only=True)
class ConfirmationDue(Event):
    """The day until which offerings count is near; the firm is reminded."""

    firm_id: int
    offering_ids: tuple[int, ...]
