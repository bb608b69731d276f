"""Whose an address is, and how much is kept of them.

Addresses are compared without case, their domains as the name system has them.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from app.accounts.models import Account
from app.directory.models import Firm
from app.enquiries.enclosures import enclosed_with
from app.enquiries.models import Enquiry
from app.enquiries.states import EnquiryState
from app.inbox.forgetting import mails_about, mails_from
from app.kernel.db import db
from app.kernel.text import clean
from app.outbox.contacts import folded
from app.outbox.forgetting import letters_of


def enquiries_of(address: str) -> Sequence[int]:
    """The ids of the enquiries that were sent from the address, oldest first."""
    wanted = folded(clean(address))
    rows = db.session.execute(
        select(Enquiry.id, Enquiry.email)
        .where(Enquiry.email != "")
        .order_by(Enquiry.id)
        .execution_options(yield_per=1000)
    )
    return [row.id for row in rows if folded(row.email) == wanted]


def others_of(address: str, *, than: int) -> bool:
    """Whether the address, however it was typed, has sent another enquiry that is still there."""
    return any(id_ != than for id_ in enquiries_of(address))


def is_of_account(address: str) -> bool:
    """Whether somebody signs in with the address, or a firm is written to there."""
    wanted = folded(clean(address))
    known = [*db.session.scalars(select(Account.email)), *db.session.scalars(select(Firm.contact_email))]
    return any(folded(each) == wanted for each in known if each)


@dataclass(slots=True)
class Kept:
    """How much is kept of somebody, in rows and files; nothing of what it says."""

    enquiries: int = 0
    messages: int = 0
    letters: int = 0
    mails: int = 0
    files: int = 0
    is_account: bool = False


def kept_of_enquiry(enquiry: Enquiry) -> Kept:
    """What an erasure of the enquiry would take away."""
    kept = Kept()
    mails = _count(enquiry, kept) if enquiry.state is not EnquiryState.ERASED else set()
    return _with(kept, mails, enquiry.email)


def kept_of_person(address: str) -> Kept:
    """What an erasure of whoever has the address would take away."""
    kept, mails = Kept(), set[int]()
    for id_ in enquiries_of(address):
        mails |= _count(db.session.get_one(Enquiry, id_), kept)
    if not is_of_account(address):
        mails |= mails_from(address)
    return _with(kept, mails, address)


def _count(enquiry: Enquiry, kept: Kept) -> set[int]:
    messages = [message.id for each in enquiry.referrals for message in each.messages]
    letters = letters_of([subject for subjects in subjects_of(enquiry) for subject in subjects])
    kept.enquiries += 1
    kept.messages += len(messages)
    kept.letters += len(letters)
    kept.files += sum(
        bool(file.file) for each in enclosed_with(messages).values() for file in each.attachments
    )
    return mails_about([each.id for each in enquiry.referrals], letters)


def _with(kept: Kept, mails: set[int], address: str) -> Kept:
    kept.mails = len(mails)
    kept.files += len(mails)
    kept.is_account = bool(address) and is_of_account(address)
    return kept


def subjects_of(enquiry: Enquiry) -> tuple[Sequence[str], Sequence[str]]:
    """What letters to its sender, and to its firms, say that they are about."""
    return [f"enquiry:{enquiry.id}"], [f"referral:{each.id}" for each in enquiry.referrals]
