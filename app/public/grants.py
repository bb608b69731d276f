"""Which enquiries this browser may open: those it asked, or whose link or passphrase it has shown."""

from flask import current_app, session

from app.enquiries.access import key_of, opens
from app.enquiries.errors import NoSuchEnquiry
from app.enquiries.models import Enquiry
from app.enquiries.queries import by_reference

_SLOT = "enquiries"
#: The cookie holds this many; the oldest goes first.
_MOST = 12


def secret() -> str:
    return current_app.config["SETTINGS"].secret_key


def grant(enquiry: Enquiry) -> None:
    """Remember in this browser that it may open the enquiry."""
    kept = {ref: key for ref, key in session.get(_SLOT, {}).items() if ref != enquiry.reference}
    kept[enquiry.reference] = key_of(enquiry, secret=secret())
    session[_SLOT] = dict(list(kept.items())[-_MOST:])


def granted(reference: str) -> Enquiry | None:
    """The enquiry, if this browser may open it; None for a stranger, whether it exists or not."""
    try:
        enquiry = by_reference(reference)
    except NoSuchEnquiry:
        return None
    return (
        enquiry
        if opens(enquiry, session.get(_SLOT, {}).get(enquiry.reference, ""), secret=secret())
        else None
    )


def must_be_granted(reference: str) -> Enquiry:
    """The enquiry. Raises NoSuchEnquiry for a stranger."""
    enquiry = granted(reference)
    if enquiry is None:
        raise NoSuchEnquiry(reference=reference[:32])
    return enquiry
