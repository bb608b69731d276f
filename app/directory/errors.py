"""What may be declined about a firm's own records."""

from app.kernel.errors import Refusal


class NoSuchTemplate(Refusal):
    """The firm keeps no such template, or no longer."""

    status = 404


class CellsChanged(Refusal):
    """Somebody of the firm has changed one of the offerings meanwhile; ``cells`` says which."""


class NoSuchCell(Refusal):
    """No such service exists in such a market."""

    status = 404
