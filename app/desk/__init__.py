"""DOOR · staff: enquiries that need a person, and what that person does with them."""

from flask import Flask

from app.desk import cases, firm_listing, letters, listings, mail, proposals, queues, revisions, runs
from app.desk.door import desk

__all__ = [
    "cases",
    "firm_listing",
    "init_app",
    "letters",
    "listings",
    "mail",
    "proposals",
    "queues",
    "revisions",
    "runs",
]


def init_app(app: Flask) -> None:
    app.register_blueprint(desk)
