"""What has happened to requests about listings."""

from dataclasses import dataclass

from app.accounts.belonging.events import FirmEvent


@dataclass(frozen=True, kw_only=True)
class RequestEvent(FirmEvent):
    """Something about one request."""

    request_id: int


@dataclass(frozen=True, kw_only=True)
class RequestMade(RequestEvent):
    """The desk has it, with a day by which it answers."""


@dataclass(frozen=True, kw_only=True)
class RequestSettled(RequestEvent):
    """Whoever asked is answered; of a correction that was made the firm is told."""
