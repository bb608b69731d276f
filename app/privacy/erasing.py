"""Erasing an enquiry, or all that is kept of one person, from every part that holds some of it.

Each enquiry goes in a transaction of its own; the files follow right after it was kept.
"""

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from app.directory.requests.queries import forget_requests_of
from app.enquiries.actions import ErasureGround, erase
from app.enquiries.errors import EnquiryEnded
from app.enquiries.models import Enquiry, Party
from app.enquiries.states import EnquiryState
from app.inbox.forgetting import forget_mails, mails_about, mails_from
from app.kernel.db import db, transaction
from app.kernel.files import files
from app.outbox.forgetting import forget_address, forget_letters, forget_reach, letters_of
from app.privacy.people import enquiries_of, is_of_account, others_of, subjects_of

#: The letter that tells firms; it names no person, and stays.
NOTICE = "enquiry_erased"

_log = logging.getLogger(__name__)


@dataclass(slots=True)
class Gone:
    """What an erasure came to."""

    enquiries: int = 0
    letters: int = 0
    mails: int = 0
    files: int = 0
    #: What was known of the address beside the enquiries.
    contacts: int = 0
    #: Whether the address is also that of a firm or of an account, which an erasure leaves alone.
    is_account: bool = False

    def add(self, other: "Gone") -> None:
        for name in ("enquiries", "letters", "mails", "files", "contacts"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.is_account |= other.is_account


def erase_enquiry(
    enquiry_id: int,
    *,
    why: ErasureGround,
    actor: Party,
    by: int | None = None,
    only_in: EnquiryState | None = None,
    at: datetime,
) -> Gone:
    """Erase one enquiry, and what is kept of its sender if they have no other.

    only_in: leave it alone where it is in another state by now. Raises EnquiryEnded if it was erased before.
    """
    gone = Gone()
    with transaction():
        enquiry = db.session.get_one(
            Enquiry, enquiry_id, with_for_update={"of": Enquiry}, populate_existing=True
        )
        if only_in not in {None, enquiry.state}:
            return gone
        address = enquiry.email
        keys = erase(enquiry, why=why, actor=actor, by=by, at=at)
        keys += _forget_post(enquiry, gone, at=at)
        if address and not others_of(address, than=enquiry_id):
            # Whoever only typed an address has not shown that what its owner wrote and wished is theirs.
            is_theirs = enquiry.confirmed_at is not None or actor is not Party.ENQUIRER
            keys += _forget_person(address, gone) if is_theirs else _forget_reach(address, gone)
        gone.enquiries = 1
    delete(keys)
    gone.files = len(keys)
    _log.info("enquiry %d: erased (%s)", enquiry_id, why.value)
    return gone


def erase_person(
    address: str, *, why: ErasureGround, actor: Party, by: int | None = None, at: datetime
) -> Gone:
    """Erase everything that is kept of whoever has that address. Again, or for an unknown address, nothing
    happens.
    """
    gone = Gone()
    for id_ in enquiries_of(address):
        try:
            gone.add(erase_enquiry(id_, why=why, actor=actor, by=by, at=at))
        except EnquiryEnded:
            _log.info("enquiry %d: another was faster", id_)
    with transaction():
        keys = _forget_person(address, gone)
        gone.contacts += forget_requests_of(address)
    delete(keys)
    gone.files += len(keys)
    return gone


def _forget_post(enquiry: Enquiry, gone: Gone, *, at: datetime) -> list[str]:
    """The letters about it, and the mails; returns the keys of the mails' bytes."""
    to_asker, to_firms = subjects_of(enquiry)
    mails = mails_about([each.id for each in enquiry.referrals], letters_of([*to_asker, *to_firms]))
    gone.letters += forget_letters(to_asker, to_firms, spared=NOTICE, at=at)
    gone.mails += len(mails)
    return forget_mails(mails)


def _forget_person(address: str, gone: Gone) -> list[str]:
    """What is known of the address beside its enquiries; nothing of an account's, or a firm's, own."""
    if is_of_account(address):
        gone.is_account = True
        return []
    mails = mails_from(address)
    gone.contacts += forget_address(address)
    gone.mails += len(mails)
    return forget_mails(mails)


def _forget_reach(address: str, gone: Gone) -> list[str]:
    """Whether letters reach the address, which nobody knew before they were written."""
    if not is_of_account(address):
        gone.contacts += forget_reach(address)
    return []


def delete(keys: Iterable[str]) -> None:
    """The bytes of rows that are gone; to be called once that was kept."""
    for key in keys:
        files().delete(key)
