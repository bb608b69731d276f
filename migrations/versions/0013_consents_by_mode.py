"""To whom and with what an enquiry may go, the question alone as a purpose, and what was disclosed when."""

import sqlalchemy as sa
from alembic import op

from migrations.lifecycle import WHOLE_ENQUIRY, WHOLE_REFERRAL, guard

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

#: What a firm that had opened an enquiry was shown before this was put down.
_SHOWN = ["company", "contact_name", "country", "email", "product", "text"]


def upgrade() -> None:
    with op.batch_alter_table("enquiry") as table:
        table.add_column(sa.Column("mode", sa.String(length=32), nullable=False, server_default="chosen"))
        table.add_column(sa.Column("best", sa.Integer(), nullable=True))
        table.create_check_constraint("mode", "mode IN ('chosen', 'best', 'anonymous')")
    with op.batch_alter_table("referral") as table:
        table.add_column(sa.Column("disclosed_at", sa.DateTime(timezone=True), nullable=True))
        table.add_column(sa.Column("disclosed", sa.JSON(), nullable=False, server_default="[]"))
    with op.batch_alter_table("consent") as table:
        table.drop_constraint("consentpurpose", type_="check")
        table.create_check_constraint("consentpurpose", "purpose IN ('brief', 'share', 'abroad')")
    rows = sa.table(
        "referral", sa.column("seen_at"), sa.column("disclosed_at"), sa.column("disclosed", sa.JSON)
    )
    op.execute(
        rows.update().where(rows.c.seen_at.is_not(None)).values(disclosed_at=rows.c.seen_at, disclosed=_SHOWN)
    )
    guard("enquiry", WHOLE_ENQUIRY)
    guard("referral", WHOLE_REFERRAL)


def downgrade() -> None:
    rows = sa.table("consent", sa.column("purpose"))
    op.execute(rows.delete().where(rows.c.purpose == "brief"))
    with op.batch_alter_table("consent") as table:
        table.drop_constraint("consentpurpose", type_="check")
        table.create_check_constraint("consentpurpose", "purpose IN ('share', 'abroad')")
    with op.batch_alter_table("referral") as table:
        table.drop_column("disclosed")
        table.drop_column("disclosed_at")
    with op.batch_alter_table("enquiry") as table:
        table.drop_constraint("mode", type_="check")
        table.drop_column("best")
        table.drop_column("mode")
    guard("enquiry", WHOLE_ENQUIRY)
    guard("referral", WHOLE_REFERRAL)
