"""The search index: what it knows of each page, its vocabulary, and the tokens each database keeps its own way."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_COLUMNS = ("title", "lead", "whole")
_TABLES = ("search_tokens_firm", "search_tokens_page")


def upgrade() -> None:
    op.create_table(
        "search_document",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("code", sa.String(length=100), nullable=False),
        sa.Column("target_id", sa.Integer(), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_document")),
        sa.UniqueConstraint("kind", "code", name=op.f("uq_search_document_kind_code")),
    )
    op.create_index("ix_search_document_target", "search_document", ["kind", "target_id"])
    op.create_table(
        "search_word",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("word", sa.String(length=64), nullable=False),
        sa.Column("documents", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_word")),
        sa.UniqueConstraint("word", name=op.f("uq_search_word_word")),
    )
    for table in _TABLES:
        if op.get_bind().dialect.name == "sqlite":
            # The tokens are made by us; ``ascii`` parts them at blanks and leaves what is not ASCII alone.
            op.execute(
                f"CREATE VIRTUAL TABLE {table} USING fts5"
                f"({', '.join(_COLUMNS)}, tokenize='ascii', detail='column', columnsize=0)"
            )
        else:
            _create_vectors(table)


def _create_vectors(table: str) -> None:
    op.create_table(
        table,
        sa.Column("id", sa.Integer(), nullable=False, autoincrement=False),
        *(sa.Column(name, postgresql.TSVECTOR(), nullable=False) for name in _COLUMNS),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )
    for name in _COLUMNS:
        # Without fastupdate a query never has to read through what was written lately.
        op.create_index(
            f"ix_{table}_{name}",
            table,
            [name],
            postgresql_using="gin",
            postgresql_with={"fastupdate": "off"},
        )


def downgrade() -> None:
    for table in _TABLES:
        op.drop_table(table)
    op.drop_table("search_word")
    op.drop_table("search_document")
