"""Who may see an enquiry without an account: the holder of its secret link, or of its passphrase.

Both are made from the portal's secret and the enquiry's salt, so letters can carry the link again. The
enquiry's own row does not open it; the letters that were written about it do. A new salt ends the old ones.
"""

import base64
import hashlib
import hmac
from dataclasses import dataclass

from itsdangerous import BadSignature, URLSafeTimedSerializer

from app.enquiries.errors import LinkExpired
from app.enquiries.models import Enquiry
from app.enquiries.references import ALPHABET

#: Mail from overseas may be read days later; the passphrase opens the enquiry without it.
CONFIRMATION_DAYS = 7
_PASSPHRASE_LENGTH = 12


def _digest(enquiry: Enquiry, purpose: str, secret: str) -> bytes:
    return hmac.digest(secret.encode(), f"{purpose}:{enquiry.salt}".encode(), hashlib.sha256)


def key_of(enquiry: Enquiry, *, secret: str) -> str:
    """The secret part of the link: 128 bits, 26 characters."""
    return base64.b32encode(_digest(enquiry, "enquiry-key", secret)[:16]).decode().rstrip("=").lower()


def passphrase_of(enquiry: Enquiry, *, secret: str) -> str:
    """What opens the enquiry beside its reference, for typing: three groups of four, about 59 bits."""
    number = int.from_bytes(_digest(enquiry, "enquiry-passphrase", secret), "big")
    letters = []
    for _ in range(_PASSPHRASE_LENGTH):
        number, rest = divmod(number, len(ALPHABET))
        letters.append(ALPHABET[rest].lower())
    return "-".join("".join(letters[start : start + 4]) for start in range(0, _PASSPHRASE_LENGTH, 4))


def is_key(enquiry: Enquiry, given: str, *, secret: str) -> bool:
    """Whether ``given`` is the enquiry's key; takes the same time for any wrong one."""
    return hmac.compare_digest(given.encode(errors="replace"), key_of(enquiry, secret=secret).encode())


def opens(enquiry: Enquiry, typed: str, *, secret: str) -> bool:
    """Whether ``typed`` is the enquiry's passphrase or its key, whatever its case, blanks and dashes."""
    plain = "".join(typed.split()).lower().replace("-", "")
    phrase = passphrase_of(enquiry, secret=secret).replace("-", "")
    by_phrase = hmac.compare_digest(plain.encode(errors="replace"), phrase.encode())
    return is_key(enquiry, plain, secret=secret) or by_phrase


@dataclass(frozen=True, slots=True)
class Confirmation:
    """The signed part of a confirmation link: which enquiry, sent to which address."""

    secret: str

    @property
    def _signer(self) -> URLSafeTimedSerializer:
        return URLSafeTimedSerializer(self.secret, salt="enquiry-confirmation")

    def sign(self, enquiry: Enquiry) -> str:
        return self._signer.dumps([enquiry.reference, enquiry.email])

    def check(self, token: str, enquiry: Enquiry) -> None:
        """Raises LinkExpired for a token that is old, altered, or of another enquiry or address."""
        try:
            said = self._signer.loads(token, max_age=CONFIRMATION_DAYS * 86_400)
        except (BadSignature, UnicodeError) as error:
            raise LinkExpired from error
        if said != [enquiry.reference, enquiry.email]:
            raise LinkExpired
