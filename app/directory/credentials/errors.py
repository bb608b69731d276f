"""What may be declined about evidence."""

from datetime import date

from app.kernel.errors import Refusal


class NoSuchCredential(Refusal):
    """There is none of that number at this firm."""

    status = 404


class CredentialStepNotAllowed(Refusal):
    """Somebody has taken a step since, which leaves no room for this one."""


class CredentialOver(Refusal):
    """Its last day has passed. Carries ``day``."""

    status = 422

    def __init__(self, *, day: date) -> None:
        super().__init__(day=day)
