"""What has happened to a listing through its own firm or an editor."""

from dataclasses import dataclass

from app.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class ListingEvent(Event):
    """Something about one firm's listing."""

    firm_id: int
    #: The account of whoever did it.
    by_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class ListingChanged(ListingEvent):
    """The firm changed what needs no editor."""

    fields: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class RevisionMade(ListingEvent):
    """The firm wants reviewed fields changed, or amended what it wanted."""

    revision_id: int
    fields: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class RevisionDecided(ListingEvent):
    """An editor approved some fields and returned others."""

    revision_id: int
    approved: tuple[str, ...]
    returned: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class RevisionWithdrawn(ListingEvent):
    """The firm took back what was pending."""

    revision_id: int


@dataclass(frozen=True, kw_only=True)
class ListingEdited(ListingEvent):
    """An editor changed the listing at once."""

    revision_id: int
    fields: tuple[str, ...]
