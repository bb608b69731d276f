"""What may be declined about people."""

from app.kernel.errors import Refusal


class RoleTooSmall(Refusal):
    """The person belongs to the firm, and their role there does not include this."""

    status = 403


class LastOwner(Refusal):
    """The firm would be left without an owner."""


class NoSuchMember(Refusal):
    """The person does not belong to the firm, or no longer."""

    status = 404


class AlreadyMember(Refusal):
    """The person belongs to the firm already."""


class AlreadyWaiting(Refusal):
    """The same has been asked before and waits for an answer."""


class AlreadySettled(Refusal):
    """The invitation, the request or the offer is over."""


class AnotherAddress(Refusal):
    """The invitation was sent to another address than the account's."""

    status = 403
