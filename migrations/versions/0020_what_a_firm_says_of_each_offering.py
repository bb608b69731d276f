"""What a firm says of each offering, since when, and until when it counts."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def _kept(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)


def _refers(table: str, column: str, to: str, ondelete: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{to}")
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=name, ondelete=ondelete)


def upgrade() -> None:
    with op.batch_alter_table("offering") as offering:
        offering.add_column(
            sa.Column(
                "intake", _kept("intake", "open", "waiting", "closed"), nullable=False, server_default="open"
            )
        )
        offering.add_column(sa.Column("partner", sa.String(200)))
        offering.add_column(sa.Column("excluded_sectors", sa.JSON()))
        offering.add_column(sa.Column("languages", sa.JSON()))
        offering.add_column(sa.Column("fees", sa.JSON()))
        offering.add_column(sa.Column("exclusions", sa.String(300)))
        offering.add_column(sa.Column("switching", sa.String(1000)))
        offering.add_column(sa.Column("written_in", sa.String(8)))
        offering.add_column(sa.Column("confirmed_at", sa.DateTime(timezone=True)))
        offering.add_column(sa.Column("confirm_by", sa.Date()))
        offering.add_column(sa.Column("reminded_at", sa.DateTime(timezone=True)))
        offering.add_column(sa.Column("lapsed_at", sa.DateTime(timezone=True)))
        offering.add_column(sa.Column("version", sa.Integer(), nullable=False, server_default=sa.text("1")))
    op.execute("UPDATE offering SET intake = 'closed' WHERE NOT is_open")
    with op.batch_alter_table("offering") as offering:
        offering.drop_column("is_open")
        offering.alter_column("intake", server_default=None)
    op.create_index("ix_offering_confirm_by", "offering", ["confirm_by"])
    op.create_table(
        "offering_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("firm_id", sa.Integer(), nullable=False),
        sa.Column("service_code", sa.String(32), nullable=False),
        sa.Column("market_code", sa.String(32), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "kind", _kept("changekind", "added", "changed", "confirmed", "lapsed", "removed"), nullable=False
        ),
        sa.Column("account_id", sa.Integer()),
        sa.Column("facts", sa.JSON(), nullable=False),
        _refers("offering_change", "firm_id", "firm", "CASCADE"),
        _refers("offering_change", "account_id", "account", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offering_change")),
    )
    op.create_index(
        "ix_offering_change_cell", "offering_change", ["firm_id", "service_code", "market_code", "id"]
    )
    op.create_index(op.f("ix_offering_change_account_id"), "offering_change", ["account_id"])
    op.create_table(
        "offering_import",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("firm_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer()),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rows", sa.JSON(), nullable=False),
        _refers("offering_import", "firm_id", "firm", "CASCADE"),
        _refers("offering_import", "account_id", "account", "CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offering_import")),
        sa.UniqueConstraint("firm_id", name=op.f("uq_offering_import_firm_id")),
    )
    op.create_index(op.f("ix_offering_import_account_id"), "offering_import", ["account_id"])


def downgrade() -> None:
    op.drop_table("offering_import")
    op.drop_table("offering_change")
    op.drop_index("ix_offering_confirm_by", "offering")
    with op.batch_alter_table("offering") as offering:
        offering.add_column(sa.Column("is_open", sa.Boolean(), nullable=False, server_default=sa.true()))
    op.execute(sa.text("UPDATE offering SET is_open = :shut WHERE intake <> 'open'").bindparams(shut=False))
    with op.batch_alter_table("offering") as offering:
        offering.alter_column("is_open", server_default=None)
        offering.drop_constraint(op.f("ck_offering_intake"), type_="check")
        for name in (
            "intake",
            "partner",
            "excluded_sectors",
            "languages",
            "fees",
            "exclusions",
            "switching",
            "written_in",
            "confirmed_at",
            "confirm_by",
            "reminded_at",
            "lapsed_at",
            "version",
        ):
            offering.drop_column(name)
