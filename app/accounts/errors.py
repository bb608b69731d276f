"""What may be declined about people."""

from app.kernel.errors import Refusal


class RoleTooSmall(Refusal):
    """The person belongs to the firm, and their role there does not include this."""

    status = 403
