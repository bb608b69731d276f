"""DOOR · firms: the enquiries they were given, and what they do with them."""

from flask import Flask

from app.workspace import (
    answer_templates,
    availability,
    case_copy,
    cell_page,
    conflict_list,
    enquiries,
    firms,
    inbox,
    offering_files,
    offerings,
)
from app.workspace.door import listing, ownership, workspace

__all__ = [
    "answer_templates",
    "availability",
    "case_copy",
    "cell_page",
    "conflict_list",
    "enquiries",
    "firms",
    "inbox",
    "init_app",
    "offering_files",
    "offerings",
]


def init_app(app: Flask) -> None:
    for room in (workspace, listing, ownership):
        app.register_blueprint(room)
