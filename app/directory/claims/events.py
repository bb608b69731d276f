"""What has happened to claims. Each goes into the firm's journal, and most by letter to whom it concerns."""

from dataclasses import dataclass

from app.accounts.belonging.events import FirmEvent


@dataclass(frozen=True, kw_only=True)
class ClaimEvent(FirmEvent):
    """Something about one claim."""

    claim_id: int


@dataclass(frozen=True, kw_only=True)
class ClaimMade(ClaimEvent):
    """It waits for its proof, or for the desk."""


@dataclass(frozen=True, kw_only=True)
class ClaimProved(ClaimEvent):
    """Whoever claims has opened the link sent to the firm's own domain."""


@dataclass(frozen=True, kw_only=True)
class ClaimWithdrawn(ClaimEvent):
    """Whoever claimed has thought better of it."""


@dataclass(frozen=True, kw_only=True)
class ClaimApproved(ClaimEvent):
    """The listing is claimed, and the claimant owns it."""


@dataclass(frozen=True, kw_only=True)
class ClaimRejected(ClaimEvent):
    """The desk says why."""


@dataclass(frozen=True, kw_only=True)
class ClaimRevoked(ClaimEvent):
    """The listing is unclaimed again; these people, who came with it, belong to the firm no longer."""

    account_ids: tuple[int, ...]
