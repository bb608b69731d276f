"""The one module that talks to the mail server."""

import ipaddress
import smtplib
import socket
import ssl
from email.charset import BASE64, QP, Charset
from email.header import Header
from email.mime.text import MIMEText
from email.utils import parseaddr
from types import TracebackType
from typing import Any, Self

import flask_mail
from email_validator import validate_email
from flask import Flask, current_app

from app.config import Settings
from app.i18n.languages import BY_SLUG
from app.kernel.text import clean
from app.outbox import letters
from app.outbox.claims import Parcel
from app.outbox.verdicts import Answer, Verdict

#: Seconds to wait for any answer but the last.
PATIENCE = 30.0
#: Seconds to wait for the answer to a whole letter: giving up early is how letters arrive twice.
#: RFC 5321, section 4.5.3.2.6, asks for 10 minutes; other letters are waiting behind this one.
LAST_PATIENCE = 300.0

#: Who writes, to readers of each language, unless the settings name somebody.
_NAMES = {"en": "Local Regulatory Experts", "zh-hant": "在地法規專家", "zh-hans": "本地法规专家"}
_LONGEST_SAID = 500


class NotThisMachine(Exception):
    """A portal with sample data was about to hand mail to another machine."""


class _Host(smtplib.SMTP):
    """An SMTP conversation that knows whether a whole letter is out without an answer."""

    sock: socket.socket

    def __init__(self, server: str, port: int, *, name: str, stay_here: bool) -> None:
        self.unanswered = False
        self._stay_here = stay_here
        super().__init__(server, port, local_hostname=name, timeout=PATIENCE)

    def connect(self, *args: Any, **kwargs: Any) -> tuple[int, bytes]:
        greeting = super().connect(*args, **kwargs)
        # By the address really reached: a name may resolve to another one than at start.
        if self._stay_here and not ipaddress.ip_address(self.sock.getpeername()[0]).is_loopback:
            self.close()
            raise NotThisMachine
        return greeting

    def send(self, s: Any) -> None:
        super().send(s)
        if isinstance(s, bytes) and s.endswith(b"\r\n.\r\n"):
            self.unanswered = True
            self.sock.settimeout(LAST_PATIENCE)

    def getreply(self) -> tuple[int, bytes]:
        reply = super().getreply()
        if self.unanswered:
            self.unanswered = False
            self.sock.settimeout(PATIENCE)
        return reply


class _Connection(flask_mail.Connection):
    """Flask-Mail's, with waits that end, checked certificates, and no mail from samples to people."""

    host: _Host | None

    def configure_host(self) -> _Host:
        settings: Settings = current_app.extensions["outbox"]
        try:
            # A bare number is no host name in SMTP's grammar (RFC 5321, section 4.1.3).
            name = f"[{ipaddress.IPv4Address(settings.host)}]"
        except ValueError:
            name = settings.host
        host = _Host(self.mail.server, self.mail.port, name=name, stay_here=settings.demo)
        try:
            if self.mail.use_tls:
                host.starttls(context=ssl.create_default_context())
            if self.mail.username and self.mail.password:
                host.login(self.mail.username, self.mail.password)
            host.ehlo_or_helo_if_needed()
        except BaseException:
            host.close()
            raise
        return host


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


def _subject(text: str) -> str:
    # Plain ASCII goes as it is, unless it would be read as an encoded word.
    if text.isascii() and "=?" not in text:
        return text
    return Header(text, "utf-8").encode(linesep="\r\n")


def _sender(language: str) -> str:
    given: str = current_app.extensions["outbox"].mail_sender
    name, address = parseaddr(given)
    return given if name else f"{_NAMES[language]} <{address}>"


def compose(parcel: Parcel) -> flask_mail.Message:
    """The letter as mail. Raises ValueError if it cannot be written: an address or header that is none."""
    recipient = validate_email(
        parcel.recipient, check_deliverability=False, allow_smtputf8=False, globally_deliverable=False
    )
    message = _Message(
        subject=_subject(parcel.subject),
        sender=_sender(parcel.language),
        recipients=[recipient.ascii_email or ""],
        body=parcel.text,
        html=parcel.html,
        date=parcel.written_at.timestamp(),
        extra_headers={
            "Content-Language": BY_SLUG[parcel.language].tag,
            # Nothing is to answer by itself, holiday notices least of all (RFC 3834).
            "Auto-Submitted": "auto-generated",
        },
    )
    message.msgId = parcel.message_id
    if message.has_bad_headers():
        raise ValueError("a line end in a header")
    message.as_bytes()
    return message


class Line:
    """A conversation with the mail server, begun with the first letter and kept for those after it."""

    def __init__(self) -> None:
        self._connection = _Connection(current_app.extensions["mail"])

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._hang_up()

    def carry(self, parcel: Parcel) -> Verdict:
        """Hand the letter to the mail server.

        Raises NotThisMachine instead of sending sample mail anywhere.
        """
        try:
            message = compose(parcel)
        except (ValueError, LookupError) as error:
            return Verdict(Answer.PERMANENT, f"cannot be written as mail: {type(error).__name__}")
        try:
            self._pick_up()
        except OSError as error:  # smtplib's own errors are OSErrors too
            return Verdict(Answer.TEMPORARY, _said(error), reached=False)
        return self._hand_over(message)

    def _hand_over(self, message: flask_mail.Message) -> Verdict:
        host = self._connection.host
        try:
            self._connection.send(message, envelope_from=parseaddr(str(message.sender))[1])
        except smtplib.SMTPRecipientsRefused as error:
            code, words = next(iter(error.recipients.values()))
            return _refusal(code, words)
        except smtplib.SMTPResponseException as error:
            return _refusal(error.smtp_code, error.smtp_error)
        except OSError as error:
            unanswered = host is not None and host.unanswered
            self._hang_up()
            return Verdict(Answer.UNKNOWN if unanswered else Answer.TEMPORARY, _said(error))
        return Verdict(Answer.ACCEPTED)

    def _pick_up(self) -> None:
        if self._connection.host is None or self._connection.host.sock is None:
            self._connection.host = self._connection.configure_host()

    def _hang_up(self) -> None:
        host, self._connection.host = self._connection.host, None
        if host is None:
            return
        try:
            if host.sock is not None and not host.unanswered:
                host.quit()
        except OSError:
            pass  # it had hung up first
        finally:
            host.close()


def _refusal(code: int, words: bytes | str) -> Verdict:
    said = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
    answer = Answer.PERMANENT if code >= 500 else Answer.TEMPORARY
    return Verdict(answer, clean(f"{code} {said}")[:_LONGEST_SAID])


def _said(error: OSError) -> str:
    return clean(f"{type(error).__name__}: {error}")[:_LONGEST_SAID]


def init_app(app: Flask, settings: Settings) -> None:
    """Tell Flask-Mail where the server is, and letters under which name they are kept."""
    app.config.update(
        MAIL_SERVER=settings.mail_server,
        MAIL_PORT=settings.mail_port,
        MAIL_USE_TLS=settings.mail_use_tls,
        MAIL_USERNAME=settings.mail_username,
        MAIL_PASSWORD=settings.mail_password,
        # Flask-Mail prints whole conversations when debugging, addresses and all.
        MAIL_DEBUG=False,
        # A letter noted as sent was sent; what keeps tests and samples at home is NotThisMachine.
        MAIL_SUPPRESS_SEND=False,
    )
    flask_mail.Mail(app)
    app.extensions["outbox"] = settings
    letters.sign_as(settings.host)
