"""What may be declined about a firm's own records."""

from app.kernel.errors import Refusal


class NoSuchTemplate(Refusal):
    """The firm keeps no such template, or no longer."""

    status = 404


class NotATranslation(Refusal):
    """There is no text in that language, or it was made from no other by a person."""


class NotConverted(Refusal):
    """There is no text in that language, or it was written by a person."""


class NothingToConvert(Refusal):
    """Nobody has written the text in the other Chinese script."""


class TextMovedOn(Refusal):
    """The text, or what it is made from, was written again since the page was opened."""


class CellsChanged(Refusal):
    """Somebody of the firm has changed one of the offerings meanwhile; ``cells`` says which."""


class NoSuchCell(Refusal):
    """No such service exists in such a market."""

    status = 404
