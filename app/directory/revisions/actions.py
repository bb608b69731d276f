"""What a firm and an editor can do with a listing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.directory.models import Firm, Visibility
from app.directory.revisions.errors import HalfAText
from app.directory.revisions.events import (
    ListingChanged,
    ListingEdited,
    RevisionMade,
    RevisionWithdrawn,
)
from app.directory.revisions.fields import FIELDS
from app.directory.revisions.models import Author, FieldState, Revision, RevisionField, RevisionState
from app.directory.revisions.queries import pending_of
from app.directory.revisions.values import Values, apply, halves, values_of
from app.kernel.content import raise_version
from app.kernel.db import db
from app.kernel.events import publish


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of a change: keys of the fields that hold now, and of those that wait for an editor."""

    live: tuple[str, ...] = ()
    waiting: tuple[str, ...] = ()


def hold(firm: Firm) -> None:
    """Have others who change this listing wait until this transaction is over; see what they have left."""
    db.session.flush()
    db.session.expire_all()
    db.session.refresh(firm, with_for_update=True)


def change_listing(firm: Firm, wanted: Values, *, by_id: int, at: datetime) -> Kept:
    """The firm wants these fields to say this.

    What an editor reads first becomes part of the firm's one pending revision, and the public listing stays
    as it is; the rest, and everything of a draft nobody reads, holds at once. A field that is wanted as it
    is live is pending no more.
    """
    hold(firm)
    now = values_of(firm)
    is_draft = firm.visibility is Visibility.DRAFT
    at_once = {
        key: value
        for key, value in wanted.items()
        if (is_draft or not FIELDS[key].is_reviewed) and value != now[key]
    }
    later = {} if is_draft else {key: value for key, value in wanted.items() if FIELDS[key].is_reviewed}
    if at_once:
        if not is_draft:
            _note_applied(firm, now, at_once, author=Author.FIRM, by_id=by_id, at=at)
        put_in_force(firm, at_once, by_id=by_id, at=at)
        publish(ListingChanged(at=at, firm_id=firm.id, by_id=by_id, fields=tuple(at_once)))
    waiting = _pend(firm, now, later, by_id=by_id, at=at) if later else ()
    return Kept(tuple(at_once), waiting)


def edit_listing(firm: Firm, wanted: Values, *, by_id: int, at: datetime) -> Kept:
    """An editor has these fields say this at once; the firm is told. Raises HalfAText."""
    hold(firm)
    now = values_of(firm)
    new = {key: value for key, value in wanted.items() if value != now[key]}
    if not new:
        return Kept()
    revision = _note_applied(firm, now, new, author=Author.STAFF, by_id=by_id, at=at)
    put_in_force(firm, new, by_id=by_id, at=at)
    publish(ListingEdited(at=at, firm_id=firm.id, by_id=by_id, revision_id=revision.id, fields=tuple(new)))
    return Kept(tuple(new))


def withdraw_revision(revision: Revision, *, by_id: int, at: datetime) -> None:
    """The firm takes back what is pending; where nothing is, nothing happens."""
    hold(db.session.get_one(Firm, revision.firm_id))
    if revision.state is not RevisionState.PENDING:
        return
    for each in revision.fields:
        if each.state is FieldState.PENDING:
            each.state = FieldState.WITHDRAWN
    _end(revision, at=at)
    publish(RevisionWithdrawn(at=at, firm_id=revision.firm_id, by_id=by_id, revision_id=revision.id))


def _end(revision: Revision, *, at: datetime) -> None:
    """Withdrawn where no editor has decided any of it."""
    decided = any(each.state in {FieldState.APPROVED, FieldState.RETURNED} for each in revision.fields)
    revision.state = RevisionState.SETTLED if decided else RevisionState.WITHDRAWN
    revision.ended_at = at
    revision.version += 1


def put_in_force(firm: Firm, new: Values, *, by_id: int | None, at: datetime) -> None:
    """Have the live listing say this, and public pages follow. Raises HalfAText."""
    if half := halves({**values_of(firm), **new}):
        raise HalfAText(languages=half)
    apply(firm, new, by_id=by_id, at=at)
    db.session.flush()
    if firm.visibility is Visibility.PUBLISHED:
        raise_version(at=at)


def _note_applied(
    firm: Firm, now: Values, new: Values, *, author: Author, by_id: int, at: datetime
) -> Revision:
    made = {"author": author, "made_by": by_id, "made_at": at, "changed_at": at, "ended_at": at}
    revision = Revision(firm_id=firm.id, state=RevisionState.APPLIED, **made)
    revision.fields = [
        _field(key, now[key], value, FieldState.APPLIED, decided_at=at) for key, value in new.items()
    ]
    db.session.add(revision)
    db.session.flush()
    return revision


def _field(key: str, before: Any, after: Any, state: FieldState, **more: Any) -> RevisionField:
    if FIELDS[key].is_private:
        before = after = None
    return RevisionField(field=key, before=before, after=after, state=state, **more)


def _pend(firm: Firm, now: Values, later: Mapping[str, Any], *, by_id: int, at: datetime) -> tuple[str, ...]:
    """Make what is wanted part of the pending revision; returns the keys that are pending by it."""
    revision = pending_of(firm.id)
    waiting = [each for each in revision.fields if each.state is FieldState.PENDING] if revision else []
    added = {key: value for key, value in later.items() if value != now[key]}
    dropped = [each for each in waiting if each.field in later]
    if not added and not dropped:
        return ()
    if revision is None:
        made = {"author": Author.FIRM, "made_by": by_id, "made_at": at, "changed_at": at}
        revision = Revision(firm_id=firm.id, state=RevisionState.PENDING, version=0, **made)
        db.session.add(revision)
    for each in dropped:
        revision.fields.remove(each)
    revision.fields += [_field(key, now[key], value, FieldState.PENDING) for key, value in added.items()]
    revision.changed_at = at
    if any(each.state is FieldState.PENDING for each in revision.fields):
        revision.version += 1
        db.session.flush()
        made_of = RevisionMade(
            at=at, firm_id=firm.id, by_id=by_id, revision_id=revision.id, fields=tuple(later)
        )
        publish(made_of)
    else:
        _end(revision, at=at)
        publish(RevisionWithdrawn(at=at, firm_id=firm.id, by_id=by_id, revision_id=revision.id))
    return tuple(added)
