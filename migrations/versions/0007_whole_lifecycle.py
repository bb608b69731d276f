"""Every state of an enquiry and of a referral, rounds of a referral, and only the moves that are drawn."""

import sqlalchemy as sa
from alembic import op

from migrations.lifecycle import WHOLE_ENQUIRY, WHOLE_REFERRAL, guard, unguard

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_ENQUIRY_BEFORE = "unverified triage held offered routed answered closed withdrawn"
_REFERRAL_BEFORE = "proposed visible seen accepted answered closed declined withdrawn cancelled"

#: What comes closest to a newer state for whoever knows only the older ones.
_ENQUIRY_BACK = {
    "no_match": "triage",
    "dormant": "offered",
    "rejected": "closed",
    "duplicate": "closed",
    "expired": "withdrawn",
    "erased": "withdrawn",
}
_REFERRAL_BACK = {"consented": "proposed", "lapsed": "declined", "undeliverable": "visible"}


def _one_of(states: str) -> str:
    return "state IN ({})".format(", ".join(f"'{each}'" for each in states.split()))


def _step_back(table: str, steps: dict[str, str]) -> None:
    rows = sa.table(table, sa.column("state"))
    for new, old in steps.items():
        op.execute(rows.update().where(rows.c.state == new).values(state=old))


def upgrade() -> None:
    with op.batch_alter_table("enquiry") as table:
        table.drop_constraint("enquirystate", type_="check")
        table.create_check_constraint("enquirystate", _one_of(" ".join(WHOLE_ENQUIRY)))
    with op.batch_alter_table("referral") as table:
        table.drop_constraint("referralstate", type_="check")
        table.create_check_constraint("referralstate", _one_of(" ".join(WHOLE_REFERRAL)))
        table.add_column(sa.Column("round", sa.Integer(), nullable=False, server_default="1"))
    with op.batch_alter_table("referral") as table:
        table.alter_column("round", server_default=None)
    guard("enquiry", WHOLE_ENQUIRY)
    guard("referral", WHOLE_REFERRAL)


def downgrade() -> None:
    unguard("enquiry")
    unguard("referral")
    _step_back("enquiry", _ENQUIRY_BACK)
    _step_back("referral", _REFERRAL_BACK)
    with op.batch_alter_table("referral") as table:
        table.drop_column("round")
        table.drop_constraint("referralstate", type_="check")
        table.create_check_constraint("referralstate", _one_of(_REFERRAL_BEFORE))
    with op.batch_alter_table("enquiry") as table:
        table.drop_constraint("enquirystate", type_="check")
        table.create_check_constraint("enquirystate", _one_of(_ENQUIRY_BEFORE))
