"""What has happened, and who hears of it.

A domain action publishes; ``app.reactions`` says what follows. A reaction runs at once, inside the
publisher's transaction, and only writes rows.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Event:
    """Something that has happened, told in ids."""

    at: datetime


Reaction = Callable[[Any], None]

_reactions: dict[type[Event], Sequence[Reaction]] = {}


def wire(reactions: Mapping[type[Event], Sequence[Reaction]]) -> None:
    """Say once, at start, which reactions follow which event."""
    _reactions.clear()
    _reactions.update(reactions)


def publish(event: Event) -> None:
    """Run what follows ``event``. Raises KeyError for an event nobody has written into the table."""
    for reaction in _reactions[type(event)]:
        reaction(event)
