"""Whose turn it is among firms that fit equally well."""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Turns:
    """A place in the queue for each firm: reproducible for us, and nobody can buy, guess or keep one."""

    secret: str
    day: date
    #: What the turns are drawn for; by default the day, so that they change at midnight.
    key: str = ""

    def __call__(self, slug: str) -> bytes:
        drawn_for = self.key or self.day.isoformat()
        return hmac.digest(self.secret.encode(), f"{drawn_for}:{slug}".encode(), hashlib.sha256)
