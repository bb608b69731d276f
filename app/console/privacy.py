"""``flask privacy``: what is kept about people, and how it goes."""

import logging
import os
from dataclasses import fields
from pathlib import Path
from typing import IO
from zipfile import ZIP_DEFLATED, ZipFile

import click
from flask import current_app
from flask.cli import AppGroup

from app.console.stopping import until_stopped
from app.enquiries.actions import ErasureGround
from app.enquiries.counting import counts
from app.enquiries.errors import EnquiryEnded, NoSuchEnquiry
from app.enquiries.models import Enquiry, Party
from app.enquiries.queries import by_reference
from app.i18n.languages import BY_SLUG
from app.kernel.clock import now
from app.kernel.db import db, may_write
from app.privacy.erasing import Gone, erase_enquiry, erase_person
from app.privacy.exporting import add_to, record_of
from app.privacy.inventory import as_markdown
from app.privacy.keeping import keep_to_retention
from app.privacy.people import Kept, enquiries_of, is_of_account, kept_of_enquiry, kept_of_person
from app.web.records import readable

privacy_cli = AppGroup("privacy", help="What is kept about people, and how it goes.")

#: Whoever has it done from the command line chooses among these; age is the daily job's.
_GROUNDS = [each.value for each in ErasureGround if each is not ErasureGround.AGE]


@privacy_cli.command("inventory")
def show_inventory() -> None:
    """Print every column that says something about a person, as the table of docs/privacy.md."""
    click.echo(as_markdown())


@privacy_cli.command("erase")
@click.option("--email", help="Of a person: every enquiry, and what is known of the address.")
@click.option("--reference", help="Of one enquiry.")
@click.option(
    "--why", type=click.Choice(_GROUNDS), default="asked", show_default=True, help="For the journal."
)
@click.option("--dry-run", is_flag=True, help="Say what would go, and change nothing.")
@click.option("--yes", is_flag=True, help="Do not ask.")
def erase(email: str | None, reference: str | None, why: str, dry_run: bool, yes: bool) -> None:
    """Erase all that is kept of a person, or of one enquiry. It cannot be undone.

    Counts, dates and what it was about stay. Firms that had it are told by letter to delete theirs. Accounts
    are left alone: what is said of them is only that there is one.
    """
    if bool(email) == bool(reference):
        raise click.UsageError("give either --email or --reference")
    enquiry = _enquiry(reference) if reference else None
    _say(kept_of_enquiry(enquiry) if enquiry else kept_of_person(email or ""))
    if dry_run or not (yes or click.confirm("Erase this for good?")):
        return
    current_app.logger.getChild("privacy").setLevel(logging.INFO)
    ground = ErasureGround(why)
    if enquiry is None:
        _done(erase_person(email or "", why=ground, actor=Party.STAFF, at=now()))
        return
    try:
        _done(erase_enquiry(enquiry.id, why=ground, actor=Party.STAFF, at=now()))
    except EnquiryEnded:
        click.echo("erased before; nothing was left to do")


@privacy_cli.command("export")
@click.option("--email", required=True, help="Of a person: all their enquiries.")
@click.option(
    "--to", "target", required=True, type=click.Path(dir_okay=False, path_type=Path), help="A new ZIP."
)
def export(email: str, target: Path) -> None:
    """Write all that is kept of a person into an archive, each enquiry in its sender's language.

    The file can be read by its owner alone. Changes nothing.
    """
    may_write.set(False)
    ids = enquiries_of(email)
    with _for_me_alone(target) as file, ZipFile(file, "w", ZIP_DEFLATED) as archive:
        for id_ in ids:
            enquiry = db.session.get_one(Enquiry, id_)
            language = BY_SLUG[enquiry.language]
            record = record_of(enquiry, language)
            add_to(archive, enquiry, record, readable=readable(record, language))
    click.echo(f"{len(ids)} enquiries written")
    if is_of_account(email):
        click.echo("the address is also that of an account or a firm, which is not in the archive")


@privacy_cli.command("keep")
def keep() -> None:
    """Remove what has been kept for as long as it may be; meant for a timer of the system, once a day.

    Any number may run beside each other. Exits 1 if an enquiry could not be erased, so that the system's own
    alarm rings; it is tried again the next time.
    """
    current_app.logger.getChild("privacy").setLevel(logging.INFO)
    tally = keep_to_retention(at=now(), stopping=until_stopped().is_set)
    click.echo(
        f"{tally.enquiries} enquiries, {tally.letters} letters, {tally.mails} mails, {tally.rows} rows and "
        f"{tally.orphans} files removed, {tally.failed} failed"
    )
    if tally.failed:
        raise SystemExit(1)


@privacy_cli.command("counts")
def show_counts() -> None:
    """Print what is counted of enquiries, as CSV; those that were erased count like any other."""
    may_write.set(False)
    click.echo("month,market,service,outcome,answered,enquiries")
    for cell, number in sorted(counts().items()):
        click.echo(",".join([*(getattr(cell, each.name) for each in fields(cell)), str(number)]))


def _for_me_alone(target: Path) -> IO[bytes]:
    try:
        return open(target, "xb", opener=lambda path, flags: os.open(path, flags, 0o600))
    except OSError as error:
        raise click.ClickException(f"{target}: {error.strerror}") from error


def _enquiry(reference: str) -> Enquiry:
    try:
        return by_reference(reference)
    except NoSuchEnquiry as error:
        raise click.ClickException("no such reference") from error


def _say(kept: Kept) -> None:
    db.session.rollback()  # nothing stays locked while somebody makes up their mind
    click.echo(
        f"{kept.enquiries} enquiries, {kept.messages} messages, {kept.letters} letters, {kept.mails} mails, "
        f"{kept.files} files"
    )
    if kept.is_account:
        click.echo("the address is also that of an account or a firm, which stays as it is")


def _done(gone: Gone) -> None:
    click.echo(
        f"erased: {gone.enquiries} enquiries, {gone.letters} letters, {gone.mails} mails, {gone.files} files"
    )
