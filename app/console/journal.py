"""``flask journal``: what happened, and whether nobody changed it since."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

import click
from flask.cli import AppGroup

from app.enquiries.models import Enquiry
from app.journal.chain import BEGINNING, first_break
from app.journal.queries import chains, entries_of
from app.journal.rebuilding import present, told
from app.kernel.db import db, may_write, read_at_one_moment

journal_cli = AppGroup("journal", help="What happened, and whether nobody changed it since.")


@dataclass(slots=True)
class Verdict:
    """What reading every chain has shown."""

    enquiries: int = 0
    entries: int = 0
    faults: int = 0
    #: Over the newest digest of every chain: kept elsewhere, it shows later that none was cut short.
    head: str = BEGINNING


@journal_cli.command("verify")
def verify() -> None:
    """Read every enquiry's chain, and compare the states it tells with those the enquiry has.

    Writes a line for each fault and a last line with the head: note it down outside of this machine, and
    a chain that was cut short or made anew shows too. Changes nothing. Exits 1 if there is a fault.
    """
    may_write.set(False)
    read_at_one_moment()
    verdict = Verdict()
    for enquiry in _enquiries():
        _read(enquiry, verdict)
    read = f"{verdict.enquiries} enquiries, {verdict.entries} entries"
    click.echo(f"{read}, {verdict.faults} faults, head {verdict.head}")
    if verdict.faults:
        raise SystemExit(1)


def _enquiries() -> Iterator[Enquiry]:
    ids = chains()
    while ids:
        for id_ in ids:
            yield db.session.get_one(Enquiry, id_)
            db.session.expunge_all()
        ids = chains(after=ids[-1])


def _read(enquiry: Enquiry, verdict: Verdict) -> None:
    entries = entries_of(enquiry.id)
    verdict.enquiries += 1
    verdict.entries += len(entries)
    verdict.head = hashlib.sha256(f"{verdict.head}{entries[-1].digest}".encode()).hexdigest()
    faults = []
    broken = first_break(entries)
    if broken:
        faults.append(f"the chain does not hold at entry {broken.ordinal}")
    whole = told(entries)
    faults += [f"entry {ordinal} does not follow from what was before" for ordinal in whole.gaps]
    now = present(enquiry)
    faults += [
        f"{what} {id_} is {now.get((what, id_))}, the journal says {state}"
        for (what, id_), state in whole.states.items()
        if now.get((what, id_)) != state
    ]
    for fault in faults:
        click.echo(f"{enquiry.reference}: {fault}")
    verdict.faults += len(faults)
