"""DOOR · operators, from the command line: ``flask --app wsgi …``."""

from click import ClickException
from flask import Flask

from app.config import BadSettings, must_keep_a_secret
from app.console import matching, proposals  # noqa: F401 - they add their commands to those about enquiries
from app.console.accounts import accounts_cli
from app.console.enquiries import enquiries_cli
from app.console.firms import firms_cli
from app.console.inbox import inbox_cli
from app.console.journal import journal_cli
from app.console.languages import languages_cli
from app.console.mailbox import mailbox_cli
from app.console.outbox import outbox_cli
from app.console.privacy import privacy_cli
from app.console.search import search_cli
from app.console.seeding import seed_cli
from app.console.serve import portal_cli
from app.console.synthesis import command  # noqa: F401 - it adds its command to those about the seed
from app.console.timers import timers_cli

#: They compute and print: no page, letter or row of theirs could be forged.
_NEED_NO_SECRET = frozenset({enquiries_cli, languages_cli})


def init_app(app: Flask) -> None:
    """Give the portal its commands."""

    def keep_a_secret() -> None:
        try:
            must_keep_a_secret(app.config["SETTINGS"])
        except BadSettings as fault:
            raise ClickException(f"the portal does not start: {fault}") from fault

    for group in (
        portal_cli,
        seed_cli,
        search_cli,
        outbox_cli,
        timers_cli,
        inbox_cli,
        firms_cli,
        mailbox_cli,
        languages_cli,
        accounts_cli,
        enquiries_cli,
        journal_cli,
        privacy_cli,
    ):
        # Groups belong to the module and outlive an app: each app says anew what comes before their commands.
        group.callback = None if group in _NEED_NO_SECRET else keep_a_secret
        app.cli.add_command(group)
