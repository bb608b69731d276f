"""Small rooms: if a file needs a table of contents it is two files."""

import ast
from pathlib import Path

import pytest

from tests.house.files import APP, TOP, modules, templates

MODULE, FUNCTION, TEMPLATE, TEST = 300, 40, 120, 400


def lines(file: Path) -> int:
    return len(file.read_text().splitlines())


def longer(files: list[Path], most: int) -> list[str]:
    return [f"{file.relative_to(TOP)}: {lines(file)} lines" for file in files if lines(file) > most]


def body_lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines from the name to the end, without the docstring."""
    first = function.body[0]
    words = ast.get_docstring(function, clean=False) is not None
    doc = (first.end_lineno or 0) - first.lineno + 1 if words else 0
    return (function.end_lineno or 0) - function.lineno + 1 - doc


def test_no_module_is_longer_than_a_reader_can_hold():
    assert longer(modules(APP), MODULE) == []


def test_no_test_module_is_too_long():
    assert longer(modules(TOP / "tests"), TEST) == []


def test_no_template_is_too_long():
    assert longer(templates(), TEMPLATE) == []


@pytest.mark.parametrize("module", modules(APP), ids=lambda file: str(file.relative_to(TOP)))
def test_no_function_is_too_long(module):
    long = [
        f"{node.name}: {body_lines(node)} lines"
        for node in ast.walk(ast.parse(module.read_text()))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and body_lines(node) > FUNCTION
    ]
    assert long == []
