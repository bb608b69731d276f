"""What an editor does with a pending revision, field by field."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from app.directory.models import Firm
from app.directory.revisions.actions import hold, put_in_force
from app.directory.revisions.errors import NothingDecided, ReasonMissing, RevisionEnded, RevisionMoved
from app.directory.revisions.events import RevisionDecided
from app.directory.revisions.models import FieldState, Revision, RevisionField, RevisionState
from app.directory.revisions.values import Values, values_of
from app.kernel.db import db
from app.kernel.events import publish


@dataclass(frozen=True, slots=True)
class Decision:
    """About one field."""

    approves: bool
    #: Why it is returned.
    reason: str = ""


def open_fields(revision: Revision) -> list[RevisionField]:
    return [each for each in revision.fields if each.state is FieldState.PENDING]


def is_stale(field: RevisionField, live: Values) -> bool:
    """Whether the live listing says something else than when the change was wanted."""
    return bool(field.state is FieldState.PENDING and live[field.field] != field.before)


def mark_of(revision: Revision, live: Values) -> str:
    """What travels with an editor's form: the revision, and the listing under it, as they were shown."""
    under = {each.field: live[each.field] for each in open_fields(revision)}
    said = json.dumps([revision.id, revision.version, under], ensure_ascii=False, sort_keys=True)
    return hashlib.blake2b(said.encode(), digest_size=12).hexdigest()


def decide(
    revision: Revision, firm: Firm, decisions: Mapping[str, Decision], *, seen: str, by_id: int, at: datetime
) -> None:
    """Approve some fields and return others; what is approved is live at once, whatever becomes of the rest.

    decisions: by key; fields that are not named stay pending. seen: the mark of the page decided on.
    Raises RevisionEnded, RevisionMoved, NothingDecided, ReasonMissing, HalfAText.
    """
    hold(firm)
    if revision.state is not RevisionState.PENDING:
        raise RevisionEnded
    if seen != mark_of(revision, values_of(firm)):
        raise RevisionMoved
    chosen = {each: decisions[each.field] for each in open_fields(revision) if each.field in decisions}
    if not chosen:
        raise NothingDecided
    if any(not each.approves and not each.reason for each in chosen.values()):
        raise ReasonMissing
    approved = {field.field: field.after for field, each in chosen.items() if each.approves}
    if approved:
        put_in_force(firm, approved, by_id=revision.made_by, at=at)
    for field, each in chosen.items():
        field.state = FieldState.APPROVED if each.approves else FieldState.RETURNED
        field.reason = "" if each.approves else each.reason
        field.decided_by, field.decided_at = by_id, at
    revision.version += 1
    if not open_fields(revision):
        revision.state, revision.ended_at = RevisionState.SETTLED, at
    db.session.flush()
    publish(
        RevisionDecided(
            at=at,
            firm_id=firm.id,
            by_id=by_id,
            revision_id=revision.id,
            approved=tuple(approved),
            returned=tuple(field.field for field, each in chosen.items() if not each.approves),
        )
    )
