"""DOOR · firms: the enquiries they were given, and what they do with them."""

from flask import Flask

from app.workspace import (
    answer_templates,
    availability,
    case_copy,
    cell_page,
    conflict_list,
    credentials,
    enquiries,
    figures,
    firms,
    inbox,
    languages,
    listing_preview,
    logo,
    members,
    membership,
    offering_files,
    offerings,
    revisions,
)
from app.workspace import listing as listing_pages
from app.workspace.door import listing, ownership, workspace
from app.workspace.joining import joining

__all__ = [
    "answer_templates",
    "availability",
    "case_copy",
    "cell_page",
    "conflict_list",
    "credentials",
    "enquiries",
    "figures",
    "firms",
    "inbox",
    "init_app",
    "languages",
    "listing_pages",
    "listing_preview",
    "logo",
    "members",
    "membership",
    "offering_files",
    "offerings",
    "revisions",
]


def init_app(app: Flask) -> None:
    for room in (workspace, listing, ownership, joining):
        app.register_blueprint(room)
