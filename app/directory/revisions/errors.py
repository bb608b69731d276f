"""What may be declined about the changes to a listing."""

from app.kernel.errors import Refusal


class RevisionEnded(Refusal):
    """Nothing of it is pending any more."""


class RevisionMoved(Refusal):
    """It, or the live listing under it, is not as whoever decides has seen it."""


class NothingDecided(Refusal):
    """No field was approved or returned."""

    status = 422


class ReasonMissing(Refusal):
    """A field was returned without saying why."""

    status = 422


class HalfAText(Refusal):
    """A language would be left with a name and no text, or with a text and no name; fact: ``languages``."""

    status = 422
