"""Keeping what happened to a listing, in the event's own transaction."""

from dataclasses import fields

from app.directory.revisions.events import ListingEvent
from app.directory.revisions.models import ListingEntry
from app.kernel.db import db

_OWN_COLUMNS = frozenset({"at", "by_id", "firm_id"})


def note(event: ListingEvent) -> None:
    """Ids and keys only; what a field said stands in its revision."""
    facts = {
        each.name: list(value) if isinstance(value := getattr(event, each.name), tuple) else value
        for each in fields(event)
        if each.name not in _OWN_COLUMNS
    }
    db.session.add(
        ListingEntry(
            firm_id=event.firm_id,
            at=event.at,
            kind=type(event).__name__,
            account_id=event.by_id,
            facts=facts,
        )
    )
