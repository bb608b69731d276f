"""What staff do with mail."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select, update

from app.enquiries.models import Message, Referral
from app.inbox.claims import Post
from app.inbox.errors import CannotBeLetIn
from app.inbox.forgetting import forget
from app.inbox.joining import join
from app.inbox.judging import folded
from app.inbox.masking import masked
from app.inbox.models import InboundMail, Verdict
from app.inbox.reading import read as read_mail
from app.kernel.db import db
from app.kernel.files import files, read


def let_in(mail: InboundMail, post: Post, *, by: int, at: datetime) -> Message:
    """Put a mail that was held into the conversation that its address names, as that party's.

    Raises CannotBeLetIn, and what ``reply`` and ``answer`` raise.
    """
    referral = db.session.get(Referral, mail.referral_id) if mail.can_be_let_in else None
    if referral is None or mail.party is None or mail.file is None:
        raise CannotBeLetIn(verdict=mail.verdict.value)
    found = read_mail(read(mail.file))
    text = masked(found.text, referral.enquiry, secret=post.secret, domain=post.domain)
    if not text.strip():
        raise CannotBeLetIn(verdict=mail.verdict.value)
    quoted = folded(text, referral, mail.party)
    message = join(mail, found, referral, mail.party, quoted, by=None, at=at)
    mail.verdict = Verdict.JOINED
    settle(mail, by=by, at=at)
    return message


def settle(mail: InboundMail, *, by: int | None, at: datetime) -> None:
    """Staff are done with it; it is kept as it is."""
    if mail.settled_at is None:
        mail.settled_at, mail.settled_by_id = at, by


def retry(mail: InboundMail) -> None:
    """Have a dead or undecided mail that was not erased looked at anew, as if it had just come."""
    if mail.file and mail.verdict in {Verdict.DEAD, Verdict.HELD, Verdict.QUARANTINED}:
        mail.verdict, mail.reason, mail.attempts = Verdict.WAITING, None, 0
        mail.settled_at = mail.settled_by_id = None


def retry_dead() -> Sequence[int]:
    """The same for every dead mail; their ids, oldest first."""
    dead = db.session.scalars(
        select(InboundMail.id)
        .where(InboundMail.verdict == Verdict.DEAD, InboundMail.file.is_not(None))
        .order_by(InboundMail.id)
    ).all()
    db.session.execute(
        update(InboundMail)
        .where(InboundMail.id.in_(dead), InboundMail.verdict == Verdict.DEAD)
        .values(verdict=Verdict.WAITING, reason=None, attempts=0, settled_at=None, settled_by_id=None)
    )
    return dead


def erase(mail: InboundMail) -> None:
    """Take away what it said and who wrote it, see ``forget``.

    The bytes go at once, whether or not the transaction is kept: nobody may find them again.
    """
    key = forget(mail)
    if key:
        files().delete(key)
