"""The files the rules are about."""

from pathlib import Path

TOP = Path(__file__).parents[2]
APP = TOP / "app"
TEMPLATES = APP / "templates"


def modules(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*.py"))


def templates() -> list[Path]:
    return sorted(file for file in TEMPLATES.rglob("*") if file.is_file())
