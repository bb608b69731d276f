"""What somebody has typed and not sent yet; each person's own, a row for each section."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, delete, select

from app.directory.revisions.models import ListingDraft
from app.kernel.db import db

#: Characters of names and values together.
LARGEST = 60_000


def draft_of(firm_id: int, section: str, account_id: int) -> ListingDraft | None:
    return db.session.scalar(select(ListingDraft).where(*_mine(firm_id, section, account_id)))


def drafts_of(firm_id: int, account_id: int) -> Sequence[ListingDraft]:
    """The person's drafts of that listing, all sections."""
    return db.session.scalars(
        select(ListingDraft).where(ListingDraft.firm_id == firm_id, ListingDraft.account_id == account_id)
    ).all()


def save_draft(
    firm_id: int, section: str, account_id: int, typed: Sequence[tuple[str, str]], *, after: int, at: datetime
) -> int | None:
    """Keep what is typed; returns its version, or None where it does not continue what is kept.

    after: the version it continues; 0 where none was there.
    """
    draft = draft_of(firm_id, section, account_id)
    if (draft.version if draft else 0) != after:
        return None
    pairs = [list(pair) for pair in typed]
    if draft is None:
        mine = {"firm_id": firm_id, "section": section, "account_id": account_id}
        db.session.add(ListingDraft(**mine, typed=pairs, version=1, saved_at=at))
        return 1
    draft.typed, draft.saved_at = pairs, at
    draft.version += 1
    return draft.version


def drop_draft(firm_id: int, section: str, account_id: int) -> None:
    """It was sent, or its person wants it no more; where none is, nothing happens."""
    db.session.execute(delete(ListingDraft).where(*_mine(firm_id, section, account_id)))


def _mine(firm_id: int, section: str, account_id: int) -> tuple[ColumnElement[bool], ...]:
    return (
        ListingDraft.firm_id == firm_id,
        ListingDraft.section == section,
        ListingDraft.account_id == account_id,
    )
