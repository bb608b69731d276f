"""How the enquirer's page stands to what has happened since it was opened."""

from flask import g

from app.enquiries.models import Enquiry, Referral
from app.journal.queries import entries_of
from app.public.timeline import KINDS, timeline
from app.web.edit_conflicts import (
    Change,
    Conflict,
    KnownJournal,
    draft_of,
    enquiry_row,
    is_about,
    referral_rows,
)
from app.web.forms import PortalForm

#: After these the enquirer may want something else; a reminder or an opened page changes nothing.
_WEIGHTY = frozenset(
    {
        *("EnquiryReferred", "FirmsProposed", "EnquiryClosed", "EnquiryWithdrawn", "EnquiryReopened"),
        *("EnquiryExpired", "ReferralDeclined", "ReferralAnswered", "ReferralLapsed", "EnquirerReplied"),
        *("ConsentWithdrawn", "ProposalRefused", "IdentityRevealed", "NamedFirmRefused", "FirmAsked"),
    }
)


def known(enquiry: Enquiry) -> KnownJournal:
    entries = entries_of(enquiry.id)
    return KnownJournal([each for each in entries if each.kind in KINDS | _WEIGHTY], _WEIGHTY)


def conflict(
    enquiry: Enquiry, form: PortalForm, *, form_at: str, referral: Referral | None = None
) -> Conflict | None:
    """What stands between this form and how things are; None if nothing does.

    referral: whose firm the step concerns, where what others do is of no weight.
    """
    unseen = known(enquiry).since()
    if referral is not None:
        unseen = [each for each in unseen if is_about(each, referral)]
    if not any(each.kind in _WEIGHTY for each in unseen):
        return None
    return Conflict(
        [Change(each.at, each.sentence) for each in timeline(enquiry, unseen, g.language)],
        enquiry_row(enquiry, unseen) + referral_rows(enquiry.referrals, unseen, g.language),
        draft_of(form, g.language),
        form_at,
    )
