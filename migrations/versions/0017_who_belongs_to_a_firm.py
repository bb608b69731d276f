"""Claims, invitations, requests to join, offers of ownership, registrations, requests about listings; and the
journal of firms."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

_ROLES = ("responder", "editor", "owner")
_SETTLED = ("accepted", "declined", "withdrawn")


def _refers(table: str, column: str, to: str, ondelete: str = "CASCADE") -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{to}")
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=name, ondelete=ondelete)


def _id(name: str, *, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=nullable)


def _moment(name: str, *, nullable: bool = False) -> sa.Column[sa.DateTime]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _text(name: str, length: int | None = None) -> sa.Column[str]:
    return sa.Column(name, sa.String(length), nullable=False)


def _one_of(name: str, kind: str, values: Sequence[str], *, nullable: bool = False) -> sa.Column[str]:
    enum = sa.Enum(*values, name=kind, native_enum=False, create_constraint=True, length=32)
    return sa.Column(name, enum, nullable=nullable)


def _only_one(name: str, table: str, columns: Sequence[str], where: str) -> None:
    condition = sa.text(where)
    op.create_index(name, table, columns, unique=True, sqlite_where=condition, postgresql_where=condition)


def _table(name: str, *parts: sa.Column | sa.Constraint) -> None:  # type: ignore[type-arg]
    op.create_table(name, _id("id"), *parts, sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")))


def _claims() -> None:
    _table(
        "claim",
        _id("firm_id"),
        _id("account_id"),
        _one_of("relation", "relation", ("owner", "employee", "agent")),
        _one_of("proof", "claimproof", ("mail", "documents")),
        sa.Column("address", sa.String(254)),
        _moment("address_seen_at", nullable=True),
        _text("note", 2000),
        _one_of("state", "claimstate", ("waiting", "approved", "rejected", "withdrawn", "revoked")),
        _moment("asked_at"),
        _moment("decided_at", nullable=True),
        _id("decided_by", nullable=True),
        _text("reason", 2000),
        _refers("claim", "firm_id", "firm"),
        _refers("claim", "account_id", "account"),
        _refers("claim", "decided_by", "account", "SET NULL"),
    )
    op.create_index(op.f("ix_claim_firm_id"), "claim", ["firm_id"])
    op.create_index(op.f("ix_claim_account_id"), "claim", ["account_id"])
    op.create_index("ix_claim_queue", "claim", ["state", "id"])
    _only_one("uq_claim_approved", "claim", ["firm_id"], "state = 'approved'")
    _only_one("uq_claim_waiting", "claim", ["firm_id", "account_id"], "state = 'waiting'")
    _table(
        "claim_paper",
        _id("claim_id"),
        _text("name", 200),
        _text("media_type", 100),
        _id("size"),
        _text("file", 32),
        _refers("claim_paper", "claim_id", "claim"),
    )
    op.create_index(op.f("ix_claim_paper_claim_id"), "claim_paper", ["claim_id"])


def _belonging() -> None:
    _table(
        "invitation",
        _id("firm_id"),
        _text("email", 254),
        _one_of("role", "memberrole", _ROLES),
        _text("language", 8),
        _id("invited_by", nullable=True),
        _moment("invited_at"),
        _one_of("outcome", "settled", _SETTLED, nullable=True),
        _moment("settled_at", nullable=True),
        _refers("invitation", "firm_id", "firm"),
        _refers("invitation", "invited_by", "account", "SET NULL"),
    )
    _only_one("uq_invitation_waiting", "invitation", ["firm_id", "email"], "outcome IS NULL")
    _table(
        "join_request",
        _id("firm_id"),
        _id("account_id"),
        _text("note", 2000),
        _moment("asked_at"),
        _one_of("outcome", "settled", _SETTLED, nullable=True),
        _moment("settled_at", nullable=True),
        _refers("join_request", "firm_id", "firm"),
        _refers("join_request", "account_id", "account"),
    )
    op.create_index(op.f("ix_join_request_account_id"), "join_request", ["account_id"])
    _only_one("uq_join_request_waiting", "join_request", ["firm_id", "account_id"], "outcome IS NULL")
    _table(
        "ownership_offer",
        _id("firm_id"),
        _id("from_id"),
        _id("to_id"),
        _moment("offered_at"),
        _one_of("outcome", "settled", _SETTLED, nullable=True),
        _moment("settled_at", nullable=True),
        _refers("ownership_offer", "firm_id", "firm"),
        _refers("ownership_offer", "from_id", "account"),
        _refers("ownership_offer", "to_id", "account"),
    )
    op.create_index(op.f("ix_ownership_offer_from_id"), "ownership_offer", ["from_id"])
    op.create_index(op.f("ix_ownership_offer_to_id"), "ownership_offer", ["to_id"])
    _only_one("uq_ownership_offer_waiting", "ownership_offer", ["firm_id"], "outcome IS NULL")


def _registrations() -> None:
    _table(
        "registration",
        _id("firm_id"),
        _id("account_id", nullable=True),
        _one_of("state", "registrationstate", ("draft", "submitted", "returned", "published")),
        _id("version"),
        _moment("begun_at"),
        _moment("submitted_at", nullable=True),
        _moment("decided_at", nullable=True),
        _id("decided_by", nullable=True),
        _text("reason", 2000),
        _refers("registration", "firm_id", "firm"),
        _refers("registration", "account_id", "account", "SET NULL"),
        _refers("registration", "decided_by", "account", "SET NULL"),
        sa.UniqueConstraint("firm_id", name=op.f("uq_registration_firm_id")),
    )
    op.create_index(op.f("ix_registration_account_id"), "registration", ["account_id"])
    op.create_index("ix_registration_queue", "registration", ["state", "id"])


def _requests() -> None:
    _table(
        "listing_request",
        _id("firm_id"),
        _one_of("kind", "requestkind", ("correction", "removal")),
        _text("text"),
        _text("email", 254),
        _text("language", 8),
        _text("nonce", 43),
        sa.Column("suspect", sa.Boolean(), nullable=False),
        _moment("asked_at"),
        _moment("due_at"),
        _moment("settled_at", nullable=True),
        _id("settled_by", nullable=True),
        _one_of("outcome", "requestoutcome", ("done", "refused"), nullable=True),
        _text("answer"),
        _refers("listing_request", "firm_id", "firm"),
        _refers("listing_request", "settled_by", "account", "SET NULL"),
        sa.UniqueConstraint("nonce", name=op.f("uq_listing_request_nonce")),
    )
    op.create_index(op.f("ix_listing_request_firm_id"), "listing_request", ["firm_id"])
    op.create_index("ix_listing_request_queue", "listing_request", ["settled_at", "due_at", "id"])


def upgrade() -> None:
    # Plain additions: copying a table would leave behind what hangs on it.
    op.add_column("membership", _moment("since", nullable=True))
    op.add_column("firm", _moment("removed_at", nullable=True))
    _claims()
    _belonging()
    _registrations()
    _requests()
    _table(
        "firm_entry",
        _id("firm_id"),
        _moment("at"),
        _text("kind", 64),
        _id("account_id", nullable=True),
        sa.Column("facts", sa.JSON(), nullable=False),
        _refers("firm_entry", "firm_id", "firm"),
    )
    op.create_index("ix_firm_entry_newest", "firm_entry", ["firm_id", "id"])


def downgrade() -> None:
    for table in (
        "firm_entry",
        "listing_request",
        "registration",
        "ownership_offer",
        "join_request",
        "invitation",
        "claim_paper",
        "claim",
    ):
        op.drop_table(table)
    with op.batch_alter_table("firm") as firm:
        firm.drop_column("removed_at")
    with op.batch_alter_table("membership") as membership:
        membership.drop_column("since")
