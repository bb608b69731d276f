"""How the form of an enquiry came in, and how many came from where of late."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

MARKS = ("address", "network", "text")


def upgrade() -> None:
    op.add_column("enquiry", sa.Column("intake", sa.JSON(), nullable=False, server_default="{}"))
    op.create_table(
        "arrival",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        *(sa.Column(name, sa.String(length=16), nullable=True) for name in MARKS),
        sa.Column("form", sa.String(length=43), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_arrival")),
    )
    for name in ("at", *MARKS, "form"):
        op.create_index(op.f(f"ix_arrival_{name}"), "arrival", [name])


def downgrade() -> None:
    op.drop_table("arrival")
    op.drop_column("enquiry", "intake")
