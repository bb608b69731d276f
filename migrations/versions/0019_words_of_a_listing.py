"""How often a listing's text was written and what from; what it said before; wordings kept on conversion."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def _refers(table: str, column: str, to: str, ondelete: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{to}")
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=name, ondelete=ondelete)


def upgrade() -> None:
    op.add_column("firm_text", sa.Column("version", sa.Integer(), nullable=False, server_default="1"))
    op.add_column("firm_text", sa.Column("made_from", sa.String(8)))
    op.add_column("firm_text", sa.Column("made_from_version", sa.Integer()))
    states = sa.Enum(
        "original",
        "translation",
        "reviewed",
        "converted",
        name="textstate",
        native_enum=False,
        create_constraint=True,
        length=32,
    )
    op.create_table(
        "text_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("firm_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(8), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("name_language", sa.String(8), nullable=False),
        sa.Column("description", sa.String(), nullable=False),
        sa.Column("state", states, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True)),
        sa.Column("by_id", sa.Integer()),
        sa.Column("confirmed_at", sa.DateTime(timezone=True)),
        sa.Column("confirmed_by_id", sa.Integer()),
        _refers("text_version", "firm_id", "firm", "CASCADE"),
        _refers("text_version", "by_id", "account", "SET NULL"),
        _refers("text_version", "confirmed_by_id", "account", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_text_version")),
        sa.UniqueConstraint(
            "firm_id", "language", "number", name=op.f("uq_text_version_firm_id_language_number")
        ),
    )
    op.create_index(op.f("ix_text_version_by_id"), "text_version", ["by_id"])
    op.create_index(op.f("ix_text_version_confirmed_by_id"), "text_version", ["confirmed_by_id"])
    op.create_table(
        "kept_wording",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("firm_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(8), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("wanted", sa.String(), nullable=False),
        sa.Column("is_whole", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer()),
        _refers("kept_wording", "firm_id", "firm", "CASCADE"),
        _refers("kept_wording", "by_id", "account", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kept_wording")),
    )
    op.create_index(op.f("ix_kept_wording_firm_id"), "kept_wording", ["firm_id"])
    op.create_index(op.f("ix_kept_wording_by_id"), "kept_wording", ["by_id"])


def downgrade() -> None:
    op.drop_table("kept_wording")
    op.drop_table("text_version")
    op.drop_column("firm_text", "made_from_version")
    op.drop_column("firm_text", "made_from")
    op.drop_column("firm_text", "version")
