"""DOOR · staff: enquiries that need a person, and what that person does with them."""

from flask import Flask

from app.desk import (
    cases,
    firm_listing,
    letters,
    listing_requests,
    listings,
    mail,
    proposals,
    queues,
    revisions,
    runs,
    takeovers,
)
from app.desk.door import desk

__all__ = [
    "cases",
    "firm_listing",
    "init_app",
    "letters",
    "listing_requests",
    "listings",
    "mail",
    "proposals",
    "queues",
    "revisions",
    "runs",
    "takeovers",
]


def init_app(app: Flask) -> None:
    app.register_blueprint(desk)
