"""What may be declined about requests."""

from app.kernel.errors import Refusal


class RequestAnswered(Refusal):
    """Another editor has answered the request."""
