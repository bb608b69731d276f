"""DOOR · operators, from the command line: ``flask --app wsgi …``."""

from flask import Flask

from app.console.accounts import accounts_cli
from app.console.enquiries import enquiries_cli
from app.console.languages import languages_cli
from app.console.mailbox import mailbox_cli
from app.console.outbox import outbox_cli
from app.console.seeding import seed_cli
from app.console.serve import portal_cli


def init_app(app: Flask) -> None:
    """Give the portal its commands."""
    for group in (portal_cli, seed_cli, outbox_cli, mailbox_cli, languages_cli, accounts_cli, enquiries_cli):
        app.cli.add_command(group)
