"""What may be declined about registrations."""

from app.kernel.errors import Refusal


class RegistrationMoved(Refusal):
    """It is not in the state that this step begins in, or was changed since it was read."""


class TooManyDrafts(Refusal):
    """The person has as many unpublished firms as one may have: ``most``."""
