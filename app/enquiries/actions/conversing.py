"""What the enquirer writes after an answer, or to a firm that has asked something first."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from app.enquiries.actions.desk import end, send_to_desk
from app.enquiries.attachments import attach
from app.enquiries.errors import EnquiryEnded, MoveNotAllowed, NoSuchReferral
from app.enquiries.events import EnquirerReplied, EnquiryClosed, EnquiryReopened
from app.enquiries.models import Enquiry, Message, Outcome, Party, Referral
from app.enquiries.promises import answer_by, promise_to
from app.enquiries.queries import message_by_nonce, sent_before
from app.enquiries.questions import end_question
from app.enquiries.states import EnquiryState, ReferralState
from app.kernel.db import db
from app.kernel.events import publish
from app.kernel.file_kinds import Given


def reply(
    referral: Referral,
    *,
    text: str,
    language: str,
    nonce: str,
    at: datetime,
    files: Sequence[Given] = (),
) -> Message:
    """The enquirer writes to a firm that has the enquiry; the firm is to act again.

    The same form sent twice is one message. To a firm that has asked, it is the reply: the firm's time, which
    stood still, goes on. After the enquiry was closed it opens again, for this firm.
    Raises EnquiryEnded, NoSuchReferral, MoveNotAllowed for a form that was used elsewhere; OSError
    if a file could not be kept.
    """
    if known := sent_before(referral, nonce, Party.ENQUIRER):
        return known
    enquiry = referral.enquiry
    if can_reopen(referral):
        _reopen(referral, at=at)
    if not enquiry.is_open:
        raise EnquiryEnded(reference=enquiry.reference)
    if not referral.is_live:
        raise NoSuchReferral(reference=enquiry.reference)
    if not end_question(referral, at=at):
        referral.due_at = answer_by(referral.firm, at)
    if referral.state is ReferralState.ANSWERED:
        referral.move(ReferralState.ACCEPTED)
    message = Message(author=Party.ENQUIRER, language=language, text=text, at=at, nonce=nonce)
    referral.messages.append(message)
    if enquiry.state is EnquiryState.ANSWERED:
        enquiry.move(EnquiryState.ROUTED)
    enquiry.waiting_on = Party.FIRM
    enquiry.promised_at = promise_to(enquiry, at=at, owed=[referral.due_at])
    db.session.flush()  # the event needs its id
    attach(message.id, files, at=at)
    publish(EnquirerReplied(**_facts(referral, at=at), message_id=message.id))
    return message


def _facts(referral: Referral, *, at: datetime) -> dict[str, Any]:
    return {
        "at": at,
        "enquiry_id": referral.enquiry_id,
        "referral_id": referral.id,
        "firm_id": referral.firm_id,
        "actor": Party.ENQUIRER,
    }


def has_sent(referral: Referral, nonce: str, author: Party) -> bool:
    """Whether that party's form is a message of this conversation already."""
    known = message_by_nonce(nonce)
    return known is not None and known.referral_id == referral.id and known.author is author


def can_reopen(referral: Referral) -> bool:
    """Whether a word to this firm opens the closed enquiry again: it has answered, and may still read it."""
    enquiry = referral.enquiry
    closed = enquiry.state is EnquiryState.CLOSED and referral.state is ReferralState.CLOSED
    return closed and referral.answered_at is not None and enquiry.lets_read(referral.firm_id)


def _reopen(referral: Referral, *, at: datetime) -> None:
    """A new round on the same row. Like anything written after an answer, it needs no place."""
    enquiry = referral.enquiry
    referral.move(ReferralState.VISIBLE)
    referral.round += 1
    referral.ended_at = None
    enquiry.move(EnquiryState.ROUTED)
    enquiry.outcome = None
    publish(EnquiryReopened(**_facts(referral, at=at)))


def conclude(enquiry: Enquiry, *, outcome: Outcome, at: datetime) -> None:
    """Whether this answered the question: yes ends it, no sends it to the desk.

    Raises EnquiryEnded, and MoveNotAllowed where there is no answer to judge.
    """
    if not enquiry.is_open:
        raise EnquiryEnded(reference=enquiry.reference)
    if enquiry.state is not EnquiryState.ANSWERED:
        raise MoveNotAllowed(what="enquiry", old=enquiry.state.value, new="concluded")
    enquiry.outcome = outcome
    if outcome is Outcome.ANSWERED:
        end(enquiry, at=at)
        publish(EnquiryClosed(at=at, enquiry_id=enquiry.id, actor=Party.ENQUIRER, outcome=outcome.value))
    elif outcome is Outcome.NOT_ANSWERED:
        send_to_desk(enquiry, why="not_answered", actor=Party.ENQUIRER, at=at)
