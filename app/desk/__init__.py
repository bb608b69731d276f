"""DOOR · staff: enquiries that need a person, and what that person does with them."""

from flask import Flask

from app.desk import (
    cases,
    credentials,
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
    trust_facts,
)
from app.desk.door import desk

__all__ = [
    "cases",
    "credentials",
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
    "trust_facts",
]


def init_app(app: Flask) -> None:
    app.register_blueprint(desk)
