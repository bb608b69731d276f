"""A firm may ask the enquirer something before it answers; and what is seen of firms is counted by day."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

_KINDS = (
    "unconfirmed overdue undecided untouched expiry offer_first offer_second sleep not_taken_on"
    " closing_question quiet acceptance reminder_half reminder_last lapse no_reply"
)


def _one_of(values: str) -> str:
    return f"kind IN ({', '.join(repr(each) for each in values.split())})"


def upgrade() -> None:
    # Plain additions: to alter ``referral`` by a copy would leave its triggers behind.
    op.add_column("referral", sa.Column("question_at", sa.DateTime(timezone=True)))
    op.add_column(
        "message", sa.Column("is_question", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    with op.batch_alter_table("timer") as timer:
        timer.drop_constraint("timerkind", type_="check")
        timer.create_check_constraint("timerkind", _one_of(f"{_KINDS} question"))
    _count_by_day()


def _count_by_day() -> None:
    sights = sa.Enum(
        *("view", "robot", "found"), name="sight", native_enum=False, create_constraint=True, length=32
    )
    op.create_table(
        "daily_count",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("firm_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("sight", sights, nullable=False),
        sa.Column("market", sa.String(32), nullable=False),
        sa.Column("service", sa.String(32), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["firm_id"], ["firm.id"], name=op.f("fk_daily_count_firm_id_firm"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_daily_count")),
        sa.UniqueConstraint(
            *("firm_id", "day", "sight", "market", "service"),
            name=op.f("uq_daily_count_firm_id_day_sight_market_service"),
        ),
    )


def downgrade() -> None:
    """What was asked stays as a message; nobody waits for the reply any more. What was counted is lost."""
    op.drop_table("daily_count")
    op.execute("DELETE FROM timer WHERE kind = 'question'")
    with op.batch_alter_table("timer") as timer:
        timer.drop_constraint("timerkind", type_="check")
        timer.create_check_constraint("timerkind", _one_of(_KINDS))
    op.drop_column("message", "is_question")
    op.drop_column("referral", "question_at")
