"""``flask accounts``: people, from the command line."""

import click
from email_validator import EmailNotValidError, validate_email
from flask import current_app
from flask.cli import AppGroup

from app.accounts.actions import create_account, make_staff
from app.accounts.factors import lift
from app.accounts.queries import by_email
from app.accounts.sessions import end_sessions
from app.i18n.addresses import Addresses
from app.i18n.languages import BY_SLUG, EN
from app.kernel.clock import now
from app.kernel.db import transaction
from app.web.account import INVITATION_DAYS, invitation

accounts_cli = AppGroup("accounts", help="People who sign in.")


@accounts_cli.command("invite-staff")
@click.argument("address")
@click.option("--name", default="", help="How the person is called; the address until they say otherwise.")
@click.option("--language", type=click.Choice(list(BY_SLUG)), default=EN.slug, show_default=True)
def invite_staff(address: str, name: str, language: str) -> None:
    """Let a person work at the desk, and print the link with which they choose their password.

    No letter is sent: hand the link over yourself. Run again, it prints a new link, as long as the
    person has no password yet. Exits 1 for somebody who has one.
    """
    try:
        address = validate_email(address, check_deliverability=False, allow_smtputf8=False).normalized
    except EmailNotValidError as error:
        raise click.BadParameter(str(error), param_hint="ADDRESS") from error
    with transaction():
        person = by_email(address)
        if person and person.password:
            raise click.ClickException(f"{person.email} has an account already")
        if person is None:
            person = create_account(address, name=name or address, password_hash="", language=language)
        end_sessions(person)  # and with them every link printed before
        make_staff(person)
    path = Addresses(BY_SLUG[person.language]).first_password(invitation(person))
    click.echo(f"{person.email} may work at the desk. The link is good once, for {INVITATION_DAYS} days:")
    click.echo(current_app.config["SETTINGS"].base_url + path)


@accounts_cli.command("lift-second-factor")
@click.argument("address")
@click.confirmation_option(prompt="Have you made sure, other than by mail, that it is this person who asks?")
def lift_second_factor(address: str) -> None:
    """Remove all second factors of a person who has lost them, and end every session of theirs.

    The person is told by letter, and whoever must have a second factor sets one up at the next sign-in.
    Needed as well after SECRET_KEY has changed, which codes and recovery codes do not survive. Exits 1 for
    an unknown address.
    """
    with transaction():
        person = by_email(address)
        if person is None:
            raise click.ClickException(f"{address}: no such account")
        lift(person, at=now())
        end_sessions(person)
    click.echo(f"{person.email} signs in with the password alone, once.")
