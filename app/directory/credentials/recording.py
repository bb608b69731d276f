"""Keeping what happened to a credential, in the event's own transaction."""

from collections.abc import Sequence

from sqlalchemy import select

from app.directory.credentials.events import CredentialEvent
from app.directory.credentials.models import CredentialEntry
from app.kernel.db import db


def note_credential(event: CredentialEvent) -> None:
    """Reaction: add it to the credential's list."""
    entry = CredentialEntry(
        credential_id=event.credential_id, at=event.at, kind=type(event).__name__, account_id=event.by_id
    )
    db.session.add(entry)


def entries_of(credential_id: int) -> Sequence[CredentialEntry]:
    """What happened, the newest first."""
    rows = select(CredentialEntry).where(CredentialEntry.credential_id == credential_id)
    return db.session.scalars(rows.order_by(CredentialEntry.id.desc())).all()
