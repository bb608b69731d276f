"""What a firm does with an enquiry it was given."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from app.enquiries.actions.asking import set_aside
from app.enquiries.actions.desk import go_on_without
from app.enquiries.actions.disclosing import put_down
from app.enquiries.actions.stepping import step
from app.enquiries.attachments import attach
from app.enquiries.doubts import is_doubted
from app.enquiries.errors import NoSuchReferral
from app.enquiries.events import ReferralAccepted, ReferralAnswered, ReferralDeclined, ReferralOpened
from app.enquiries.models import DeclineReason, Message, Party, Referral
from app.enquiries.queries import sent_before
from app.enquiries.questions import end_question
from app.enquiries.states import REFERRAL_DISCLOSED, EnquiryState, ReferralState
from app.kernel.db import db
from app.kernel.events import publish
from app.kernel.file_kinds import Given

#: Why the portal set an enquiry aside that firms did not believe.
NOT_CREDIBLE = "not_credible"
_TAKEN_ON = frozenset({ReferralState.ACCEPTED, ReferralState.ANSWERED})


def _facts(referral: Referral, *, by: int | None, at: datetime) -> dict[str, Any]:
    return {
        "at": at,
        "enquiry_id": referral.enquiry_id,
        "referral_id": referral.id,
        "firm_id": referral.firm_id,
        "actor": Party.FIRM,
        "by_id": by,
    }


def _must_consent(referral: Referral) -> None:
    """A firm that may not read it does not learn that there is anything to act on."""
    if not referral.enquiry.lets_read(referral.firm_id):
        raise NoSuchReferral(reference=referral.enquiry.reference)


def open_referral(referral: Referral, *, by: int | None, at: datetime) -> None:
    """The firm takes it in hand, and reads who asks if it may; that is disclosed then. Again changes nothing.

    Raises MoveNotAllowed.
    """
    _must_consent(referral)
    if referral.seen_at and referral.state in REFERRAL_DISCLOSED:
        return
    step(referral, ReferralState.SEEN)
    referral.seen_at = at
    publish(ReferralOpened(**_facts(referral, by=by, at=at), disclosed=put_down(referral, at=at)))


def accept(referral: Referral, *, by: int, at: datetime) -> None:
    """The firm takes it on. Again changes nothing. Raises MoveNotAllowed."""
    _must_consent(referral)
    if referral.state in _TAKEN_ON:
        return
    step(referral, ReferralState.ACCEPTED)
    referral.accepted_at = at
    publish(ReferralAccepted(**_facts(referral, by=by, at=at)))


def decline(referral: Referral, *, reason: DeclineReason, note: str, by: int, at: datetime) -> None:
    """The firm does not take it; its access to who asks ends. Again changes nothing. Raises MoveNotAllowed.

    Where no other firm is left, the enquiry goes to the desk: nobody is left waiting for nothing. Where
    several did not believe it, it is set aside there, like what the spam rules hold.
    """
    if referral.state is ReferralState.DECLINED:
        return
    step(referral, ReferralState.DECLINED)
    referral.ended_at = at
    referral.decline_reason = reason
    referral.decline_note = note or None
    publish(ReferralDeclined(**_facts(referral, by=by, at=at), reason=reason.value))
    if referral.enquiry.is_open:
        go_on_without(referral.enquiry, why="declined", actor=Party.NOBODY, at=at)
        if is_doubted(referral.enquiry) and referral.enquiry.state is EnquiryState.TRIAGE:
            set_aside(referral.enquiry, why=NOT_CREDIBLE, at=at)


def answer(
    referral: Referral,
    *,
    text: str,
    language: str,
    nonce: str,
    by: int | None,
    at: datetime,
    files: Sequence[Given] = (),
) -> Message:
    """The firm writes to the enquirer. The same form sent twice is one message.

    Raises MoveNotAllowed; OSError if a file could not be kept.

    by: the account; None for an answer by mail from an address of the firm's that is nobody's account.

    The answer exists when its row is kept; the letter only says that it is there.
    """
    if known := sent_before(referral, nonce, Party.FIRM):
        return known
    _must_consent(referral)
    end_question(referral, at=at)  # whether the answer is late is reckoned without the wait
    step(referral, ReferralState.ANSWERED)
    referral.answered_at = referral.answered_at or at
    message = Message(
        referral_id=referral.id,
        author=Party.FIRM,
        account_id=by,
        language=language,
        text=text,
        at=at,
        nonce=nonce,
    )
    referral.messages.append(message)
    enquiry = referral.enquiry
    if enquiry.state is EnquiryState.ROUTED:
        enquiry.move(EnquiryState.ANSWERED)
    if enquiry.state is EnquiryState.ANSWERED:  # what lies at the desk stays promised by the desk
        enquiry.waiting_on = Party.ENQUIRER
        enquiry.promised_at = None
    db.session.flush()  # the event needs its id
    attach(message.id, files, at=at)
    publish(ReferralAnswered(**_facts(referral, by=by, at=at), message_id=message.id))
    return message
