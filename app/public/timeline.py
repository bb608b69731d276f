"""What happened to an enquiry, in sentences its sender understands."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext as _

from app.enquiries.models import Enquiry, Party
from app.i18n.formats import joined
from app.i18n.languages import Language
from app.journal.models import Entry

#: Said of the firms an entry is about.
_Sentence = Callable[[str], str]

#: Set aside by the portal itself, before an editor has seen it.
_BY_PORTAL = "EnquiryHeld by the portal"

#: Opened by a firm that may not know who asks.
_WITHOUT_NAME = "ReferralOpened without a name"

_SENTENCES: Mapping[str, _Sentence] = {
    "EnquirySubmitted": lambda _firms: _("You sent the enquiry."),
    "EnquiryConfirmed": lambda _firms: _("You confirmed your e-mail address."),
    "EnquirySentToDesk": lambda _firms: _("An editor is looking at it."),
    "EnquiryReferred": lambda firms: _("Handed to the firms you agreed to: %(firms)s.", firms=firms),
    "FirmsProposed": lambda firms: _("An editor suggested: %(firms)s.", firms=firms),
    "EnquiryHeld": lambda _firms: _("An editor has set it aside for a closer look."),
    _BY_PORTAL: lambda _firms: _("An editor reads it before any firm does."),
    "EnquiryResumed": lambda _firms: _("An editor has taken it up again."),
    "EnquiryClosed": lambda _firms: _("The enquiry was closed."),
    "EnquiryWithdrawn": lambda _firms: _("You withdrew the enquiry."),
    "ReferralOpened": lambda firms: _("%(firm)s opened it and has seen who you are.", firm=firms),
    _WITHOUT_NAME: lambda firms: _("%(firm)s opened it. It has not seen who you are.", firm=firms),
    "IdentityRevealed": lambda firms: _("You let %(firm)s see who you are.", firm=firms),
    "ReferralAccepted": lambda firms: _("%(firm)s has taken it on.", firm=firms),
    "ReferralDeclined": lambda firms: _(
        "%(firm)s cannot take it on. Your name and address are no longer open to it.", firm=firms
    ),
    "ReferralAnswered": lambda firms: _("%(firm)s answered.", firm=firms),
    "EnquirerReplied": lambda firms: _("You wrote to %(firm)s.", firm=firms),
    "FirmAsked": lambda firms: _("%(firm)s asked you something before it answers.", firm=firms),
    "QuestionUnheard": lambda firms: _(
        "You have not replied to %(firm)s; its time to answer goes on. You can still reply.", firm=firms
    ),
    "EnquirerReminded": lambda _firms: _("We reminded you of the firms to choose from."),
    "EnquiryFellAsleep": lambda _firms: _("No firm was chosen, so the enquiry rests. Choosing one wakes it."),
    "ClosingAsked": lambda _firms: _("We asked you whether this was your answer."),
    "EnquiryReopened": lambda _firms: _("Your message opened the enquiry again."),
    "FirmReminded": lambda firms: _("We reminded %(firm)s.", firm=firms),
    "ReferralLapsed": lambda firms: _(
        "%(firm)s has not answered in time. Your name and address are no longer open to it.", firm=firms
    ),
    "NamedFirmRefused": lambda _firms: _("You took back your agreement for a firm that did not have it yet."),
    "ConsentWithdrawn": lambda firms: _("You took back your agreement for %(firm)s.", firm=firms),
}


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the timeline."""

    at: datetime
    sentence: str


def timeline(enquiry: Enquiry, entries: Iterable[Entry], language: Language) -> list[Step]:
    """The entries that concern the enquirer, each as a sentence in their language."""
    names = {each.id: each.firm.read(language).text.name for each in enquiry.referrals}
    return [
        Step(entry.at, _SENTENCES[_kind(entry)](joined(_firms(entry.facts, names), language)))
        for entry in entries
        if entry.kind in _SENTENCES
    ]


def _kind(entry: Entry) -> str:
    if entry.kind == "ReferralOpened" and entry.facts.get("disclosed") == []:
        return _WITHOUT_NAME
    by_portal = entry.kind == "EnquiryHeld" and entry.actor == Party.NOBODY.value
    return _BY_PORTAL if by_portal else entry.kind


def _firms(facts: Mapping[str, Any], names: Mapping[int, str]) -> Sequence[str]:
    ids = facts.get("referral_ids") or [facts.get("referral_id")]
    return [names[id_] for id_ in ids if id_ in names]


#: The entries that the enquirer reads of.
KINDS = frozenset(_SENTENCES) - {_BY_PORTAL}
