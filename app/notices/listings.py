"""Letters to the people who keep a firm's listing: what became of a change, and what our editors changed."""

from typing import Any

from app.directory.memberships import keepers_of
from app.directory.models import Firm
from app.directory.revisions.events import ListingEdited, ListingEvent, RevisionDecided
from app.directory.revisions.models import Revision
from app.i18n.languages import BY_SLUG
from app.kernel.db import db
from app.notices.writing import Notice, firm_name, write_all


def _write(letter: str, event: ListingEvent, revision_id: int, **facts: Any) -> None:
    """To each of them in their own language; one letter for one state of the revision."""
    firm = db.session.get_one(Firm, event.firm_id)
    revision = db.session.get_one(Revision, revision_id)
    write_all(
        [
            Notice(
                letter,
                person.email,
                BY_SLUG[person.language],
                f"revision:{revision.id}:{revision.version}:{person.id}",
                f"revision:{revision.id}",
                event.at,
                facts={
                    "firm": firm,
                    "firm_name": firm_name(firm, BY_SLUG[person.language]),
                    "revision": revision,
                    **facts,
                },
            )
            for person in keepers_of(firm.id)
        ]
    )


def tell_of_decision(event: RevisionDecided) -> None:
    """Some of the change came back, with the reasons; or all of it is public."""
    if not event.returned:
        _write("revision_approved", event, event.revision_id, fields=event.approved)
        return
    revision = db.session.get_one(Revision, event.revision_id)
    # Of a field that came back more than once, the latest.
    latest = {each.field: each for each in revision.fields if each.reason}
    returned = [latest[key] for key in event.returned if key in latest]
    _write("revision_returned", event, revision.id, returned=returned, approved=event.approved)


def tell_of_edit(event: ListingEdited) -> None:
    """Nobody's listing is changed without a word."""
    _write("listing_edited", event, event.revision_id, fields=event.fields)
