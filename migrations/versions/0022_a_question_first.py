"""A firm may ask the enquirer something before it answers, and its time stands still meanwhile."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0016"
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


def downgrade() -> None:
    """What was asked stays as a message; nobody waits for the reply any more."""
    op.execute("DELETE FROM timer WHERE kind = 'question'")
    with op.batch_alter_table("timer") as timer:
        timer.drop_constraint("timerkind", type_="check")
        timer.create_check_constraint("timerkind", _one_of(_KINDS))
    op.drop_column("message", "is_question")
    op.drop_column("referral", "question_at")
