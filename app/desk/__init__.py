"""DOOR · staff: enquiries that need a person, and what that person does with them."""

from flask import Flask

from app.desk import cases, letters, listing_requests, listings, mail, proposals, queues, runs, takeovers
from app.desk.door import desk

__all__ = [
    "cases",
    "init_app",
    "letters",
    "listing_requests",
    "listings",
    "mail",
    "proposals",
    "queues",
    "runs",
    "takeovers",
]


def init_app(app: Flask) -> None:
    app.register_blueprint(desk)
