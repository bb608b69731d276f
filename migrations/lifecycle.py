"""Triggers that refuse a change of state which the lifecycle does not draw.

A CHECK knows one row as it is; a move is two. On SQLite a table is altered by copying it, which leaves its
triggers behind: a revision that alters ``enquiry`` or ``referral`` afterwards sets them again.
"""

from collections.abc import Mapping

from alembic import op

Moves = Mapping[str, str]

#: The moves as revision 0007 draws them. Other moves are another table with another name: a revision stays as
#: it is.
WHOLE_ENQUIRY: Moves = {
    "unverified": "triage held routed offered closed withdrawn rejected duplicate expired erased",
    "triage": "held no_match offered routed closed withdrawn rejected duplicate expired erased",
    "held": "triage offered routed closed withdrawn rejected duplicate erased",
    "no_match": "triage held offered routed closed withdrawn duplicate erased",
    "offered": "triage dormant routed closed withdrawn duplicate erased",
    "dormant": "triage offered routed closed withdrawn erased",
    "routed": "triage offered answered closed withdrawn erased",
    "answered": "triage offered routed closed withdrawn erased",
    "closed": "triage routed withdrawn erased",
    "withdrawn": "erased",
    "rejected": "triage withdrawn erased",
    "duplicate": "triage withdrawn erased",
    "expired": "erased",
    "erased": "",
}
WHOLE_REFERRAL: Moves = {
    "proposed": "consented visible cancelled withdrawn",
    "consented": "visible cancelled withdrawn",
    "visible": "seen declined lapsed undeliverable withdrawn closed",
    "seen": "accepted answered declined lapsed undeliverable withdrawn closed",
    "accepted": "answered declined lapsed undeliverable withdrawn closed",
    "answered": "accepted closed withdrawn",
    "undeliverable": "seen visible declined lapsed withdrawn closed",
    "closed": "visible withdrawn",
    "declined": "visible",
    "lapsed": "visible withdrawn",
    "withdrawn": "",
    "cancelled": "proposed",
}


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
