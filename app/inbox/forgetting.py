"""Which mails hold somebody's data, and taking away what they said.

Nothing here deletes bytes: it hands out their keys, for whoever kept the transaction to delete them after.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import datetime
from email.parser import BytesHeaderParser
from email.utils import parseaddr

from sqlalchemy import or_, select

from app.inbox import headers
from app.inbox.models import InboundMail, Verdict
from app.kernel.db import db
from app.kernel.files import read
from app.outbox.contacts import folded
from app.outbox.models import Letter

_BATCH = 200
#: What is settled by itself; anything else waits for a person.
_FILED = (Verdict.JOINED, Verdict.NOTICE, Verdict.BOUNCE, Verdict.DUPLICATE)
_LONGEST_HEAD = 100_000


def mails_about(referral_ids: Sequence[int], letter_ids: Sequence[int]) -> set[int]:
    """Mails that name one of these referrals or report on one of these letters, and other copies of them."""
    named = or_(InboundMail.referral_id.in_(referral_ids), InboundMail.letter_id.in_(letter_ids))
    rows = db.session.execute(
        select(InboundMail.id, InboundMail.identity, InboundMail.content).where(named)
    ).all()
    identities = {row.identity for row in rows if row.identity}
    contents = {row.content for row in rows if row.content}
    same = or_(InboundMail.identity.in_(identities), InboundMail.content.in_(contents))
    copies = db.session.scalars(
        select(InboundMail.id).where(InboundMail.verdict == Verdict.DUPLICATE, same)
    ).all()
    return {*(row.id for row in rows), *copies}


def mails_from(address: str) -> set[int]:
    """Mails from an address that belong to no conversation: filed or not, read or not."""
    wanted = folded(address)
    rows = db.session.execute(
        select(InboundMail.id, InboundMail.file, InboundMail.sender, InboundMail.envelope_from)
        .where(InboundMail.verdict != Verdict.JOINED)
        .execution_options(yield_per=1000)
    )
    return {
        row.id
        for row in rows
        if wanted in {folded(each) for each in _senders(row.sender, row.envelope_from, row.file)}
    }


def _senders(sender: str | None, envelope_from: str | None, file: str | None) -> Iterator[str]:
    yield from (each for each in (sender, envelope_from) if each)
    if sender is None and file:  # not read yet, or unreadable
        with suppress(Exception):
            head = BytesHeaderParser().parsebytes(read(file)[:_LONGEST_HEAD])
            # Addresses in other scripts too, which may stand there as they are.
            yield from (
                parseaddr(raw.decode(errors="replace"))[1] for raw in headers.raw_values(head, "From")
            )


def forget_mails(ids: Iterable[int]) -> list[str]:
    """Take away what they said and who wrote them; returns the keys of their bytes."""
    wanted = sorted(ids)
    keys = []
    for start in range(0, len(wanted), _BATCH):
        found = select(InboundMail).where(InboundMail.id.in_(wanted[start : start + _BATCH]))
        for mail in db.session.scalars(found.with_for_update()):
            if mail.verdict is Verdict.WAITING:
                mail.verdict, mail.reason = Verdict.QUARANTINED, "case_gone"
            keys.append(forget(mail))
    return [key for key in keys if key]


def forget(mail: InboundMail) -> str | None:
    """Take away what it said and who wrote it; that a mail came, when and what became of it stays.

    Returns the key of its bytes.
    """
    key, mail.file = mail.file, None
    mail.sender = mail.subject = mail.envelope_from = mail.identity = mail.content = None
    mail.envelope_to = []
    if mail.verdict in {Verdict.HELD, Verdict.QUARANTINED, Verdict.DEAD}:
        mail.settled_at = mail.settled_at or mail.filed_at or mail.received_at
    return key


def old_mails(*, filed: datetime, unsettled: datetime, limit: int) -> set[int]:
    """Some mails that still hold what they said: done with and come before ``filed``, or come before
    ``unsettled`` and never settled.
    """
    is_done = InboundMail.verdict.in_(_FILED) | InboundMail.settled_at.is_not(None)
    old = or_(is_done & (InboundMail.received_at <= filed), InboundMail.received_at <= unsettled)
    found = select(InboundMail.id).where(
        InboundMail.file.is_not(None), InboundMail.verdict != Verdict.WAITING, old
    )
    return set(db.session.scalars(found.order_by(InboundMail.id).limit(limit)))


def reports_on_erased() -> set[int]:
    """Reports that came for letters which were erased before, and so name who must not be named any more."""
    found = (
        select(InboundMail.id)
        .join(Letter, Letter.id == InboundMail.letter_id)
        .where(Letter.recipient == "", InboundMail.file.is_not(None))
    )
    return set(db.session.scalars(found))


def keys_in_use(keys: Sequence[str]) -> set[str]:
    """Those of the keys that a mail's bytes lie under."""
    return {
        key for key in db.session.scalars(select(InboundMail.file).where(InboundMail.file.in_(keys))) if key
    }
