"""Codes from an app (RFC 6238), made by Flask-Security's own means; what they come from is kept encrypted."""

import hashlib
import hmac
from collections.abc import Iterable
from datetime import datetime

import qrcode
from flask import Flask, current_app
from flask_security import Totp
from passlib.exc import TokenError

#: Shown by the app above the code. Not translated: whoever has several accounts knows the portal by it.
_ISSUER = "Local Regulatory Experts"
#: Seconds that the clock of a telephone may be off, either way.
_WINDOW = 30


class Codes(Totp):
    """Makes secrets and checks codes. A code counts once: whoever calls keeps the half-minute it was of."""

    def counter_of(self, code: str, secret: str, *, at: datetime, after: int | None) -> int | None:
        """The half-minute whose code this is; None for a wrong one and for one of ``after`` or before.

        secret: encrypted. One that was encrypted with another key is no secret: no code fits it.
        """
        try:
            found = self._totp.verify(
                code, secret, time=int(at.timestamp()), window=_WINDOW, last_counter=after
            )
        except (TokenError, KeyError, ValueError, TypeError):
            return None
        return int(found.counter)


def init_app(app: Flask) -> None:
    """The key comes from SECRET_KEY and is named by a digest, so that a changed one is noticed."""
    key = hmac.digest(app.config["SECRET_KEY"].encode(), b"codes at rest", hashlib.sha256).hex()
    name = hashlib.sha256(key.encode()).hexdigest()[:8]
    app.extensions["codes"] = Codes({name: key}, _ISSUER)


def codes() -> Codes:
    found: Codes = current_app.extensions["codes"]
    return found


def _runs(row: Iterable[bool]) -> Iterable[tuple[int, int]]:
    """Where the dark runs of a row begin, and how long they are."""
    begin = None
    for at, dark in enumerate([*row, False]):
        if dark and begin is None:
            begin = at
        elif not dark and begin is not None:
            yield begin, at - begin
            begin = None


def drawn(address: str) -> tuple[int, str]:
    """A QR code of the address: its width in modules, and the path of its dark ones."""
    code = qrcode.QRCode(border=4)
    code.add_data(address)
    code.make(fit=True)
    matrix = code.get_matrix()
    path = "".join(
        f"M{x} {y}h{length}v1h-{length}z" for y, row in enumerate(matrix) for x, length in _runs(row)
    )
    return len(matrix), path
