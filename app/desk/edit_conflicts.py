"""How a case stands to what has happened since an editor opened its page."""

from collections.abc import Sequence

from flask import g

from app.desk.history import history
from app.enquiries.models import Enquiry
from app.journal.models import Entry
from app.journal.queries import entries_of
from app.web.edit_conflicts import (
    Change,
    Conflict,
    KnownJournal,
    draft_of,
    enquiry_row,
    facets_row,
    referral_rows,
)
from app.web.edition import current_taxonomy
from app.web.forms import PortalForm

#: What the portal did by itself, and what changes nothing an editor decides upon.
_LIGHT = frozenset(
    {
        *("FirmReminded", "EnquirerReminded", "ClosingAsked", "DeskAlarmed", "StrangerWrote", "LetterLost"),
        *("ReferralOpened", "AcceptanceMissed", "ListingDoubted", "FirmAsked", "QuestionUnheard"),
    }
)


def known(entries: Sequence[Entry]) -> KnownJournal:
    return KnownJournal(entries, {each.kind for each in entries} - _LIGHT)


def unseen(enquiry: Enquiry) -> Sequence[Entry]:
    """What the sender of this form had not seen, if any of it is weighty."""
    return known(entries_of(enquiry.id)).since()


def conflict(enquiry: Enquiry, form: PortalForm, *, form_at: str) -> Conflict | None:
    """What stands between this form and how things are; None if nothing does."""
    taxonomy, language = current_taxonomy(), g.language
    found = unseen(enquiry)
    if not found:
        return None
    rows = enquiry_row(enquiry, found) + facets_row(enquiry, found, language)
    return Conflict(
        [Change(each.at, each.sentence, each.who) for each in history(enquiry, found, taxonomy, language)],
        rows + referral_rows(enquiry.referrals, found, language),
        draft_of(form, language),
        form_at,
    )
