"""Timers, the calendar and the clock of each firm, and since when a referral waits for room."""

import sqlalchemy as sa
from alembic import op

from app.i18n.calendars import seat_of

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_KINDS = (
    "unconfirmed overdue undecided untouched expiry offer_first offer_second sleep not_taken_on"
    " closing_question quiet acceptance reminder_half reminder_last lapse no_reply"
)


def _one_of(name: str, values: str) -> sa.Enum:
    return sa.Enum(*values.split(), name=name, native_enum=False, create_constraint=True, length=32)


def upgrade() -> None:
    # Plain additions: to alter ``enquiry`` or ``referral`` by a copy would leave their triggers behind.
    op.add_column("enquiry", sa.Column("spell", sa.Integer(), nullable=False, server_default="1"))
    op.add_column("referral", sa.Column("consented_at", sa.DateTime(timezone=True)))
    op.add_column("firm", sa.Column("calendar", sa.String(16), nullable=False, server_default=""))
    op.add_column("firm", sa.Column("time_zone", sa.String(64), nullable=False, server_default="UTC"))
    op.add_column("firm", sa.Column("doubted_at", sa.DateTime(timezone=True)))
    op.create_table(
        "timer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("subject", _one_of("subject", "enquiry referral"), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("kind", _one_of("timerkind", _KINDS), nullable=False),
        sa.Column("cycle", sa.Integer(), nullable=False),
        sa.Column("enquiry_id", sa.Integer(), nullable=False),
        sa.Column("state", _one_of("timerstate", "set paused fired cancelled"), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("calendar", sa.String(64), nullable=False),
        sa.Column("left", sa.Integer()),
        sa.Column("fired_at", sa.DateTime(timezone=True)),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["enquiry_id"], ["enquiry.id"], name=op.f("fk_timer_enquiry_id_enquiry"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_timer")),
        sa.UniqueConstraint(
            "subject", "subject_id", "kind", "cycle", name=op.f("uq_timer_subject_subject_id_kind_cycle")
        ),
    )
    op.create_index("ix_timer_due", "timer", ["state", "due_at"])
    op.create_index("ix_timer_enquiry", "timer", ["enquiry_id", "state"])
    _keep_the_hours_of_the_seat()


def _keep_the_hours_of_the_seat() -> None:
    """Each firm works as they do where its headquarters are; as in its first office where none is named."""
    office = sa.table(
        "office",
        *(sa.column(name) for name in ("firm_id", "country", "is_headquarters", "position")),
        sa.column("city", sa.JSON),
    )
    firm = sa.table("firm", *(sa.column(name) for name in ("id", "calendar", "time_zone")))
    seats = sa.select(office).order_by(office.c.is_headquarters.asc(), office.c.position.desc())
    for row in op.get_bind().execute(seats).mappings().all():
        seat = seat_of(row["country"], (row["city"] or {}).get("en", ""))
        hours = {"calendar": seat.calendar, "time_zone": seat.time_zone}
        op.execute(firm.update().where(firm.c.id == row["firm_id"]).values(**hours))


def downgrade() -> None:
    op.drop_table("timer")
    for column in ("doubted_at", "time_zone", "calendar"):
        op.drop_column("firm", column)
    op.drop_column("referral", "consented_at")
    op.drop_column("enquiry", "spell")
