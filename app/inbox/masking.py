"""What a quoted letter would give away: the keys of the person it was written to.

A letter to the enquirer carries the link that opens the whole enquiry, and the address their answers go
to. Both come back in what they quote, and the firm would read them.
"""

import re
from collections.abc import Iterable

from app.enquiries.access import Confirmation, key_of, passphrase_of
from app.enquiries.models import Enquiry

_MASK = "…"
#: Mail programs break long words, and mark each new line of a quote.
_BROKEN = r"(?:=?[\s>]|\u200b)*"
_OURS = r"[rb]-[a-z2-9]{8}-(?:[ef]-)?[a-z2-9]{16}@"


def masked(text: str, enquiry: Enquiry, *, secret: str, domain: str) -> str:
    """The text without anything that opens the enquiry or speaks for one of its parties."""
    keys = (key_of(enquiry, secret=secret), passphrase_of(enquiry, secret=secret))
    for pattern in _spelled(keys):
        text = pattern.sub(_MASK, text)
    # A confirmation begins alike whenever it was signed: with what it confirms.
    begin = Confirmation(secret).sign(enquiry).partition(".")[0]
    confirmation = _BROKEN.join(map(re.escape, begin)) + r"(?:[\s>]*\.[\s>]*[\w-]+){0,2}"
    text = re.sub(confirmation, _MASK, text)
    return re.sub(_OURS + re.escape(domain), _MASK, text, flags=re.IGNORECASE)


def _spelled(keys: Iterable[str]) -> Iterable[re.Pattern[str]]:
    for key in keys:
        yield re.compile(_BROKEN.join(map(re.escape, key)), re.IGNORECASE)
        plain = key.replace("-", "")
        if plain != key:
            yield re.compile(_BROKEN.join(map(re.escape, plain)), re.IGNORECASE)
