"""How a firm does what it offers: itself, through a partner, or by advice alone."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("offering") as offering:
        offering.add_column(
            sa.Column(
                "means",
                sa.Enum(
                    "own",
                    "partner",
                    "advice",
                    name="means",
                    native_enum=False,
                    create_constraint=True,
                    length=32,
                ),
            )
        )


def downgrade() -> None:
    with op.batch_alter_table("offering") as offering:
        offering.drop_constraint(op.f("ck_offering_means"), type_="check")
        offering.drop_column("means")
