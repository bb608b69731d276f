"""Who of a firm has an enquiry in hand, what its people note, its templates, its absence, its conflict list."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def _refers(table: str, column: str, to: str, ondelete: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{to}")
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=name, ondelete=ondelete)


def upgrade() -> None:
    op.create_table(
        "assignment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("referral_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        _refers("assignment", "referral_id", "referral", "CASCADE"),
        _refers("assignment", "account_id", "account", "CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assignment")),
        sa.UniqueConstraint("referral_id", name=op.f("uq_assignment_referral_id")),
    )
    op.create_index(op.f("ix_assignment_account_id"), "assignment", ["account_id"])
    op.create_table(
        "firm_note",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("referral_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer()),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("nonce", sa.String(43), nullable=False),
        _refers("firm_note", "referral_id", "referral", "CASCADE"),
        _refers("firm_note", "account_id", "account", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_firm_note")),
        sa.UniqueConstraint("nonce", name=op.f("uq_firm_note_nonce")),
    )
    op.create_index(op.f("ix_firm_note_referral_id"), "firm_note", ["referral_id"])
    op.create_table(
        "answer_template",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("firm_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(8), nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        _refers("answer_template", "firm_id", "firm", "CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer_template")),
        sa.UniqueConstraint(
            "firm_id", "language", "name", name=op.f("uq_answer_template_firm_id_language_name")
        ),
    )
    op.create_table(
        "listed_conflict",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("firm_id", sa.Integer(), nullable=False),
        sa.Column("entry", sa.String(200), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        _refers("listed_conflict", "firm_id", "firm", "CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_listed_conflict")),
        sa.UniqueConstraint("firm_id", "entry", name=op.f("uq_listed_conflict_firm_id_entry")),
    )
    op.add_column("firm", sa.Column("absent_from", sa.DateTime(timezone=True)))
    op.add_column("firm", sa.Column("absent_until", sa.DateTime(timezone=True)))


def downgrade() -> None:
    op.drop_column("firm", "absent_until")
    op.drop_column("firm", "absent_from")
    op.drop_table("listed_conflict")
    op.drop_table("answer_template")
    op.drop_table("firm_note")
    op.drop_table("assignment")
