"""Triggers that refuse a change of state which the lifecycle does not draw.

A CHECK knows one row as it is; a move is two. On SQLite a table is altered by copying it, which leaves its
triggers behind: a revision that alters ``enquiry`` or ``referral`` afterwards sets them again.
"""

from collections.abc import Mapping

from alembic import op

Moves = Mapping[str, str]


def _pairs(moves: Moves) -> str:
    """Old and new of every move, as ``'old>new'`` for an IN list."""
    return ", ".join(f"'{old}>{new}'" for old, news in moves.items() for new in news.split())


def guard(table: str, moves: Moves) -> None:
    """Let only these moves happen: from each state to those named after it, parted by blanks."""
    unguard(table)
    name = f"{table}_moves"
    refusal = f"{table}: no such move"
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            f"CREATE TRIGGER {name} BEFORE UPDATE OF state ON {table}"
            f" WHEN OLD.state <> NEW.state AND OLD.state || '>' || NEW.state NOT IN ({_pairs(moves)})"
            f" BEGIN SELECT RAISE(ABORT, '{refusal}'); END"
        )
        return
    op.execute(
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
        f" RAISE EXCEPTION '{refusal}' USING ERRCODE = 'check_violation'; END $$"
    )
    op.execute(
        f"CREATE TRIGGER {name} BEFORE UPDATE OF state ON {table} FOR EACH ROW"
        f" WHEN (OLD.state <> NEW.state AND OLD.state || '>' || NEW.state NOT IN ({_pairs(moves)}))"
        f" EXECUTE FUNCTION {name}()"
    )


def unguard(table: str) -> None:
    """Let every move happen again."""
    name = f"{table}_moves"
    if op.get_bind().dialect.name == "sqlite":
        op.execute(f"DROP TRIGGER IF EXISTS {name}")
        return
    op.execute(f"DROP TRIGGER IF EXISTS {name} ON {table}")
    op.execute(f"DROP FUNCTION IF EXISTS {name}()")
