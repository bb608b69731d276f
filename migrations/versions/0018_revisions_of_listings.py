"""Changes to a listing wait for an editor beside it; what is being typed is kept; what a firm is called in law."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "listing_draft",
        sa.Column("firm_id", sa.Integer(), nullable=False),
        sa.Column("section", sa.String(length=16), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("typed", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_listing_draft_account_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["firm_id"], ["firm.id"], name=op.f("fk_listing_draft_firm_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_listing_draft")),
        sa.UniqueConstraint(
            "firm_id", "section", "account_id", name=op.f("uq_listing_draft_firm_id_section_account_id")
        ),
    )
    op.create_index(op.f("ix_listing_draft_account_id"), "listing_draft", ["account_id"])

    op.create_table(
        "listing_entry",
        sa.Column("firm_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["firm_id"], ["firm.id"], name=op.f("fk_listing_entry_firm_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_listing_entry")),
    )
    op.create_index(op.f("ix_listing_entry_firm_id"), "listing_entry", ["firm_id"])

    op.create_table(
        "revision",
        sa.Column("firm_id", sa.Integer(), nullable=False),
        sa.Column(
            "author",
            sa.Enum("firm", "staff", name="author", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "pending",
                "settled",
                "withdrawn",
                "applied",
                name="revisionstate",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("made_by", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["firm_id"], ["firm.id"], name=op.f("fk_revision_firm_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["made_by"], ["account.id"], name=op.f("fk_revision_made_by"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_revision")),
    )
    op.create_index("ix_revision_firm", "revision", ["firm_id", "id"])
    op.create_index("ix_revision_queue", "revision", ["state", "made_at", "id"])
    op.create_index(
        "uq_revision_pending",
        "revision",
        ["firm_id"],
        unique=True,
        sqlite_where=sa.text("state = 'pending'"),
        postgresql_where=sa.text("state = 'pending'"),
    )

    op.create_table(
        "revision_field",
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("field", sa.String(length=40), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("after", sa.JSON(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "pending",
                "approved",
                "returned",
                "withdrawn",
                "applied",
                name="fieldstate",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.String(length=1000), nullable=False),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["account.id"], name=op.f("fk_revision_field_decided_by"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["revision_id"], ["revision.id"], name=op.f("fk_revision_field_revision_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_revision_field")),
    )
    op.create_index(op.f("ix_revision_field_revision_id"), "revision_field", ["revision_id"])

    with op.batch_alter_table("firm") as firm:
        firm.add_column(sa.Column("former_names", sa.JSON(), server_default=sa.text("'[]'"), nullable=False))
        firm.add_column(sa.Column("legal_name", sa.String(length=200), nullable=True))
        firm.add_column(sa.Column("register_name", sa.String(length=200), nullable=True))
        firm.add_column(sa.Column("register_number", sa.String(length=64), nullable=True))
        firm.add_column(sa.Column("register_country", sa.String(length=16), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("firm") as firm:
        firm.drop_column("register_country")
        firm.drop_column("register_number")
        firm.drop_column("register_name")
        firm.drop_column("legal_name")
        firm.drop_column("former_names")

    op.drop_table("revision_field")
    op.drop_table("revision")
    op.drop_table("listing_entry")
    op.drop_table("listing_draft")
