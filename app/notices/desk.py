"""Letters to the desk: once a day for each matter, and only where the desk has an address."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask_babel import LazyString, force_locale
from flask_babel import lazy_gettext as _l

from app.directory.models import Firm
from app.enquiries.events import DeskAlarmed, EnquiryHeld, EnquirySentToDesk, ListingDoubted, ReferralLapsed
from app.enquiries.models import Enquiry, Party
from app.i18n.languages import BY_SLUG, EN
from app.kernel.db import db
from app.notices.writing import firm_name, settings, write

#: What is late, or why a person must look, in a sentence.
MATTERS: Mapping[str, LazyString] = {
    "overdue": _l("Nobody has written to the enquirer by the promised date."),
    "undecided": _l("It should have been decided within a working day."),
    "untouched": _l("It was never confirmed and nobody has touched it; it expires in two weeks."),
    "not_taken_on": _l("No firm has taken it on in two working days."),
    "no_reply": _l("A firm that has answered before leaves the enquirer waiting."),
    "lapsed": _l("A firm let the time pass and no longer has it."),
    "all_full": _l("Every firm the enquirer agreed to is full; the enquiry waits for room."),
    "not_credible": _l("Several firms do not find it credible. Please review it as possible spam."),
}
#: Of what comes to the desk, what time has brought there; the rest is the day's work and needs no letter.
_BY_TIME = frozenset({"no_reply", "all_full"})


def _write(letter: str, enquiry: Enquiry, *, matter: str, at: datetime, **facts: Any) -> None:
    address = settings().mail_desk
    if address:
        write(
            letter,
            to=address,
            language=BY_SLUG.get(settings().mail_desk_language, EN),
            reason=f"desk:{matter}:{at:%Y%m%d}",
            about="",
            at=at,
            enquiry=enquiry,
            **facts,
        )


def _alarm(enquiry_id: int, matter: str, *, at: datetime) -> None:
    enquiry = db.session.get_one(Enquiry, enquiry_id)
    with force_locale(BY_SLUG.get(settings().mail_desk_language, EN).babel):
        sentence = str(MATTERS[matter])
    _write("desk_alarm", enquiry, matter=f"{enquiry.id}:{matter}", at=at, sentence=sentence)


def alarm(event: DeskAlarmed) -> None:
    """Something is late."""
    _alarm(event.enquiry_id, event.matter, at=event.at)


def heed_lapse(event: ReferralLapsed) -> None:
    """A firm let the time pass."""
    _alarm(event.enquiry_id, "lapsed", at=event.at)


def heed_arrival(event: EnquirySentToDesk) -> None:
    """What came to the desk because of somebody's silence, or for want of room."""
    if event.actor is Party.NOBODY and event.why in _BY_TIME:
        _alarm(event.enquiry_id, event.why, at=event.at)


def heed_doubt(event: EnquiryHeld) -> None:
    """Firms do not believe the question."""
    if event.why == "not_credible":
        _alarm(event.enquiry_id, event.why, at=event.at)


def ask_to_check(event: ListingDoubted) -> None:
    """A firm keeps declining what it is listed for."""
    enquiry = db.session.get_one(Enquiry, event.enquiry_id)
    firm = db.session.get_one(Firm, event.firm_id)
    name = firm_name(firm, BY_SLUG.get(settings().mail_desk_language, EN))
    _write("listing_doubted", enquiry, matter=f"listing:{firm.id}", at=event.at, firm_name=name)
