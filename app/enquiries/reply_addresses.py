"""Where an answer to a letter goes: an address that says to which referral it belongs, and whose it is.

``r-<referral>-<party>-<seal>@<domain>``. The address alone lets nobody in: whoever writes to it must also
be of the party it was given to (``app.inbox``).
"""

import re
from dataclasses import dataclass

from app.enquiries.models import Party
from app.kernel.seals import hide, is_seal, reveal, seal

_PURPOSE = "reply-address"
_LETTER_OF = {Party.ENQUIRER: "e", Party.FIRM: "f"}
_PARTY_OF = {letter: party for party, letter in _LETTER_OF.items()}
#: Wider than what we write, so that a mistyped or invented one is seen for what it wants to be.
_SHAPE = re.compile(r"r-([^-@\s]{1,20})-([^-@\s]{1,4})-([^-@\s]{1,40})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ReplyClaim:
    """What a genuine address says: an answer of this party in this referral."""

    referral_id: int
    party: Party


def reply_address(referral_id: int, party: Party, *, secret: str, domain: str) -> str:
    """Where the party's answers in that referral go. Raises KeyError for a party that is no side of it."""
    letter = _LETTER_OF[party]
    proof = seal(_PURPOSE, referral_id, letter, secret=secret)
    return f"r-{hide(referral_id, _PURPOSE, secret=secret)}-{letter}-{proof}@{domain}"


def is_reply_address(address: str, *, domain: str) -> bool:
    """Whether it has the shape of one, genuine or not."""
    local, _, at = address.rpartition("@")
    return at.lower().rstrip(".") == domain.lower() and _SHAPE.fullmatch(local) is not None


def read_reply_address(address: str, *, secret: str, domain: str) -> ReplyClaim | None:
    """What the address says, in any case of its letters; None unless it is one we made, to the character."""
    if not address.isascii() or not is_reply_address(address, domain=domain):
        return None
    hidden, letter, proof = address.rpartition("@")[0].lower()[2:].split("-")
    party = _PARTY_OF.get(letter)
    referral_id = reveal(hidden, _PURPOSE, secret=secret)
    if party is None or referral_id is None:
        return None
    if not is_seal(proof, _PURPOSE, referral_id, letter, secret=secret):
        return None
    return ReplyClaim(referral_id, party)
