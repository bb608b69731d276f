"""First kept, then acknowledged: whoever hands mail over may forget it only after this returned."""

import hashlib
import logging
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app.inbox.models import LONGEST_SENDER, InboundMail
from app.kernel.db import db, transaction
from app.kernel.files import files

#: Of an envelope's recipients; the rest stands in the headers.
_MOST_RECIPIENTS = 100

_log = logging.getLogger(__name__)


def keep(
    raw: bytes, *, mailbox: str, at: datetime, sender: str | None = None, recipients: Sequence[str] = ()
) -> int:
    """Keep a mail's bytes and return its id; the same bytes in the same mailbox are one mail.

    sender, recipients: the envelope's, where there is one.
    Runs in a transaction of its own. Raises OSError or SQLAlchemyError if it could not be kept.
    """
    sha256 = hashlib.sha256(raw).hexdigest()
    known = select(InboundMail.id).where(InboundMail.mailbox == mailbox, InboundMail.sha256 == sha256)
    with transaction():
        found = db.session.scalar(known)
    if found is not None:
        return found
    key = files().put(raw)
    mail = InboundMail(
        mailbox=mailbox,
        sha256=sha256,
        file=key,
        size=len(raw),
        envelope_from=None if sender is None else _storable(sender),
        envelope_to=[_storable(each) for each in recipients[:_MOST_RECIPIENTS]],
        received_at=at,
    )
    try:
        with transaction():
            db.session.add(mail)
            db.session.flush()
            id_ = mail.id
    except BaseException as error:
        files().delete(key)
        if isinstance(error, IntegrityError):  # handed over twice at once
            with transaction():
                found = db.session.scalar(known)
            if found is not None:
                return found
        raise
    _log.info("mail %d: kept %d bytes", id_, len(raw))
    return id_


def _storable(address: str) -> str:
    return address.encode("utf-8", "replace").decode().replace("\x00", "")[:LONGEST_SENDER]
