"""What has happened to a firm's registration."""

from dataclasses import dataclass

from app.accounts.belonging.events import FirmEvent


@dataclass(frozen=True, kw_only=True)
class FirmDrafted(FirmEvent):
    """Somebody has begun to register it, and owns it."""


@dataclass(frozen=True, kw_only=True)
class FirmSubmitted(FirmEvent):
    """It waits for the desk."""


@dataclass(frozen=True, kw_only=True)
class FirmReturned(FirmEvent):
    """The desk has said what is missing."""


@dataclass(frozen=True, kw_only=True)
class FirmPublished(FirmEvent):
    """Everybody can read it."""
