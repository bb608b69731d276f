"""What may be declined about an enquiry."""

from app.kernel.errors import Refusal


class NoSuchEnquiry(Refusal):
    """Facts: ``reference``."""

    status = 404


class EnquiryEnded(Refusal):
    """Nothing more can happen to a closed or withdrawn enquiry; facts: ``reference``."""


class MoveNotAllowed(Refusal):
    """The lifecycle has no such move; facts: ``what``, ``old``, ``new``."""


class LinkExpired(Refusal):
    """A signed link is too old or not ours."""

    status = 410


class NoSuchReferral(Refusal):
    """The firm has no such enquiry, or may not see it; facts: ``reference``."""

    status = 404


class TooManyFirms(Refusal):
    """More firms than an enquiry may go to; facts: ``most``."""

    status = 422


class TooManyEnquiries(Refusal):
    """More from one address or network, or with one text, than is taken; facts: ``seconds`` to wait."""

    status = 429


class QuestionOpen(Refusal):
    """The firm has asked the enquirer already and is to wait for a reply; facts: ``reference``."""


class FirmCannotReceive(Refusal):
    """A chosen firm is not able to take enquiries; facts: ``slug``."""


class FirmFull(Refusal):
    """The firm has as many enquiries before it as it takes at once; facts: ``slug``."""


class FirmAbsent(Refusal):
    """The firm is away at present; facts: ``slug``."""


class ConsentMissing(Refusal):
    """Personal data may not go to firms without the enquirer's agreement."""

    status = 422


class NotOfTheFirm(Refusal):
    """Whoever was named does not belong to the firm, or no longer does."""

    status = 422
