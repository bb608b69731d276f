"""What a letter is about, whether its reader may do without it, and whether its address is any good."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def _values(*values: str, name: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)


def _states(*states: str) -> str:
    return "state IN ({})".format(", ".join(f"'{each}'" for each in states))


def upgrade() -> None:
    with op.batch_alter_table("letter") as letter:
        letter.drop_constraint("letterstate", type_="check")
        letter.create_check_constraint("letterstate", _states("waiting", "sent", "failed", "dropped"))
        letter.add_column(sa.Column("about", sa.String(40)))
        letter.add_column(sa.Column("topic", _values("reminders", name="topic")))
        letter.add_column(sa.Column("sender_name", sa.String(200)))
        letter.add_column(sa.Column("reply_to", sa.String(254)))
        letter.add_column(sa.Column("ended_because", sa.String(32)))
        letter.add_column(sa.Column("settled_at", sa.DateTime(timezone=True)))
        letter.create_index("ix_letter_about", ["about"])
    op.create_table(
        "mail_contact",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("address", sa.String(254), nullable=False),
        sa.Column("state", _values("ok", "soft", "bouncing", name="reach"), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.String(500)),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail_contact")),
        sa.UniqueConstraint("address", name=op.f("uq_mail_contact_address")),
    )
    op.create_table(
        "declined_topic",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("address", sa.String(254), nullable=False),
        sa.Column("topic", _values("reminders", name="topic"), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_declined_topic")),
        sa.UniqueConstraint("address", "topic", name=op.f("uq_declined_topic_address_topic")),
    )
    op.create_table(
        "standstill",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("noticed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_standstill")),
    )


def downgrade() -> None:
    op.drop_table("standstill")
    op.drop_table("declined_topic")
    op.drop_table("mail_contact")
    # Whoever knows no dropped letters must not send them after all.
    letters = sa.table("letter", sa.column("state"))
    op.execute(letters.update().where(letters.c.state == "dropped").values(state="failed"))
    with op.batch_alter_table("letter") as letter:
        letter.drop_index("ix_letter_about")
        letter.drop_constraint(op.f("ck_letter_topic"), type_="check")
        for column in ("about", "topic", "sender_name", "reply_to", "ended_because", "settled_at"):
            letter.drop_column(column)
        letter.drop_constraint("letterstate", type_="check")
        letter.create_check_constraint("letterstate", _states("waiting", "sent", "failed"))
