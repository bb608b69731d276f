"""How a firm's page stands to what has happened since it was opened; of other firms it learns nothing."""

from collections.abc import Mapping, Sequence

from flask import g
from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from app.accounts.queries import names_of
from app.enquiries.models import Party, Referral
from app.journal.models import Entry
from app.journal.queries import entries_of
from app.web.edit_conflicts import (
    Change,
    Conflict,
    KnownJournal,
    draft_of,
    facets_row,
    is_about,
    referral_rows,
)
from app.web.forms import PortalForm

#: What a firm may know of, in words; after most of these a step is to be thought over.
_SENTENCES: Mapping[str, LazyString] = {
    "ReferralOpened": _l("Your firm opened it."),
    "ReferralAccepted": _l("Your firm accepted it."),
    "ReferralAnswered": _l("Your firm answered."),
    "ReferralDeclined": _l("Your firm declined it."),
    "ReferralLapsed": _l("The time to answer passed."),
    "FirmAsked": _l("Your firm asked the enquirer something."),
    "QuestionUnheard": _l("The enquirer has not replied to your question in time."),
    "EnquirerReplied": _l("The enquirer wrote to you."),
    "IdentityRevealed": _l("The enquirer let you see who asks."),
    "ConsentWithdrawn": _l("The enquirer took back the agreement."),
    "EnquiryWithdrawn": _l("The enquirer withdrew the enquiry."),
    "EnquiryClosed": _l("The enquiry was closed."),
    "EnquiryReopened": _l("The enquirer opened it again."),
    "FacetsCorrected": _l("An editor corrected what it is about."),
}
_WEIGHTY = _SENTENCES.keys() - {"ReferralOpened", "QuestionUnheard"}


def known(referral: Referral) -> KnownJournal:
    entries = entries_of(referral.enquiry_id)
    handed = (n for n, each in enumerate(entries) if _hands_over(each, referral))
    return KnownJournal([each for each in entries[next(handed, 0) :] if _may_know(each, referral)], _WEIGHTY)


def _hands_over(entry: Entry, referral: Referral) -> bool:
    return entry.kind == "EnquiryReferred" and referral.id in entry.facts["referral_ids"]


def _may_know(entry: Entry, referral: Referral) -> bool:
    in_time = referral.ended_at is None or entry.at <= referral.ended_at
    return entry.kind in _SENTENCES and is_about(entry, referral) and in_time


def conflict(referral: Referral, form: PortalForm | None, *, form_at: str) -> Conflict | None:
    """What stands between this form and how things are; None if nothing does."""
    unseen = known(referral).since()
    if not unseen:
        return None
    rows = referral_rows([referral], unseen, g.language) + facets_row(referral.enquiry, unseen, g.language)
    return Conflict(_changes(unseen), rows, draft_of(form, g.language), form_at)


def _changes(unseen: Sequence[Entry]) -> list[Change]:
    by_firm = [each for each in unseen if each.actor == Party.FIRM.value and each.account_id]
    people = names_of({each.account_id for each in by_firm if each.account_id})
    who = {each.id: people.get(each.account_id or 0, "") for each in by_firm}
    return [Change(each.at, str(_SENTENCES[each.kind]), who.get(each.id, "")) for each in unseen]
