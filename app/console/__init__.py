"""DOOR · operators, from the command line: ``flask --app wsgi …``."""

from importlib import import_module
from importlib.util import find_spec

from flask import Flask

_GROUPS = {
    "serve": "portal_cli",
    "seeding": "seed_cli",
    "outbox": "outbox_cli",
    "mailbox": "mailbox_cli",
    "languages": "languages_cli",
}


def init_app(app: Flask) -> None:
    """Give the portal its commands."""
    for module, group in _GROUPS.items():
        if find_spec(f"app.console.{module}"):
            app.cli.add_command(getattr(import_module(f"app.console.{module}"), group))
