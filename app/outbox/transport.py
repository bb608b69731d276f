"""The one module that talks to the mail server."""

import ipaddress
import smtplib
import socket
import ssl
from types import TracebackType
from typing import Any, Self

import flask_mail
from flask import Flask, current_app

from app.config import Settings
from app.kernel.text import clean
from app.outbox import letters
from app.outbox.claims import Parcel
from app.outbox.composing import Mail, compose
from app.outbox.verdicts import Answer, Blame, Verdict, blame_for

#: Seconds to wait for any answer but the last.
PATIENCE = 30.0
#: Seconds to wait for the answer to a whole letter: giving up early is how letters arrive twice.
#: RFC 5321, section 4.5.3.2.6, asks for 10 minutes; other letters are waiting behind this one.
LAST_PATIENCE = 300.0

_LONGEST_SAID = 500
_CLOSING = 421


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

        A server that ends a conversation which has carried letters already is called again at once: it
        takes so many over one connection, or waited too long, and the letter in hand is not to blame.
        Raises NotThisMachine instead of sending sample mail anywhere.
        """
        try:
            mail = compose(parcel)
        except (ValueError, LookupError) as error:
            said = f"cannot be written as mail: {type(error).__name__}"
            return Verdict(Answer.PERMANENT, said, why="unwritable")
        begun_before = self._is_open
        verdict = self._try(mail)
        return self._try(mail) if verdict.hung_up and begun_before else verdict

    def _try(self, mail: Mail) -> Verdict:
        try:
            host = self._pick_up()
        except OSError as error:  # smtplib's own errors are OSErrors too
            return Verdict(Answer.TEMPORARY, _said(error), reached=False)
        if mail.needs_utf8 and not host.has_extn("smtputf8"):
            said = "the mail server does not carry addresses in other scripts (SMTPUTF8)"
            return Verdict(Answer.PERMANENT, said, why="no_smtputf8")
        return self._hand_over(mail, host)

    def _hand_over(self, mail: Mail, host: _Host) -> Verdict:
        options = ("SMTPUTF8", "BODY=8BITMIME") if mail.needs_utf8 else ()
        try:
            host.sendmail(mail.sender, [mail.recipient], mail.written, options)
        except smtplib.SMTPRecipientsRefused as error:
            code, words = next(iter(error.recipients.values()))
            return _refusal(code, words, of_reader=True)
        except smtplib.SMTPResponseException as error:
            return _refusal(error.smtp_code, error.smtp_error)
        except OSError as error:
            unanswered = host.unanswered
            self._hang_up()
            if unanswered:
                return Verdict(Answer.UNKNOWN, _said(error))
            return Verdict(Answer.TEMPORARY, _said(error), hung_up=True)
        finally:
            host.command_encoding = "ascii"
        return Verdict(Answer.ACCEPTED)

    @property
    def _is_open(self) -> bool:
        host = self._connection.host
        return host is not None and host.sock is not None

    def _pick_up(self) -> _Host:
        host = self._connection.host
        if host is None or host.sock is None:
            host = self._connection.host = self._connection.configure_host()
        return host

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


def _refusal(code: int, words: bytes | str, *, of_reader: bool = False) -> Verdict:
    """The verdict on an answer; ``of_reader``: it was given to the reader's address."""
    said = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
    return Verdict(
        Answer.PERMANENT if code >= 500 else Answer.TEMPORARY,
        clean(f"{code} {said}")[:_LONGEST_SAID],
        # 421 is how a server says that it closes the connection (RFC 5321, section 3.8).
        hung_up=code == _CLOSING,
        blame=blame_for(code, said) if of_reader else Blame.OTHER,
    )


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
