"""Making rows hold what they should, and knowing whether that changed anything.

What is loaded twice must change nothing the second time, not even a moment of change; so nothing is
written before it was compared.
"""

from collections.abc import Callable, Hashable, Mapping
from typing import Any, TypeVar

from app.kernel.db import Base

R = TypeVar("R", bound=Base)
K = TypeVar("K", bound=Hashable)


def amend(row: Base, facts: Mapping[str, Any]) -> bool:
    """Give the row those facts; says whether any was new to it."""
    new = {name: value for name, value in facts.items() if getattr(row, name) != value}
    for name, value in new.items():
        setattr(row, name, value)
    return bool(new)


def align(
    rows: list[R], wanted: Mapping[K, Mapping[str, Any]], *, key: Callable[[R], K], make: Callable[..., R]
) -> bool:
    """Make a collection hold exactly what is wanted; says whether anything was added, amended or dropped.

    rows: the collection itself, which owns its rows (``delete-orphan``).
    wanted: the facts of each row, by what ``key`` returns for it, in the order to add them.
    make: builds a row from its facts.
    """
    known = {key(row): row for row in rows}
    changed = False
    for row in [row for each, row in known.items() if each not in wanted]:
        rows.remove(row)
        changed = True
    for each, facts in wanted.items():
        if each in known:
            changed |= amend(known[each], facts)
        else:
            rows.append(make(**facts))
            changed = True
    return changed
