"""Files what was kept, oldest first, each mail in a transaction of its own.

A mail that cannot be read becomes a dead letter, with its reason, and the next one is taken up. One that
takes the whole process down with it is put behind the others, and after the third time it is dead too.
"""

import logging
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from email.parser import BytesHeaderParser

from sqlalchemy import select, update
from sqlalchemy.exc import OperationalError

from app.inbox import headers
from app.inbox.claims import Post
from app.inbox.joining import carry_out
from app.inbox.judging import judge
from app.inbox.models import LONGEST_SENDER, LONGEST_SUBJECT, InboundMail, Verdict
from app.inbox.reading import Mail
from app.inbox.reading import read as read_mail
from app.kernel.clock import now
from app.kernel.db import db, transaction
from app.kernel.files import read

#: How often a mail may be begun without an end.
MOST_ATTEMPTS = 3
#: What is larger is not taken apart; staff can read it.
LARGEST = 32 * 1024 * 1024
_LONGEST_HEAD = 100_000

_log = logging.getLogger(__name__)


@dataclass(slots=True)
class Tally:
    """What a run came to: mails by verdict."""

    by_verdict: dict[Verdict, int] = field(default_factory=dict)

    def count(self, verdict: Verdict) -> None:
        self.by_verdict[verdict] = self.by_verdict.get(verdict, 0) + 1

    @property
    def filed(self) -> int:
        return sum(self.by_verdict.values())


def file_waiting(
    post: Post,
    *,
    limit: int = 1000,
    ids: Iterable[int] | None = None,
    clock: Callable[[], datetime] = now,
    stopping: Callable[[], bool] = lambda: False,
) -> Tally:
    """File what waits, the longest first; with ``ids``, of those alone.

    Several may run beside each other. Raises OperationalError if the database is away.
    """
    tally = Tally()
    only = None if ids is None else list(ids)
    while tally.filed < limit and not stopping():
        id_ = _take_up(only)
        if id_ is None:
            break
        tally.count(_file(id_, post, at=clock()))
    return tally


def _take_up(only: list[int] | None) -> int | None:
    """The next mail, with the attempt already counted: what kills us now has been counted."""
    waiting = select(InboundMail.id).where(InboundMail.verdict == Verdict.WAITING)
    if only is not None:
        waiting = waiting.where(InboundMail.id.in_(only))
    oldest = (
        waiting.order_by(InboundMail.attempts, InboundMail.id)
        .limit(1)
        .with_for_update(skip_locked=True)
        .scalar_subquery()
    )
    with transaction():
        return db.session.scalar(
            update(InboundMail)
            .where(InboundMail.id == oldest)
            .values(attempts=InboundMail.attempts + 1)
            .returning(InboundMail.id)
            .execution_options(synchronize_session=False)
        )


def _file(id_: int, post: Post, *, at: datetime) -> Verdict:
    try:
        with transaction():
            row = _locked(id_)
            if row.verdict is not Verdict.WAITING:  # another was faster
                return row.verdict
            if row.attempts > MOST_ATTEMPTS:
                raise NeverEnds
            verdict = _read_and_file(row, post, at=at)
    except OperationalError:
        _not_counted(id_)  # the database's fault, not the mail's
        raise
    except Exception as error:
        # The class and nothing else: the words of an error may hold the words of the mail.
        _log.warning("mail %d: dead: %s", id_, type(error).__name__)
        return _bury(id_, type(error).__name__, at=at)
    _log.info("mail %d: %s", id_, verdict.value)
    return verdict


def _not_counted(id_: int) -> None:
    """Take the attempt back, if the database is there for that."""
    counted = update(InboundMail).where(InboundMail.id == id_, InboundMail.attempts > 0)
    with suppress(OperationalError), transaction():
        db.session.execute(counted.values(attempts=InboundMail.attempts - 1))


class NeverEnds(Exception):
    """It was begun three times, and nobody lived to tell the end."""


class TooLarge(Exception):
    """More bytes than are taken apart."""


def _locked(id_: int) -> InboundMail:
    found = select(InboundMail).where(InboundMail.id == id_).with_for_update()
    return db.session.scalars(found.execution_options(populate_existing=True)).one()


def _read_and_file(row: InboundMail, post: Post, *, at: datetime) -> Verdict:
    if row.size > LARGEST:
        raise TooLarge
    mail = read_mail(read(row.file or ""))
    describe(row, mail)
    carry_out(judge(mail, row, post, at=at), row, mail, at=at)
    row.filed_at = at
    return row.verdict


def describe(row: InboundMail, mail: Mail) -> None:
    """Put down what lists and later mails ask for."""
    row.sender = mail.sender[:LONGEST_SENDER] if mail.sender else None
    row.subject = mail.subject
    row.identity = mail.identity
    row.content = mail.content


def _bury(id_: int, why: str, *, at: datetime) -> Verdict:
    with transaction():
        row = _locked(id_)
        row.verdict, row.reason, row.filed_at = Verdict.DEAD, why[:120], at
        if why != NeverEnds.__name__:
            with suppress(Exception):  # so that staff know it in the list; without, it is there all the same
                _describe_by_head(row)
    return Verdict.DEAD


def _describe_by_head(row: InboundMail) -> None:
    head = BytesHeaderParser().parsebytes(read(row.file or "")[:_LONGEST_HEAD])
    sender = next(iter(headers.senders(head)), None)
    subject = headers.first(head, "Subject")[:LONGEST_SUBJECT]
    row.sender, row.subject = sender, subject
