"""Triggers that let a table only grow.

On SQLite a table is altered by copying it, which leaves its triggers behind: a revision that alters such a
table afterwards takes them off first and sets them again.
"""

from alembic import op

_DEEDS = ("UPDATE", "DELETE")


def protect(table: str) -> None:
    """Refuse to change or to remove its rows."""
    unprotect(table)
    refusal = f"{table}: nothing is changed or removed here"
    if op.get_bind().dialect.name == "sqlite":
        for deed in _DEEDS:
            op.execute(
                f"CREATE TRIGGER {table}_no_{deed.lower()} BEFORE {deed} ON {table}"
                f" BEGIN SELECT RAISE(ABORT, '{refusal}'); END"
            )
        return
    op.execute(
        f"CREATE FUNCTION {table}_append_only() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
        f" RAISE EXCEPTION '{refusal}' USING ERRCODE = 'restrict_violation'; END $$"
    )
    for deed in _DEEDS:
        op.execute(
            f"CREATE TRIGGER {table}_no_{deed.lower()} BEFORE {deed} ON {table}"
            f" FOR EACH ROW EXECUTE FUNCTION {table}_append_only()"
        )


def unprotect(table: str) -> None:
    """Let its rows be changed and removed again."""
    on_sqlite = op.get_bind().dialect.name == "sqlite"
    for deed in _DEEDS:
        op.execute(
            f"DROP TRIGGER IF EXISTS {table}_no_{deed.lower()}" + ("" if on_sqlite else f" ON {table}")
        )
    if not on_sqlite:
        op.execute(f"DROP FUNCTION IF EXISTS {table}_append_only()")
