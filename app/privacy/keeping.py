"""Removing what has been kept for as long as it may be.

Any number of processes may do it beside each other, and it may end half-way: each thing goes by itself, and
what is left goes the next time.
"""

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from sqlalchemy import func, select
from sqlalchemy.exc import OperationalError

from app.accounts.belonging.members import forget_settled_before as forget_belonging_before
from app.directory.claims.queries import forget_papers_before
from app.directory.claims.queries import keys_in_use as in_claims
from app.directory.credentials.queries import forget_files_before
from app.directory.credentials.queries import keys_in_use as in_credentials
from app.directory.logos import keys_in_use as in_logos
from app.directory.requests.queries import forget_settled_before as forget_requests_before
from app.enquiries.actions import ErasureGround
from app.enquiries.arrivals import forget_old_arrivals
from app.enquiries.enclosures import keys_in_use as attached
from app.enquiries.errors import EnquiryEnded
from app.enquiries.models import Enquiry, Party
from app.enquiries.states import EnquiryState
from app.inbox.forgetting import forget_mails, old_mails, reports_on_erased
from app.inbox.forgetting import keys_in_use as in_mails
from app.journal.models import Entry
from app.kernel.db import db, transaction
from app.kernel.files import files
from app.outbox.forgetting import forget_contacts_before, forget_wishes_before, forget_words_before
from app.privacy.erasing import Gone, delete, erase_enquiry
from app.privacy.retention import Retention, retention

_AT_ONCE = 200

_log = logging.getLogger(__name__)


@dataclass(slots=True)
class Tally:
    """What a run came to."""

    enquiries: int = 0
    #: Letters and mails that say nothing any more, beside those of the enquiries.
    letters: int = 0
    mails: int = 0
    #: Addresses, wishes and arrivals.
    rows: int = 0
    #: Files of evidence that has long ended.
    files: int = 0
    #: Files that no row named.
    orphans: int = 0
    #: Enquiries that could not be erased; they are tried again the next time.
    failed: int = 0


def keep_to_retention(*, at: datetime, stopping: Callable[[], bool] = lambda: False) -> Tally:
    """Remove what is older than ``retention.yaml`` allows. Logs ids and counts."""
    classes, tally = retention(), Tally()
    for state in classes.enquiry:
        for id_ in _ended(state, before=at - classes.enquiry[state]):
            if stopping():
                return tally
            _erase(id_, state, tally, at=at)
    with transaction():
        tally.letters = forget_words_before(at - classes.letter)
        tally.rows += forget_contacts_before(at - classes.contact) + forget_wishes_before(at - classes.wish)
        tally.rows += forget_old_arrivals(at=at)
        tally.rows += forget_belonging_before(at - classes.belonging)
        tally.rows += forget_requests_before(at - classes.listing_request)
        papers = forget_papers_before(at - classes.claim_paper)
    delete(papers)
    tally.rows += len(papers)
    tally.mails = _forget_old_mails(classes, stopping, at=at)
    tally.files = _forget_credential_files(classes, stopping, at=at)
    tally.orphans = _delete_orphans(before=at - classes.orphan)
    _log.info("kept to retention: %s", tally)
    return tally


def _ended(state: EnquiryState, *, before: datetime) -> Iterator[int]:
    """Enquiries in that state to which nothing has happened since, by id."""
    after = 0
    while True:
        found = (
            select(Entry.enquiry_id)
            .join(Enquiry, Enquiry.id == Entry.enquiry_id)
            .where(Enquiry.state == state, Enquiry.id > after)
            .group_by(Entry.enquiry_id)
            .having(func.max(Entry.at) <= before)
            .order_by(Entry.enquiry_id)
            .limit(_AT_ONCE)
        )
        with transaction():
            ids = [id_ for id_ in db.session.scalars(found) if id_ is not None]
        if not ids:
            return
        yield from ids
        after = ids[-1]


def _erase(id_: int, state: EnquiryState, tally: Tally, *, at: datetime) -> None:
    """One that fails delays no other."""
    gone = Gone()
    try:
        gone = erase_enquiry(id_, why=ErasureGround.AGE, actor=Party.NOBODY, only_in=state, at=at)
    except EnquiryEnded:
        pass  # another was faster
    except OperationalError:
        raise  # the database, not the enquiry
    except Exception:
        _log.exception("enquiry %d: cannot be erased", id_)
        tally.failed += 1
    tally.enquiries += gone.enquiries


def _forget_old_mails(classes: Retention, stopping: Callable[[], bool], *, at: datetime) -> int:
    forgotten = 0
    while not stopping():
        with transaction():
            ids = old_mails(filed=at - classes.mail, unsettled=at - classes.unsettled_mail, limit=_AT_ONCE)
            ids |= reports_on_erased()
            keys = forget_mails(ids)
        delete(keys)
        forgotten += len(ids)
        if not ids:
            break
    return forgotten


def _forget_credential_files(classes: Retention, stopping: Callable[[], bool], *, at: datetime) -> int:
    forgotten = 0
    while not stopping():
        with transaction():
            keys = forget_files_before(at - classes.credential_file, limit=_AT_ONCE)
        delete(keys)
        forgotten += len(keys)
        if not keys:
            break
    return forgotten


def _delete_orphans(*, before: datetime) -> int:
    deleted = 0
    names = files().keys(before=before)
    while keys := list(islice(names, _AT_ONCE)):
        orphans = _nobodys(keys)
        delete(orphans)
        deleted += len(orphans)
    return deleted


def _nobodys(keys: Sequence[str]) -> set[str]:
    with transaction():
        in_use = (attached, in_mails, in_claims, in_credentials, in_logos)
        return set(keys).difference(*(used(keys) for used in in_use))
