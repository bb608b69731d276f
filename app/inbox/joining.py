"""Carrying out a judgement: a message of the conversation, a mark on a letter, or a note for staff."""

import base64
import hashlib
from datetime import datetime

from app.classification.script import language
from app.enquiries import actions
from app.enquiries.attachments import attach
from app.enquiries.enclosures import Quote
from app.enquiries.errors import EnquiryEnded
from app.enquiries.events import StrangerWrote
from app.enquiries.models import Message, Party, Referral
from app.enquiries.states import ReferralState
from app.inbox.judging import Judgement
from app.inbox.models import InboundMail, Verdict
from app.inbox.quoting import Folded
from app.inbox.reading import Mail
from app.kernel.db import db
from app.kernel.errors import Refusal
from app.kernel.events import publish
from app.kernel.file_kinds import Given
from app.outbox.contacts import note_delivered
from app.outbox.returned import came_back


def carry_out(found: Judgement, row: InboundMail, mail: Mail, *, at: datetime) -> None:
    """Do what was judged and put it down; the caller holds the transaction."""
    row.verdict, row.reason = found.verdict, found.reason
    row.referral_id = found.referral.id if found.referral else None
    row.party, row.letter_id = found.party, found.letter_id
    if found.verdict is Verdict.JOINED:
        _join_or_hold(found, row, mail, at=at)
    elif found.verdict is Verdict.BOUNCE and found.report and found.letter_id:
        report = found.report
        came_back(
            found.letter_id, permanent=report.final, of_address=report.of_address, said=report.said, at=at
        )
    elif found.reason == "colleague":
        _ask_the_party(found, row, at=at)


def _join_or_hold(found: Judgement, row: InboundMail, mail: Mail, *, at: datetime) -> None:
    if found.referral is None or found.party is None or found.folded is None:
        raise ValueError("nothing to join")
    try:
        with db.session.begin_nested():
            join(row, mail, found.referral, found.party, found.folded, by=found.account_id, at=at)
    except Refusal as error:
        row.verdict, row.message_id = Verdict.HELD, None
        row.reason = "ended" if isinstance(error, EnquiryEnded) else "not_open"
        return
    if mail.sender:
        note_delivered(mail.sender, at=at)


def join(
    row: InboundMail,
    mail: Mail,
    referral: Referral,
    party: Party,
    folded: Folded,
    *,
    by: int | None,
    at: datetime,
) -> Message:
    """Make the mail a message of that party, with what is attached to it. Raises Refusal.

    The same mail twice is one message.
    """
    text, tongue, nonce = folded.text, language(folded.new).lower(), _nonce(row)
    if party is Party.ENQUIRER:
        message = actions.reply(referral, text=text, language=tongue, nonce=nonce, at=at)
    else:
        if referral.state is ReferralState.VISIBLE:
            # Whoever answers a letter has taken the enquiry up, though not on the page.
            actions.open_referral(referral, by=by, at=at)
        message = actions.answer(referral, text=text, language=tongue, nonce=nonce, by=by, at=at)
    if row.message_id is None:
        for start, end in folded.spans:
            db.session.add(Quote(message_id=message.id, start=start, end=end))
        attach(message.id, [Given(file.name, file.data) for file in mail.files], at=at)
    row.message_id = message.id
    return message


def _nonce(row: InboundMail) -> str:
    """The same for every copy of a mail; for one that only bears another's Message-ID, its own."""
    source = row.identity if row.reason is None and row.identity else row.sha256
    digest = hashlib.sha256(f"inbound-mail:{source}".encode()).digest()
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")


def _ask_the_party(found: Judgement, row: InboundMail, *, at: datetime) -> None:
    referral, party = found.referral, found.party
    if referral is None or party is None:
        return
    publish(
        StrangerWrote(
            at=at,
            enquiry_id=referral.enquiry_id,
            referral_id=referral.id,
            firm_id=referral.firm_id,
            actor=Party.NOBODY,
            party=party.value,
            mail_id=row.id,
        )
    )
