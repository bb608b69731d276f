"""Why a firm is not asked, and why nobody is."""

from collections.abc import Collection
from enum import Enum


class ExclusionReason(Enum):
    """Why a firm that offers the service in the market is not asked.

    In the order in which they are looked at; the first that holds is named.
    """

    #: The enquirer does not want it, or it was asked already.
    REFUSED = "refused"
    NOT_CLAIMED = "not_claimed"
    NOT_TAKING_ENQUIRIES = "not_taking_enquiries"
    NO_ADDRESS = "no_address"
    #: The evidence that its offerings rested on is over.
    EVIDENCE_LAPSED = "evidence_lapsed"
    CLOSED = "closed"
    #: The firm has not confirmed in time that it still offers it.
    UNCONFIRMED = "unconfirmed"
    OTHER_PRODUCTS = "other_products"
    OTHER_LANGUAGES = "other_languages"
    #: The firm is away for a time.
    ABSENT = "absent"
    #: As many open enquiries as it takes at once.
    FULL = "full"
    #: Whoever asks is of the firm itself, or was declined by it for a conflict of interest.
    CONFLICT = "conflict"
    #: The role must sit in the market, and the firm does not.
    NOT_ESTABLISHED = "not_established"


class NoMatch(Enum):
    """Why no firm can be named."""

    #: No market or no service is named.
    UNCLEAR = "unclear"
    #: Services and markets are named, and no such pair exists: a UK representative for Switzerland.
    NO_SUCH_PAIR = "no_such_pair"
    #: Nobody offers it there.
    NOT_OFFERED = "not_offered"
    FULL = "full"
    OTHER_LANGUAGES = "other_languages"
    OTHER_PRODUCTS = "other_products"
    CLOSED = "closed"
    REFUSED = "refused"
    #: Nobody who offers it takes enquiries here.
    NOT_TAKING = "not_taking"
    #: A conflict of interest, or no place of business in the market.
    BARRED = "barred"


_NEAREST_FIRST = (
    (NoMatch.FULL, {ExclusionReason.FULL, ExclusionReason.ABSENT}),
    (NoMatch.OTHER_LANGUAGES, {ExclusionReason.OTHER_LANGUAGES}),
    (NoMatch.OTHER_PRODUCTS, {ExclusionReason.OTHER_PRODUCTS}),
    (NoMatch.CLOSED, {ExclusionReason.CLOSED, ExclusionReason.UNCONFIRMED}),
    (NoMatch.REFUSED, {ExclusionReason.REFUSED}),
    (
        NoMatch.NOT_TAKING,
        {
            ExclusionReason.NOT_CLAIMED,
            ExclusionReason.NOT_TAKING_ENQUIRIES,
            ExclusionReason.NO_ADDRESS,
        },
    ),
    (
        NoMatch.BARRED,
        {ExclusionReason.CONFLICT, ExclusionReason.NOT_ESTABLISHED, ExclusionReason.EVIDENCE_LAPSED},
    ),
)


def why_nobody(excluded: Collection[ExclusionReason]) -> NoMatch:
    """Why nobody of those who offer it can be asked.

    Where firms are left out for different reasons, the one that waiting or widening would help most is
    named: room may come, another language may do; the firm of one's own competitor never will.
    """
    if not excluded:
        return NoMatch.NOT_OFFERED
    return next(said for said, reasons in _NEAREST_FIRST if reasons & set(excluded))
