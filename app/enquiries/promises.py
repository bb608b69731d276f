"""By when somebody has written: what a firm owes by its calendar, what is promised by the reader's."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from app.directory.models import Firm
from app.enquiries.models import Enquiry
from app.i18n.hours import Hours, hours_of

#: Working days within which a firm or an editor writes to the enquirer.
TO_ENQUIRER = 3
#: Working days a firm has to take an enquiry on.
TO_ACCEPT = 1
#: Working days a firm has to answer.
TO_ANSWER = 3
#: Working days the desk has to write where a firm did not, and to decide what was set aside.
TO_DECIDE = 1
#: Working days a firm waits for the enquirer's word on its question, by the enquirer's calendar.
TO_REPLY = 5
#: Working days after which the desk hears that no firm has taken an enquiry on.
TO_BE_TAKEN_ON = 2


def firm_hours(firm: Firm) -> Hours:
    """When the firm is at work."""
    return hours_of(firm.calendar, firm.time_zone)


def reader_hours(country: str, time_zone: str) -> Hours:
    """When they work where the enquirer is; the desk's time is reckoned by it too, since they wait."""
    return hours_of(country, time_zone)


def accept_by(firm: Firm, at: datetime) -> datetime:
    """When a firm that has an enquiry since ``at`` should have taken it on."""
    return firm_hours(firm).close_after(at, TO_ACCEPT)


def answer_by(firm: Firm, at: datetime) -> datetime:
    """When a firm that was written to at ``at`` should have answered."""
    return firm_hours(firm).close_after(at, TO_ANSWER)


def reply_by(enquiry: Enquiry, at: datetime) -> datetime:
    """How long a firm that asked the enquirer at ``at`` waits before its own time goes on."""
    return reader_hours(enquiry.country, enquiry.time_zone).close_after(at, TO_REPLY)


def promise_to(enquiry: Enquiry, *, at: datetime, owed: Iterable[datetime | None] = ()) -> datetime:
    """What the enquirer may rely on from ``at`` on; see ``promise``."""
    return promise(enquiry.country, enquiry.time_zone, at=at, owed=[each for each in owed if each])


def promise(country: str, time_zone: str, *, at: datetime, owed: Iterable[datetime] = ()) -> datetime:
    """The close of business by which a firm or the desk has written to whoever is in ``country``.

    owed: what firms have until; the desk still has its time after the last of them, so that whoever relies
    on the promise need not know how slow a firm may be.
    """
    hours = reader_hours(country, time_zone)
    last = max(owed, default=None)
    usual = hours.close_after(at, TO_ENQUIRER)
    return max(usual, hours.close_after(last - timedelta(microseconds=1), TO_DECIDE)) if last else usual
