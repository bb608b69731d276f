"""Firms that answer by mail: each letter is handed over until it is acknowledged, as a mail server does."""

import hashlib
import smtplib
import threading
from email.message import EmailMessage
from email.policy import SMTP

from sqlalchemy import Engine, text

from app.enquiries.models import Party
from app.enquiries.reply_addresses import reply_address
from tools.faults.ledger import Ledger
from tools.faults.setting import DOMAIN, SECRET, Setting

_TIMEOUT = 10.0
_PAUSE = 0.1


class Correspondents:
    """Writes to the addresses of cases; to the desk's as long as no firm has one."""

    def __init__(self, setting: Setting, engine: Engine) -> None:
        self._setting, self._engine = setting, engine
        self._sent = Ledger(setting.folder / "mails.jsonl")
        self._newest = 0
        self._addresses: list[tuple[str, str]] = []
        self.turned_away = 0

    def write_as(self, sender: str, names: list[str]) -> None:
        """Mails to the desk from an address of its own, one for each name."""
        for name in names:
            self._send(name, sender, f"desk@{DOMAIN}")

    def write(self, names: list[str], *, padding: int = 0, stop: threading.Event | None = None) -> int:
        """A mail for each name; how many were acknowledged. Goes on trying until ``stop``."""
        self._addresses += self._of_cases()
        kept = 0
        for name in names:
            # Each address once: a firm that has answered is no test of the first answer.
            sender, to = (
                self._addresses.pop() if self._addresses else ("nobody@maker.example", f"desk@{DOMAIN}")
            )
            kept += self._send(name, sender, to, padding, stop)
        return kept

    def _send(
        self, name: str, sender: str, to: str, padding: int = 0, stop: threading.Event | None = None
    ) -> bool:
        raw = self._mail(name, sender, to, padding)
        kept = self._hand_over(raw, sender, to, stop)
        if kept:
            self._sent.write(name=name, sha256=hashlib.sha256(raw).hexdigest(), joins=to.startswith("r-"))
        return kept

    def _of_cases(self) -> list[tuple[str, str]]:
        """Of each firm that has got an enquiry since the last time: its address, and its side of the case."""
        asked = text(
            "SELECT referral.id, firm.contact_email FROM referral JOIN firm ON firm.id = referral.firm_id "
            "WHERE referral.state = 'visible' AND referral.id > :newest ORDER BY referral.id"
        )
        with self._engine.connect() as connection:
            rows = connection.execute(asked, {"newest": self._newest}).all()
        self._newest = max((row.id for row in rows), default=self._newest)
        return [
            (row.contact_email, reply_address(row.id, Party.FIRM, secret=SECRET, domain=DOMAIN))
            for row in rows
            if row.contact_email
        ]

    @staticmethod
    def _mail(name: str, sender: str, to: str, padding: int) -> bytes:
        mail = EmailMessage(policy=SMTP)
        mail["From"], mail["To"], mail["Subject"] = sender, to, f"Answer {name}"
        mail["Message-ID"] = f"<{name}@correspondents.example>"
        text = "\n".join(["We can do this; our number is", name, *(["x" * 70] * (padding // 71))])
        mail.set_content(text + "\n", cte="7bit")
        return mail.as_bytes()

    def _hand_over(self, raw: bytes, sender: str, to: str, stop: threading.Event | None) -> bool:
        ending = stop or threading.Event()
        for _ in range(600):
            try:
                with smtplib.SMTP("127.0.0.1", self._setting.inbox_port, timeout=_TIMEOUT) as host:
                    host.sendmail(sender, [to], raw)
                return True
            except (OSError, smtplib.SMTPException):
                self.turned_away += 1
            if ending.wait(_PAUSE):
                return False
        return False
