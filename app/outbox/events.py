"""What has happened to letters and addresses."""

from dataclasses import dataclass

from app.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class LetterGivenUp(Event):
    """A letter will not arrive. ``why`` is its ``ended_because``."""

    letter_id: int
    template: str
    about: str | None
    why: str


@dataclass(frozen=True, kw_only=True)
class AddressBouncing(Event):
    """Letters no longer reach an address, and did until now; the address is ``contact_id``'s."""

    contact_id: int
