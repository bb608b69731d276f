"""Where the report goes if a letter cannot be delivered: an address of its own for every letter.

``b-<letter>-<seal>@<domain>`` is the envelope's sender (RFC 5321, section 4.5.5), so that a report of any
shape, in any language, says by where it arrives which letter it is about.
"""

import re

from app.kernel.seals import hide, is_seal, reveal, seal

_PURPOSE = "envelope"
_SHAPE = re.compile(r"b-([^-@\s]{1,20})-([^-@\s]{1,40})", re.IGNORECASE)


def envelope_sender(letter_id: int, *, secret: str, domain: str) -> str:
    """The address that a letter's envelope is sent from."""
    proof = seal(_PURPOSE, letter_id, secret=secret)
    return f"b-{hide(letter_id, _PURPOSE, secret=secret)}-{proof}@{domain}"


def is_envelope_sender(address: str, *, domain: str) -> bool:
    """Whether it has the shape of one, genuine or not."""
    local, _, at = address.rpartition("@")
    return at.lower().rstrip(".") == domain.lower() and _SHAPE.fullmatch(local) is not None


def read_envelope_sender(address: str, *, secret: str, domain: str) -> int | None:
    """The letter's id; None unless the address is one we made, to the character."""
    if not address.isascii() or not is_envelope_sender(address, domain=domain):
        return None
    hidden, proof = address.rpartition("@")[0].lower()[2:].split("-")
    letter_id = reveal(hidden, _PURPOSE, secret=secret)
    if letter_id is None or not is_seal(proof, _PURPOSE, letter_id, secret=secret):
        return None
    return letter_id
