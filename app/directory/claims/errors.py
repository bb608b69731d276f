"""What may be declined about claims."""

from app.kernel.errors import Refusal


class FirmClaimed(Refusal):
    """The listing has been claimed by somebody."""


class ClaimWaiting(Refusal):
    """The person has claimed the listing, and nobody has decided yet."""


class NotAtTheDomain(Refusal):
    """The address is not at the domain of the firm's website."""


class ClaimNotProved(Refusal):
    """Nobody has opened the link that was sent to the firm's domain."""


class ClaimDecided(Refusal):
    """The claim is not in the state that this step begins in."""
