"""What may be declined about a firm's own records."""

from app.kernel.errors import Refusal


class NoSuchTemplate(Refusal):
    """The firm keeps no such template, or no longer."""

    status = 404
