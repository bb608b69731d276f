"""What may happen in one place only."""

import ast
from pathlib import Path

import pytest

from tests.house.files import APP, TOP, modules

#: What is called, and the one module that may call it.
ONLY_IN = {
    "commit": "app/kernel/db.py",
    "now": "app/kernel/clock.py",
    "utcnow": "app/kernel/clock.py",
    "today": "app/kernel/clock.py",
}
CLOCKS = {"datetime", "date"}


def called(module: Path) -> list[tuple[str, int]]:
    """``commit`` on anything; ``now``, ``utcnow`` and ``today`` on the classes of ``datetime``."""
    found = []
    for node in ast.walk(ast.parse(module.read_text())):
        if isinstance(node, ast.Attribute) and node.attr in ONLY_IN:
            owner = (
                node.value.attr if isinstance(node.value, ast.Attribute) else getattr(node.value, "id", "")
            )
            if node.attr == "commit" or owner in CLOCKS:
                found.append((node.attr, node.lineno))
    return found


@pytest.mark.parametrize("module", modules(APP), ids=lambda file: str(file.relative_to(TOP)))
def test_commits_and_clocks_stay_in_their_place(module):
    name = str(module.relative_to(TOP))
    strays = [f"line {line}: {what}" for what, line in called(module) if ONLY_IN[what] != name]
    assert strays == []


def test_the_places_are_really_in_use():
    used = {(what, str(module.relative_to(TOP))) for module in modules(APP) for what, _ in called(module)}
    assert {("commit", "app/kernel/db.py"), ("now", "app/kernel/clock.py")} <= used
