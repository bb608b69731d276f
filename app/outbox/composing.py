"""A letter as mail: its headers and its lines, as they travel."""

from dataclasses import dataclass
from email.charset import BASE64, QP, Charset
from email.header import Header
from email.mime.text import MIMEText
from email.utils import parseaddr

import flask_mail
from email_validator import validate_email
from flask import current_app

from app.config import Settings
from app.i18n.addresses import Addresses
from app.i18n.languages import BY_SLUG
from app.outbox import topics
from app.outbox.claims import Parcel
from app.outbox.envelopes import envelope_sender

#: Who writes, to readers of each language, unless the settings name somebody.
_NAMES = {"en": "Local Regulatory Experts", "zh-hant": "在地法規專家", "zh-hans": "本地法规专家"}


@dataclass(frozen=True, slots=True)
class Mail:
    """A letter ready to be handed over."""

    #: Where reports of failure go, and where the letter goes.
    sender: str
    recipient: str
    written: bytes

    @property
    def needs_utf8(self) -> bool:
        """Whether only a server with SMTPUTF8 (RFC 6531) can carry it."""
        return not self.recipient.isascii()


#: How a message without a reader begins its To.
_NOBODY = b"\r\nTo: \r\n"


class _Message(flask_mail.Message):
    """A message whose lines are short and whose subject arrives as it was written.

    Flask-Mail 0.10 sends UTF-8 in 8-bit lines of any length, which servers refuse beyond 998 octets, and
    its ``as_bytes`` folds subjects anew and loses or gains spaces between scripts.
    """

    def _mimetext(self, text: str | None, subtype: str = "plain") -> MIMEText:
        text = text or ""
        utf8 = Charset("utf-8")
        # What is mostly ASCII stays readable in the raw; Chinese would become three times as long.
        mostly_ascii = len(text.encode()) < 1.2 * len(text)
        utf8.body_encoding = QP if mostly_ascii else BASE64
        part = MIMEText("", subtype, "utf-8")
        del part["Content-Transfer-Encoding"]
        # Base64 hides line ends from the transport, so they are made canonical here (RFC 2045, 6.8).
        part.set_payload(text if mostly_ascii else text.replace("\n", "\r\n"), utf8)
        return part

    def as_bytes(self) -> bytes:
        return self.as_string().encode("ascii")

    def written_to(self, recipient: str) -> bytes:
        """The message with that one reader in its To.

        Flask-Mail cannot write an address whose first half is not ASCII (RFC 6532), so it writes none.
        """
        return self.as_bytes().replace(_NOBODY, f"\r\nTo: {recipient}\r\n".encode(), 1)


def _subject(text: str) -> str:
    # Plain ASCII goes as it is, unless it would be read as an encoded word.
    if text.isascii() and "=?" not in text:
        return text
    return Header(text, "utf-8").encode(linesep="\r\n")


def _settings() -> Settings:
    found: Settings = current_app.extensions["outbox"]
    return found


def _from(parcel: Parcel) -> str:
    """Who writes: the portal, or somebody through it; always at the portal's own address."""
    given = _settings().mail_sender
    name, address = parseaddr(given)
    if parcel.sender_name is None:
        return given if name else f"{_NAMES[parcel.language]} <{address}>"
    quoted = parcel.sender_name.replace("\\", r"\\").replace('"', r"\"")
    return f'"{quoted}" <{address}>'


def _headers(parcel: Parcel) -> dict[str, str]:
    settings = _settings()
    headers = {
        "Content-Language": BY_SLUG[parcel.language].tag,
        # Nothing is to answer by itself, holiday notices least of all (RFC 3834).
        "Auto-Submitted": "auto-generated",
    }
    if parcel.topic:
        choice = topics.Choice(parcel.recipient, parcel.topic)
        token = topics.sign(choice, secret=settings.secret_key)
        address = settings.base_url + Addresses(BY_SLUG[parcel.language]).letters(token)
        # RFC 8058: whoever reads mail for its reader posts these words there, without a session.
        headers["List-Unsubscribe"] = f"<{address}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return headers


def _recipient(given: str) -> str:
    """The address as it travels: its domain in ASCII, its first half as it is. Raises ValueError."""
    address = validate_email(
        given, check_deliverability=False, allow_smtputf8=True, globally_deliverable=False
    )
    return f"{address.local_part}@{address.ascii_domain}"


def compose(parcel: Parcel) -> Mail:
    """The letter as mail to its one reader. Raises ValueError if it cannot be written as such."""
    settings = _settings()
    message = _Message(
        subject=_subject(parcel.subject),
        sender=_from(parcel),
        body=parcel.text,
        html=parcel.html,
        date=parcel.written_at.timestamp(),
        reply_to=parcel.reply_to,
        extra_headers=_headers(parcel),
    )
    message.msgId = parcel.message_id
    if message.has_bad_headers():
        raise ValueError("a line end in a header")
    recipient = _recipient(parcel.recipient)
    sender = parseaddr(str(message.sender))[1]
    if settings.mail_reply_domain:
        sender = envelope_sender(parcel.id, secret=settings.secret_key, domain=settings.mail_reply_domain)
    return Mail(sender, recipient, message.written_to(recipient))
