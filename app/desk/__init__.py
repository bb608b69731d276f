"""DOOR · staff: enquiries that need a person, and what that person does with them."""

from flask import Flask

from app.desk import cases, credentials, letters, listings, mail, proposals, queues, runs, trust_facts
from app.desk.door import desk

__all__ = [
    "cases",
    "credentials",
    "init_app",
    "letters",
    "listings",
    "mail",
    "proposals",
    "queues",
    "runs",
    "trust_facts",
]


def init_app(app: Flask) -> None:
    app.register_blueprint(desk)
