"""DOOR · firms: the enquiries they were given, and what they do with them."""

from flask import Flask

from app.workspace import (
    answer_templates,
    availability,
    case_copy,
    conflict_list,
    enquiries,
    firms,
    inbox,
    languages,
    members,
    membership,
)
from app.workspace.door import listing, ownership, workspace
from app.workspace.joining import joining

__all__ = [
    "answer_templates",
    "availability",
    "case_copy",
    "conflict_list",
    "enquiries",
    "firms",
    "inbox",
    "init_app",
    "languages",
    "members",
    "membership",
]


def init_app(app: Flask) -> None:
    for room in (workspace, listing, ownership, joining):
        app.register_blueprint(room)
