"""DOOR · firms: the enquiries they were given, and what they do with them."""

from flask import Flask

from app.workspace import (
    answer_templates,
    availability,
    case_copy,
    conflict_list,
    enquiries,
    figures,
    firms,
    inbox,
)
from app.workspace.door import listing, ownership, workspace

__all__ = [
    "answer_templates",
    "availability",
    "case_copy",
    "conflict_list",
    "enquiries",
    "figures",
    "firms",
    "inbox",
    "init_app",
]


def init_app(app: Flask) -> None:
    for room in (workspace, listing, ownership):
        app.register_blueprint(room)
