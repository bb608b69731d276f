"""Everything the portal can come to keep of one person, with a mark in every place the inventory names."""

from dataclasses import dataclass, field
from datetime import timedelta
from hashlib import sha256
from typing import Any

from sqlalchemy import JSON, Enum, String, select, update

from app.enquiries.arrivals import Arrival
from app.enquiries.enclosures import Attachment, Quote
from app.enquiries.handling import Note
from app.enquiries.models import Enquiry, Facet, FacetKind, FacetSource, Message, Party, Referral
from app.enquiries.proposals import Change, LexiconProposal
from app.enquiries.states import EnquiryState, ReferralState
from app.i18n.languages import EN
from app.inbox.models import InboundMail, Verdict
from app.kernel.db import Base, db, transaction
from app.kernel.file_kinds import FileKind
from app.kernel.files import files
from app.outbox.models import DeclinedTopic, Letter, MailContact, Reach, Topic
from app.privacy.inventory import Erasing, Whose, inventory
from tests.factories.enquiries import make_enquiry, make_referral
from tests.factories.firms import make_firm
from tests.factories.keeping import NOON, keep
from tests.factories.letters import post

#: As it was typed, and as it is compared.
TYPED, ADDRESS = "CNRY-Person@Bücher.example", "cnry-person@xn--bcher-kva.example"
#: Where nobody else of these tests is.
_ZONE = "Pacific/Kosrae"
#: Where an address must stand for the person to be found by it, and other columns that hold no free words.
_FIXED = {
    ("enquiry", "time_zone"): _ZONE,
    ("enquiry_facet", "evidence"): [],
    ("enquiry", "email"): TYPED,
    ("letter", "recipient"): TYPED,
    ("mail_contact", "address"): ADDRESS,
    ("declined_topic", "address"): ADDRESS,
    ("inbound_mail", "sender"): TYPED,
    ("inbound_mail", "envelope_from"): TYPED,
}


@dataclass
class Traces:
    """One person's enquiry, and what to look for once it is erased."""

    enquiry: Enquiry
    referral: Referral
    marks: set[str] = field(default_factory=set)


def leave_traces() -> Traces:
    """An answered enquiry with everything about it that is ever kept, marked column by column."""
    firm = make_firm(contact_email="firm@firm.example")
    enquiry = make_enquiry(
        state=EnquiryState.ANSWERED, waiting_on=Party.ENQUIRER, email=TYPED, time_zone=_ZONE
    )
    shown = {"state": ReferralState.ANSWERED, "seen_at": NOON, "accepted_at": NOON, "answered_at": NOON}
    traces = Traces(enquiry, make_referral(enquiry, firm, **shown))
    _what_was_said(traces)
    _what_was_written(traces)
    _what_came_in(traces)
    _mark(traces)
    return traces


def _file(traces: Traces, mark: str) -> str:
    traces.marks.add(mark)
    return files().put(f"From: {TYPED}\r\nSubject: {mark}\r\n\r\n{mark}".encode())


def _what_was_said(traces: Traces) -> None:
    enquiry, referral = traces.enquiry, traces.referral
    for kind, code in ((FacetKind.MARKET, "UK"), (FacetKind.SERVICE, "REP-UKRP")):
        keep(
            Facet(enquiry_id=enquiry.id, kind=kind, code=code, source=FacetSource.LEXICON, evidence=[[0, 3]])
        )
    said = {"author": Party.ENQUIRER, "language": "en", "text": "Thank you.", "at": NOON}
    message = keep(Message(referral_id=referral.id, nonce=f"traces-{referral.id}", **said))
    keep(Note(referral_id=referral.id, text="x", at=NOON, nonce=f"note-{referral.id}"))
    keep(Quote(message_id=message.id, start=0, end=5))
    taken = {"kind": FileKind.PDF, "file": _file(traces, "CNRY-ATTACHED"), "blocked": None}
    keep(Attachment(message_id=message.id, name="x.pdf", size=7, at=NOON, **taken))
    keep(
        LexiconProposal(
            enquiry_id=enquiry.id, kind=FacetKind.MARKET, code="UK", change=Change.ADDED, proposed_at=NOON
        )
    )
    keep(Arrival(at=NOON, form=enquiry.nonce))


def _what_was_written(traces: Traces) -> None:
    words = {
        "language": EN,
        "subject": "x",
        "text": "x",
        "html": "x",
        "sender_name": "x",
        "reply_to": "x@y.z",
    }
    with transaction():
        for about, to in (
            (f"enquiry:{traces.enquiry.id}", TYPED),
            (f"referral:{traces.referral.id}", "firm@firm.example"),
        ):
            post("enquiry_answered", to=to, reason=f"traces:{about}", about=about, at=NOON, **words)
    keep(MailContact(address=ADDRESS, state=Reach.SOFT, since=NOON))
    keep(DeclinedTopic(address=ADDRESS, topic=Topic.REMINDERS, at=NOON))


def _what_came_in(traces: Traces) -> None:
    letter_id = db.session.scalar(select(Letter.id).where(Letter.about == f"enquiry:{traces.enquiry.id}"))
    joined = _came(traces, Verdict.JOINED, referral_id=traces.referral.id, party=Party.ENQUIRER)
    _came(traces, Verdict.DUPLICATE, sender="other@elsewhere.example", content=joined.content)
    _came(traces, Verdict.BOUNCE, sender="postmaster@elsewhere.example", letter_id=letter_id)
    _came(traces, Verdict.QUARANTINED)
    _came(traces, Verdict.WAITING, sender=None, envelope_from=None)


def _came(traces: Traces, verdict: Verdict, **given: Any) -> InboundMail:
    mark = f"CNRY-MAIL-{verdict.name}"
    dull = {"sender": TYPED, "envelope_from": TYPED, "content": mark, "identity": f"{mark}-id"}
    row = {
        "mailbox": "file",
        "sha256": sha256(mark.encode()).hexdigest(),
        "size": 7,
        "received_at": NOON + timedelta(hours=1),
    }
    return keep(InboundMail(verdict=verdict, file=_file(traces, mark), **row, **dull | given))


def _mark(traces: Traces) -> None:
    """Put a mark of its own into every column that an erasure empties, where words can stand."""
    tables = Base.metadata.tables
    with transaction():
        for number, each in enumerate(inventory().personal):
            column = tables[each.table].c[each.column]
            at_place = (each.table, each.column)
            if each.whose is not Whose.ENQUIRER or each.erasing is Erasing.KEEP or at_place in _FIXED:
                continue
            if each.table == "listing_request":
                continue  # of no enquiry: it goes with the person, which has a test of its own
            if (
                column.name == "file"
                or column.foreign_keys
                or (each.table, column.name) == ("arrival", "form")
            ):
                continue
            if each.table == "inbound_mail" and column.name in {"identity", "content"}:
                continue  # marked where they are made: copies are found by them
            mark = f"CNRY{number:03d}"
            if isinstance(column.type, JSON):
                value: Any = {"article": mark} if each.column == "context" else [mark]
            elif isinstance(column.type, String) and not isinstance(column.type, Enum):
                value = mark
            else:
                continue
            traces.marks.add(mark)
            db.session.execute(update(tables[each.table]).values({column.name: value}))
    traces.marks |= {TYPED, ADDRESS, _ZONE, "cnry"}
    db.session.expire_all()
