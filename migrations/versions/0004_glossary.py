"""The glossary, and the conditions of requirements in every language."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_requirement = sa.table("requirement", sa.column("id", sa.Integer), sa.column("conditions", sa.JSON))


def upgrade() -> None:
    op.create_table(
        "glossary_term",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("names", sa.JSON(), nullable=False),
        sa.Column("differs_beyond_script", sa.Boolean(), nullable=False),
        sa.Column("is_hinted", sa.Boolean(), nullable=False),
        sa.Column("notes", sa.JSON(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_glossary_term")),
        sa.UniqueConstraint("code", name=op.f("uq_glossary_term_code")),
    )
    op.create_table(
        "false_friend",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("services", sa.JSON(), nullable=False),
        sa.Column("notes", sa.JSON(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_false_friend")),
        sa.UniqueConstraint("code", name=op.f("uq_false_friend_code")),
    )
    # What stood in English alone is English until the seed is loaded again and brings the others.
    _rewrite(lambda phrase: {"en": phrase} if isinstance(phrase, str) else phrase)


def downgrade() -> None:
    _rewrite(lambda phrase: phrase["en"] if isinstance(phrase, dict) else phrase)
    op.drop_table("false_friend")
    op.drop_table("glossary_term")


def _rewrite(shape) -> None:
    connection = op.get_bind()
    for row in connection.execute(sa.select(_requirement.c.id, _requirement.c.conditions)).all():
        connection.execute(
            sa.update(_requirement)
            .where(_requirement.c.id == row.id)
            .values(conditions=[shape(phrase) for phrase in row.conditions])
        )
