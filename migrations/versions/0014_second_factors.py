"""Second factors, sessions that can be ended, changes of address, and what happened to an account."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def _of_account() -> sa.Column[int]:
    return sa.Column(
        "account_id", sa.Integer(), sa.ForeignKey("account.id", ondelete="CASCADE"), nullable=False
    )


def _moment(name: str, *, nullable: bool = False) -> sa.Column[sa.DateTime]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def upgrade() -> None:
    with op.batch_alter_table("account") as table:
        table.add_column(sa.Column("code_secret", sa.String(length=500), nullable=True))
        table.add_column(sa.Column("code_counter", sa.Integer(), nullable=True))
        table.add_column(sa.Column("passkey_handle", sa.String(length=64), nullable=True))
        table.create_unique_constraint(op.f("uq_account_passkey_handle"), ["passkey_handle"])
    op.create_table(
        "account_session",
        sa.Column("id", sa.Integer(), primary_key=True),
        _of_account(),
        sa.Column("digest", sa.String(length=64), nullable=False, unique=True),
        _moment("begun_at"),
        sa.Column("browser", sa.String(length=60), nullable=False),
        sa.Column("proof", sa.String(length=32), nullable=False),
        sa.CheckConstraint("proof IN ('password', 'code', 'passkey', 'recovery')", name="proof"),
    )
    op.create_table(
        "passkey",
        sa.Column("id", sa.Integer(), primary_key=True),
        _of_account(),
        sa.Column("credential", sa.LargeBinary(), nullable=False, unique=True),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("signed", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        _moment("added_at"),
        _moment("used_at", nullable=True),
    )
    op.create_table(
        "recovery_code",
        sa.Column("id", sa.Integer(), primary_key=True),
        _of_account(),
        sa.Column("digest", sa.String(length=64), nullable=False, unique=True),
    )
    op.create_table(
        "address_change",
        sa.Column("id", sa.Integer(), primary_key=True),
        _of_account(),
        sa.Column("before", sa.String(length=254), nullable=False),
        sa.Column("after", sa.String(length=254), nullable=False),
        _moment("asked_at"),
        _moment("old_said_at", nullable=True),
        _moment("new_said_at", nullable=True),
        sa.Column("outcome", sa.String(length=32), nullable=True),
        sa.CheckConstraint("outcome IN ('done', 'refused', 'replaced')", name="outcome"),
    )
    op.create_table(
        "account_entry",
        sa.Column("id", sa.Integer(), primary_key=True),
        _of_account(),
        _moment("at"),
        sa.Column("kind", sa.String(length=40), nullable=False),
    )
    for table in ("account_session", "passkey", "recovery_code", "address_change"):
        op.create_index(op.f(f"ix_{table}_account_id"), table, ["account_id"])
    op.create_index("ix_account_entry_newest", "account_entry", ["account_id", "id"])


def downgrade() -> None:
    for table in ("account_entry", "address_change", "recovery_code", "passkey", "account_session"):
        op.drop_table(table)
    with op.batch_alter_table("account") as table:
        table.drop_constraint(op.f("uq_account_passkey_handle"), type_="unique")
        for name in ("passkey_handle", "code_counter", "code_secret"):
            table.drop_column(name)
