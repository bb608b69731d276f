"""What has happened between a firm and its people. Each goes into the firm's journal, and by letter to
whom it concerns."""

from dataclasses import dataclass

from app.accounts.models import MemberRole
from app.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class FirmEvent(Event):
    """Something about one firm."""

    firm_id: int
    #: Who did it; None for the portal itself, or for somebody without an account.
    by_id: int | None


@dataclass(frozen=True, kw_only=True)
class PersonInvited(FirmEvent):
    """A letter with a link is on its way."""

    invitation_id: int


@dataclass(frozen=True, kw_only=True)
class InvitationRevoked(FirmEvent):
    """The link is worth nothing any more."""

    invitation_id: int


@dataclass(frozen=True, kw_only=True)
class MemberEvent(FirmEvent):
    """Something about one person at the firm."""

    account_id: int


@dataclass(frozen=True, kw_only=True)
class InvitationAccepted(MemberEvent):
    """The person belongs to the firm."""

    invitation_id: int


@dataclass(frozen=True, kw_only=True)
class JoinAsked(MemberEvent):
    """The firm's owners decide."""

    join_id: int


@dataclass(frozen=True, kw_only=True)
class JoinGranted(MemberEvent):
    """The person belongs to the firm."""

    role: MemberRole


@dataclass(frozen=True, kw_only=True)
class JoinDeclined(MemberEvent):
    """The person stays outside."""


@dataclass(frozen=True, kw_only=True)
class RoleChanged(MemberEvent):
    """The person may do more, or less, than before."""

    before: MemberRole
    role: MemberRole


@dataclass(frozen=True, kw_only=True)
class MemberRemoved(MemberEvent):
    """An owner has taken the person off the firm's people."""


@dataclass(frozen=True, kw_only=True)
class MemberLeft(MemberEvent):
    """The person has left the firm."""


@dataclass(frozen=True, kw_only=True)
class OwnershipOffered(MemberEvent):
    """``account_id`` is to take the place of ``by_id``."""

    offer_id: int


@dataclass(frozen=True, kw_only=True)
class OwnershipTaken(MemberEvent):
    """``account_id`` owns the firm in place of ``from_id``."""

    from_id: int


@dataclass(frozen=True, kw_only=True)
class OwnershipDeclined(MemberEvent):
    """``account_id`` does not want to own it, or ``from_id`` took the offer back."""

    from_id: int
