"""What may be declined about a mail."""

from app.kernel.errors import Refusal


class CannotBeLetIn(Refusal):
    """It names no conversation, has no words, or is in one already; facts: ``verdict``."""
