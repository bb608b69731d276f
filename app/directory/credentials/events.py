"""What has happened to evidence. Each goes into the credential's own list."""

from dataclasses import dataclass

from app.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class CredentialEvent(Event):
    """Something about one credential of one firm."""

    firm_id: int
    credential_id: int
    #: The account that did it; None where time did.
    by_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class CredentialSubmitted(CredentialEvent):
    """The firm wants it checked."""


@dataclass(frozen=True, kw_only=True)
class CredentialAccepted(CredentialEvent):
    """Staff have checked it, and what it supports rests on it."""

    #: Offerings that nothing supports any more since it took another's place.
    stopped: tuple[int, ...] = ()


@dataclass(frozen=True, kw_only=True)
class CredentialReturned(CredentialEvent):
    """Staff say what is missing."""


@dataclass(frozen=True, kw_only=True)
class CredentialWithdrawn(CredentialEvent):
    """The firm has taken it back."""

    stopped: tuple[int, ...] = ()


@dataclass(frozen=True, kw_only=True)
class CredentialBegun(CredentialEvent):
    """Accepted earlier, it is good from today on."""


@dataclass(frozen=True, kw_only=True)
class CredentialReminded(CredentialEvent):
    """It ends soon, or has ended and nobody has renewed it."""

    step: str


@dataclass(frozen=True, kw_only=True)
class CredentialLapsed(CredentialEvent):
    """Its time is over."""

    #: Offerings that stopped being found with it.
    stopped: tuple[int, ...] = ()
