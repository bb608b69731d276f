"""Whose turn it is today among firms that fit equally well."""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Turns:
    """A place in the queue for each firm: reproducible for us, and nobody can buy, guess or keep one."""

    secret: str
    day: date

    def __call__(self, slug: str) -> bytes:
        return hmac.digest(self.secret.encode(), f"{self.day.isoformat()}:{slug}".encode(), hashlib.sha256)
