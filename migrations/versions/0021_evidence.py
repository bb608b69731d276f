"""What a firm proves its offerings with, what staff found out about it, and its logo."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

_METHODS = ("register_looked_up", "document_read", "issuer_asked", "telephoned")


def _enum(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)


def _of(table: str, *, on_delete: str = "CASCADE", nullable: bool = False, name: str = "") -> sa.Column:
    column = name or f"{table}_id"
    return sa.Column(
        column, sa.Integer(), sa.ForeignKey(f"{table}.id", ondelete=on_delete), nullable=nullable
    )


def upgrade() -> None:
    op.add_column("offering", sa.Column("evidence_lapsed_at", sa.DateTime(timezone=True), nullable=True))
    _credential()
    _parts()
    op.create_table(
        "trust_fact",
        sa.Column("id", sa.Integer(), primary_key=True),
        _of("firm"),
        sa.Column("kind", _enum("factkind", "identity", "register"), nullable=False),
        sa.Column("method", _enum("checkmethod", *_METHODS), nullable=False),
        sa.Column("checked_on", sa.Date(), nullable=False),
        sa.Column("good_until", sa.Date(), nullable=True),
        sa.Column("register", sa.String(200), nullable=True),
        sa.Column("number", sa.String(120), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        _of("account", on_delete="SET NULL", nullable=True, name="by_id"),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        _of("account", on_delete="SET NULL", nullable=True, name="ended_by_id"),
    )
    op.create_index("ix_trust_fact_firm", "trust_fact", ["firm_id", "kind", "ended_at"])
    op.create_table(
        "firm_logo",
        sa.Column("id", sa.Integer(), primary_key=True),
        _of("firm"),
        sa.Column("kind", _enum("picturekind", "png", "jpeg", "webp"), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("mark", sa.String(32), nullable=False),
        sa.Column("file", sa.String(32), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.UniqueConstraint("firm_id", name="uq_firm_logo_firm_id"),
    )
    op.create_index("ix_firm_logo_mark", "firm_logo", ["mark"])


def _credential() -> None:
    kinds = ("appointment", "register", "licence", "iso_13485", "iso_9001", "iso_27001", "insurance", "other")
    states = ("draft", "submitted", "accepted", "returned", "lapsed", "withdrawn", "replaced")
    op.create_table(
        "credential",
        sa.Column("id", sa.Integer(), primary_key=True),
        _of("firm"),
        sa.Column("kind", _enum("credentialkind", *kinds), nullable=False),
        sa.Column("number", sa.String(120), nullable=False),
        sa.Column("issuer", sa.JSON(), nullable=False),
        sa.Column("scope", sa.String(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("seen_at", sa.String(500), nullable=True),
        sa.Column("state", _enum("credentialstate", *states), nullable=False),
        _of("credential", on_delete="SET NULL", nullable=True, name="replaces_id"),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reviewed_at", sa.DateTime(timezone=True), nullable=True),
        _of("account", on_delete="SET NULL", nullable=True, name="reviewed_by"),
        sa.Column("method", _enum("checkmethod", *_METHODS), nullable=True),
        sa.Column("checked_on", sa.Date(), nullable=True),
        sa.Column("check_until", sa.Date(), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
    )
    op.create_index("ix_credential_firm", "credential", ["firm_id", "state"])
    op.create_index("ix_credential_queue", "credential", ["state", "submitted_at"])
    op.create_index("ix_credential_replaces_id", "credential", ["replaces_id"])
    op.create_index("ix_credential_ended_at", "credential", ["ended_at"])


def _parts() -> None:
    op.create_table(
        "credential_offering",
        sa.Column("id", sa.Integer(), primary_key=True),
        _of("credential"),
        _of("offering"),
        sa.UniqueConstraint(
            "credential_id", "offering_id", name="uq_credential_offering_credential_id_offering_id"
        ),
    )
    op.create_index("ix_credential_offering_offering_id", "credential_offering", ["offering_id"])
    op.create_table(
        "resting_offering",
        sa.Column("id", sa.Integer(), primary_key=True),
        _of("offering"),
        sa.Column("basis", _enum("basis", "verified", "stated", "inferred"), nullable=False),
        sa.UniqueConstraint("offering_id", name="uq_resting_offering_offering_id"),
    )
    files = ("pdf", "png", "jpeg", "text", "csv", "word", "excel")
    op.create_table(
        "credential_file",
        sa.Column("id", sa.Integer(), primary_key=True),
        _of("credential"),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("kind", _enum("filekind", *files), nullable=False),
        sa.Column("file", sa.String(32), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("ix_credential_file_credential_id", "credential_file", ["credential_id"])
    steps = ("begin", "four_weeks", "two_weeks", "last_day", "lapse", "week_after")
    op.create_table(
        "credential_step",
        sa.Column("id", sa.Integer(), primary_key=True),
        _of("credential"),
        sa.Column("kind", _enum("stepkind", *steps), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.UniqueConstraint("credential_id", "kind", name="uq_credential_step_credential_id_kind"),
    )
    op.create_index("ix_credential_step_due", "credential_step", ["done_at", "due_at"])
    op.create_table(
        "credential_entry",
        sa.Column("id", sa.Integer(), primary_key=True),
        _of("credential"),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kind", sa.String(64), nullable=False),
        _of("account", on_delete="SET NULL", nullable=True),
    )
    op.create_index("ix_credential_entry_credential_id", "credential_entry", ["credential_id"])


def downgrade() -> None:
    for table in (
        "firm_logo",
        "trust_fact",
        "credential_entry",
        "credential_step",
        "credential_file",
        "resting_offering",
        "credential_offering",
        "credential",
    ):
        op.drop_table(table)
    with op.batch_alter_table("offering") as offering:
        offering.drop_column("evidence_lapsed_at")
