"""The journal as a chain: ordinals, moves and digests, and no way to change or remove an entry."""

import hashlib
import json
from datetime import UTC, datetime
from itertools import groupby
from typing import Any

import sqlalchemy as sa
from alembic import op

from migrations.append_only import protect, unprotect

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

_ENTRIES = sa.table(
    "journal_entry",
    sa.column("id", sa.Integer),
    sa.column("at", sa.DateTime(timezone=True)),
    sa.column("kind", sa.String),
    sa.column("actor", sa.String),
    sa.column("account_id", sa.Integer),
    sa.column("enquiry_id", sa.Integer),
    sa.column("facts", sa.JSON),
    sa.column("ordinal", sa.Integer),
    sa.column("digest", sa.String),
)


def _digest(before: str, ordinal: int, row: Any) -> str:
    """As the portal made it when this revision was written."""
    at: datetime = row.at if row.at.tzinfo else row.at.replace(tzinfo=UTC)
    facts = {
        "actor": row.actor,
        "account": row.account_id,
        "enquiry": row.enquiry_id,
        "facts": row.facts,
        "moves": [],
    }
    said = [before, ordinal, at.astimezone(UTC).isoformat(timespec="microseconds"), row.kind, facts]
    canonical = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def _chain_what_is_there() -> None:
    bind = op.get_bind()
    rows = bind.execute(sa.select(_ENTRIES).order_by(_ENTRIES.c.enquiry_id, _ENTRIES.c.id)).all()
    for _enquiry, entries in groupby(rows, key=lambda row: row.enquiry_id):
        before = ""
        for ordinal, row in enumerate(entries, start=1):
            before = _digest(before, ordinal, row)
            bind.execute(
                _ENTRIES.update().where(_ENTRIES.c.id == row.id).values(ordinal=ordinal, digest=before)
            )


def upgrade() -> None:
    with op.batch_alter_table("journal_entry") as table:
        table.add_column(sa.Column("moves", sa.JSON(), nullable=False, server_default="[]"))
        table.add_column(sa.Column("ordinal", sa.Integer(), nullable=False, server_default="0"))
        table.add_column(sa.Column("digest", sa.String(length=64), nullable=False, server_default=""))
    _chain_what_is_there()
    op.drop_index("ix_journal_entry_enquiry", "journal_entry")
    with op.batch_alter_table("journal_entry") as table:
        for name in ("moves", "ordinal", "digest"):
            table.alter_column(name, server_default=None)
        table.create_unique_constraint(op.f("uq_journal_entry_enquiry_id_ordinal"), ["enquiry_id", "ordinal"])
    protect("journal_entry")


def downgrade() -> None:
    unprotect("journal_entry")
    with op.batch_alter_table("journal_entry") as table:
        table.drop_constraint(op.f("uq_journal_entry_enquiry_id_ordinal"), type_="unique")
        for name in ("digest", "ordinal", "moves"):
            table.drop_column(name)
    op.create_index("ix_journal_entry_enquiry", "journal_entry", ["enquiry_id", "id"])
