"""What a firm asks the enquirer before it answers, and what follows if no reply comes."""

from datetime import datetime
from typing import Any

from app.enquiries.errors import EnquiryEnded, MoveNotAllowed, NoSuchReferral, QuestionOpen
from app.enquiries.events import FirmAsked, QuestionUnheard
from app.enquiries.models import Message, Party, Referral
from app.enquiries.promises import promise_to
from app.enquiries.queries import sent_before
from app.enquiries.questions import end_question, wait_for_enquirer
from app.enquiries.states import REFERRAL_ASKING, EnquiryState
from app.kernel.db import db
from app.kernel.events import publish


def ask_enquirer(
    referral: Referral, *, text: str, language: str, nonce: str, by: int, at: datetime
) -> Message:
    """The firm asks what it must know first; its time to answer stands still until a reply.

    The same form sent twice is one question. Raises QuestionOpen while another waits for a reply,
    MoveNotAllowed for a firm that has not opened it or has answered, NoSuchReferral, EnquiryEnded.
    """
    if known := sent_before(referral, nonce, Party.FIRM):
        return known
    enquiry = referral.enquiry
    if not enquiry.lets_read(referral.firm_id):
        raise NoSuchReferral(reference=enquiry.reference)
    if not enquiry.is_open:
        raise EnquiryEnded(reference=enquiry.reference)
    if referral.state not in REFERRAL_ASKING:
        raise MoveNotAllowed(what="referral", old=referral.state.value, new="asked")
    if referral.question_at is not None:
        raise QuestionOpen(reference=enquiry.reference)
    message = Message(
        author=Party.FIRM,
        account_id=by,
        language=language,
        text=text,
        at=at,
        nonce=nonce,
        is_question=True,
    )
    referral.messages.append(message)
    referral.question_at = at
    wait_for_enquirer(enquiry)
    db.session.flush()  # the event needs its id
    publish(FirmAsked(**_facts(referral, Party.FIRM, at=at), by_id=by, message_id=message.id))
    return message


def stop_waiting(referral: Referral, *, at: datetime) -> None:
    """No reply has come: the firm's time goes on. Changes nothing where no question is open."""
    if not end_question(referral, at=at):
        return
    enquiry = referral.enquiry
    if enquiry.state is EnquiryState.ROUTED and enquiry.waiting_on is Party.ENQUIRER:
        enquiry.waiting_on = Party.FIRM
        enquiry.promised_at = promise_to(enquiry, at=at, owed=[referral.due_at])
    publish(QuestionUnheard(**_facts(referral, Party.NOBODY, at=at)))


def _facts(referral: Referral, actor: Party, *, at: datetime) -> dict[str, Any]:
    return {
        "at": at,
        "enquiry_id": referral.enquiry_id,
        "referral_id": referral.id,
        "firm_id": referral.firm_id,
        "actor": actor,
    }
