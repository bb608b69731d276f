"""Whether letters reach an address.

That a mail server takes a letter says nothing of it: dead mailboxes take mail as well. An address is
known to be good when its reader has answered, confirmed or typed it in.
"""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app.kernel.db import db
from app.kernel.events import publish
from app.kernel.text import clean
from app.outbox.events import AddressBouncing
from app.outbox.models import MailContact, Reach

#: Failures that may pass make an address bouncing when there were so many, over so long.
_MOST_FAILURES = 3
_LONGEST_TROUBLE = timedelta(days=3)
#: After that one letter is tried again: mailboxes are mended without anybody telling us.
BELIEVED_FOR = timedelta(days=30)
_LONGEST_REASON = 500


def folded(address: str) -> str:
    """The address as it is compared: without case, its domain as the name system has it."""
    local, _, domain = address.strip().lower().rpartition("@")
    with suppress(UnicodeError):  # what is no domain is compared as it is
        domain = domain.encode("idna").decode()
    return f"{local}@{domain}"


def contact_of(address: str) -> MailContact | None:
    """What is known of the address; None if nothing ever went wrong."""
    return db.session.scalar(select(MailContact).where(MailContact.address == folded(address)))


def bouncing_among(addresses: Iterable[str], *, at: datetime) -> frozenset[str]:
    """Those from which letters are known to come back, as they were given."""
    given = list(addresses)
    rows = select(MailContact.address).where(
        MailContact.address.in_({folded(each) for each in given}),
        MailContact.state == Reach.BOUNCING,
        MailContact.since > at - BELIEVED_FOR,
    )
    known = frozenset(db.session.scalars(rows))
    return frozenset(each for each in given if folded(each) in known)


def is_bouncing(address: str, *, at: datetime) -> bool:
    """Whether letters to the address are known to come back."""
    return bool(bouncing_among([address], at=at))


def reachable(addresses: Iterable[str], *, at: datetime) -> list[str]:
    """Those that letters may go to, in their order, each once."""
    once = {folded(each): each for each in reversed(list(addresses))}
    left = list(reversed(once.values()))
    back = bouncing_among(left, at=at)
    return [each for each in left if each not in back]


def bouncing() -> Sequence[MailContact]:
    """The addresses that letters come back from, the latest first."""
    return db.session.scalars(
        select(MailContact).where(MailContact.state == Reach.BOUNCING).order_by(MailContact.since.desc())
    ).all()


def note_bounce(address: str, *, permanent: bool, reason: str, at: datetime) -> None:
    """A letter to the address came back or was refused for the address's sake; publishes AddressBouncing.

    permanent: nobody reads there (5.1.x); otherwise it may pass, as a full mailbox does.
    reason: what the other side said. The caller holds the transaction.
    """
    contact = _kept(folded(address), at=at)
    contact.reason = clean(reason)[:_LONGEST_REASON]
    contact.failures += 1
    if contact.state is Reach.BOUNCING:
        contact.since = at
        return
    lasting = contact.state is Reach.SOFT and at - contact.since >= _LONGEST_TROUBLE
    if permanent or (lasting and contact.failures >= _MOST_FAILURES):
        contact.state, contact.since = Reach.BOUNCING, at
        db.session.flush()
        publish(AddressBouncing(at=at, contact_id=contact.id))
    elif contact.state is Reach.OK:
        contact.state, contact.since = Reach.SOFT, at


def note_delivered(address: str, *, at: datetime) -> None:
    """Somebody reads there: they answered, confirmed, typed the address in, or staff say so."""
    contact = contact_of(address)
    if contact and contact.state is not Reach.OK:
        contact.state, contact.since, contact.reason, contact.failures = Reach.OK, at, None, 0


def _kept(address: str, *, at: datetime) -> MailContact:
    """The row of a folded address, locked; made if there was none."""
    rows = select(MailContact).where(MailContact.address == address).with_for_update()
    found = db.session.scalar(rows)
    if found is None:
        try:
            with db.session.begin_nested():
                found = MailContact(address=address, state=Reach.OK, since=at, failures=0)
                db.session.add(found)
        except IntegrityError:  # another has just made it
            found = db.session.scalars(rows).one()
    return found
