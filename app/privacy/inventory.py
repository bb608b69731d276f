"""What is kept about whom: the list that erasure, its test and docs/privacy.md share."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cache
from pathlib import Path
from typing import Any

import yaml

_FILE = Path(__file__).parent / "inventory.yaml"


class Whose(Enum):
    ENQUIRER = "enquirer"
    FIRM = "firm"
    STAFF = "staff"
    #: A person of a firm or of the staff.
    ACCOUNT = "account"


class Erasing(Enum):
    """What an erasure does to a column."""

    BLANK = "blank"
    ROW = "row"
    KEEP = "keep"


@dataclass(frozen=True, slots=True)
class Personal:
    """A column that says something about a person."""

    table: str
    column: str
    whose: Whose
    why: str
    #: The class of ``retention.yaml``; or ``account``, ``listing`` or ``counts``.
    kept: str
    erasing: Erasing


@dataclass(frozen=True, slots=True)
class Inventory:
    personal: tuple[Personal, ...]
    #: Every column by table, also those that say nothing about a person.
    columns: Mapping[str, frozenset[str]]


@cache
def inventory() -> Inventory:
    """The list as it is written. Raises ValueError where an entry is damaged or stands twice."""
    tables: dict[str, dict[str, Any]] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return Inventory(
        personal=tuple(each for table, entries in tables.items() for each in _personal(table, entries)),
        columns={table: _all(table, entries) for table, entries in tables.items()},
    )


def _personal(table: str, entries: dict[str, Any]) -> Iterator[Personal]:
    for column, said in entries.get("personal", {}).items():
        whose, erasing = Whose(said["of"]), Erasing(said["erasing"])
        yield Personal(table, column, whose, said["why"], said["kept"], erasing)


def _all(table: str, entries: dict[str, Any]) -> frozenset[str]:
    named = [*entries.get("personal", {}), *entries["plain"]]
    if len(named) != len(set(named)):
        raise ValueError(f"a column of {table} stands twice")
    return frozenset(named)


def as_markdown() -> str:
    """The personal columns as the table of docs/privacy.md."""
    lines = ["| column | of | what for | kept as | erasure |", "| --- | --- | --- | --- | --- |"]
    lines += [
        f"| `{each.table}.{each.column}` | {each.whose.value} | {each.why} | {each.kept} |"
        f" {each.erasing.value} |"
        for each in inventory().personal
    ]
    return "\n".join(lines)
