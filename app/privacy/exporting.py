"""Everything a person may have of an enquiry of theirs, in one archive: what they sent and what was written.

Of firms it says what the follow-up page says, and nothing more: no note of a firm or an editor, and none of
those that were considered.
"""

import json
from collections.abc import Iterator
from datetime import datetime
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZipFile

from sqlalchemy import select

from app.directory.queries import firms_in_order
from app.enquiries.enclosures import Attachment, enclosed_with
from app.enquiries.models import Enquiry, Message, Party, Referral
from app.enquiries.states import ReferralState
from app.i18n.languages import Language
from app.inbox.models import InboundMail
from app.kernel.db import db
from app.kernel.file_kinds import clean_name
from app.kernel.files import files
from app.outbox.queries import letters_about

#: What somebody is told of an enquiry, in values that JSON keeps as they are.
Record = dict[str, Any]
_NEVER_SHOWN = frozenset({ReferralState.CANCELLED})


def record_of(enquiry: Enquiry, reader: Language) -> Record:
    """The enquiry as its sender may have it; names of firms in the reader's language."""
    return {
        "reference": enquiry.reference,
        "state": enquiry.state.value,
        "language": enquiry.language,
        "time_zone": enquiry.time_zone,
        "asked_at": _moment(enquiry.asked_at),
        "confirmed_at": _moment(enquiry.confirmed_at),
        "mode": enquiry.mode.value,
        "firms_at_once": enquiry.best,
        "outcome": enquiry.outcome.value if enquiry.outcome else None,
        "you": {name: getattr(enquiry, name) for name in ("company", "contact_name", "email", "country")},
        "product": enquiry.product,
        "text": enquiry.text,
        "closing_note": enquiry.closing_note,
        "came_from": enquiry.context,
        "about": [
            {"kind": each.kind.value, "code": each.code, "said_by": each.source.value}
            for each in enquiry.facets
        ],
        "consents": list(_consents(enquiry, reader)),
        "firms": [_firm(each, reader) for each in enquiry.referrals if each.state not in _NEVER_SHOWN],
        "letters": list(_letters(enquiry)),
        "mails": [f"mails/{row.id}.eml" for row in _mails(enquiry)],
    }


def write_archive(file: IO[bytes], enquiry: Enquiry, record: Record, *, readable: str) -> None:
    """The record for people and for programs, the files of the conversation, and their own mails.

    readable: the record as an HTML page.
    """
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        add_to(archive, enquiry, record, readable=readable)


def add_to(archive: ZipFile, enquiry: Enquiry, record: Record, *, readable: str) -> None:
    """The same, in a folder of an archive that holds several."""
    folder = enquiry.reference
    archive.writestr(f"{folder}/record.html", readable)
    archive.writestr(f"{folder}/record.json", json.dumps(record, ensure_ascii=False, indent=2))
    for row in _attached(enquiry):
        _copy(archive, f"{folder}/{_place(row)}", row.file or "")
    for mail in _mails(enquiry):
        _copy(archive, f"{folder}/mails/{mail.id}.eml", mail.file or "")


def _copy(archive: ZipFile, name: str, key: str) -> None:
    with files().open(key) as source, archive.open(name, "w") as target:
        while piece := source.read(1024 * 1024):
            target.write(piece)


def _moment(at: datetime | None) -> str | None:
    return at.isoformat() if at else None


def _consents(enquiry: Enquiry, reader: Language) -> Iterator[Record]:
    agreed = firms_in_order(list({each.firm_id for each in enquiry.consents}))
    names = {each.id: each.read(reader).text.name for each in agreed}
    for each in enquiry.consents:
        yield {
            "firm": names.get(each.firm_id, ""),
            "purpose": each.purpose.value,
            "fields": each.fields,
            "countries": each.countries,
            "wording": each.wording,
            "language": each.language,
            "given_at": _moment(each.given_at),
            "withdrawn_at": _moment(each.withdrawn_at),
        }


def _firm(referral: Referral, reader: Language) -> Record:
    enclosed = enclosed_with(message.id for message in referral.messages)
    return {
        "firm": _name(referral, reader),
        "state": referral.state.value,
        **{
            name: _moment(getattr(referral, name))
            for name in ("visible_at", "seen_at", "disclosed_at", "accepted_at", "answered_at", "ended_at")
        },
        "disclosed": referral.disclosed,
        "messages": [_message(each, enclosed[each.id].attachments) for each in referral.messages],
    }


def _name(referral: Referral, reader: Language) -> str:
    return referral.firm.read(reader).text.name


def _message(message: Message, attached: list[Attachment]) -> Record:
    return {
        "by": "you" if message.author is Party.ENQUIRER else message.author.value,
        "at": _moment(message.at),
        "language": message.language,
        "text": message.text,
        "files": [_place(each) for each in attached if each.file],
    }


def _letters(enquiry: Enquiry) -> Iterator[Record]:
    for letter in letters_about(f"enquiry:{enquiry.id}"):
        yield {
            "to": letter.recipient,
            "written_at": _moment(letter.written_at),
            "sent_at": _moment(letter.sent_at),
            "subject": letter.subject,
            "text": letter.text,
        }


def _attached(enquiry: Enquiry) -> Iterator[Attachment]:
    messages = [message.id for each in enquiry.referrals for message in each.messages]
    for enclosed in enclosed_with(messages).values():
        yield from (each for each in enclosed.attachments if each.file)


def _place(row: Attachment) -> str:
    """Where the file lies in the archive; two of one name lie side by side."""
    return f"files/{row.id}-{clean_name(row.name, row.kind)}"


def _mails(enquiry: Enquiry) -> list[InboundMail]:
    """What came from the enquirer; a firm's mails are the firm's."""
    own = select(InboundMail).where(
        InboundMail.referral_id.in_([each.id for each in enquiry.referrals]),
        InboundMail.party == Party.ENQUIRER,
        InboundMail.message_id.is_not(None),
        InboundMail.file.is_not(None),
    )
    return list(db.session.scalars(own.order_by(InboundMail.id)))
