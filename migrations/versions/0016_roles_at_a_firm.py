"""What each person does at a firm. Whoever belongs to one now owns it: there was one kind of member."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    roles = sa.Enum(
        "responder",
        "editor",
        "owner",
        name="memberrole",
        native_enum=False,
        create_constraint=True,
        length=32,
    )
    with op.batch_alter_table("membership") as membership:
        membership.add_column(sa.Column("role", roles, nullable=False, server_default="owner"))
    with op.batch_alter_table("membership") as membership:
        membership.alter_column("role", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("membership") as membership:
        membership.drop_constraint(op.f("ck_membership_memberrole"), type_="check")
        membership.drop_column("role")
