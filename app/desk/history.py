"""What happened to an enquiry, in sentences for the desk."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext as _

from app.accounts.queries import names_of
from app.desk.letter_words import BECAUSE, LETTERS
from app.enquiries.models import DeclineReason, Enquiry, Outcome
from app.i18n.formats import joined
from app.i18n.languages import Language
from app.journal.models import Entry
from app.journal.recording import UNTOLD
from app.notices.desk import MATTERS
from app.taxonomy.snapshot import Taxonomy
from app.web import spam_words, statuses


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the history."""

    at: datetime
    sentence: str
    #: The person, where one was signed in.
    who: str


@dataclass(frozen=True, slots=True)
class _Told:
    """What a sentence may need."""

    facts: Mapping[str, Any]
    #: The firms the entry is about, side by side.
    firms: str
    taxonomy: Taxonomy
    language: Language

    def names(self, codes: Iterable[str]) -> str:
        known = (self.taxonomy.regions, self.taxonomy.services, self.taxonomy.sectors)
        found = [
            next((each[code].name(self.language) for each in known if code in each), code) for code in codes
        ]
        return joined(found, self.language) or _("nothing")


def _closed(told: _Told) -> str:
    outcome = told.facts.get("outcome")
    if told.facts.get("why") == "quiet":
        return _("Closed by the portal, since nothing happened any more.")
    if not outcome:
        return _("Closed by an editor.")
    return _("Closed by the enquirer: %(outcome)s.", outcome=statuses.OUTCOME[Outcome(outcome)])


def _declined(told: _Told) -> str:
    reason = statuses.DECLINE_REASON[DeclineReason(told.facts["reason"])]
    return _("%(firm)s declined: %(reason)s.", firm=told.firms, reason=reason)


def _held(told: _Told) -> str:
    kind = told.facts.get("why")
    if not kind:
        return _("Set aside.")
    words = spam_words.SPAM_KIND.get(kind) or spam_words.SIGN.get(kind, kind)
    return _("Set aside by the portal: it %(kind)s.", kind=words)


def _opened(told: _Told) -> str:
    if told.facts.get("disclosed") == []:
        return _("%(firm)s opened it, without seeing who asks.", firm=told.firms)
    return _("%(firm)s opened it and saw who asks.", firm=told.firms)


def _lost(told: _Told) -> str:
    letter = LETTERS.get(told.facts["letter"], told.facts["letter"])
    because = BECAUSE.get(told.facts["why"], "")
    return _("A letter did not arrive: %(letter)s. %(because)s", letter=letter, because=because)


_SENTENCES: Mapping[str, Callable[[_Told], str]] = {
    "EnquirySubmitted": lambda told: _("The question was sent."),
    "EnquiryConfirmed": lambda told: _("The enquirer confirmed the address."),
    "EnquirySentToDesk": lambda told: str(
        statuses.SENT_TO_DESK.get(told.facts["why"], _("Sent to the desk."))
    ),
    "EnquiryReferred": lambda told: _("Handed to %(firms)s.", firms=told.firms),
    "FirmsProposed": lambda told: _("Proposed to the enquirer: %(firms)s.", firms=told.firms),
    "ChoiceRemains": lambda told: _("No firm has it now; the enquirer can choose among those named."),
    "FacetsCorrected": lambda told: _(
        "What it is about was corrected to: %(names)s.", names=told.names(told.facts["after"])
    ),
    "EnquiryHeld": _held,
    "EnquiryResumed": lambda told: _("Taken up again."),
    "EnquiryClosed": _closed,
    "EnquiryWithdrawn": lambda told: _("Withdrawn by the enquirer."),
    "ReferralOpened": _opened,
    "IdentityRevealed": lambda told: _("The enquirer let %(firm)s see who asks.", firm=told.firms),
    "NamedFirmRefused": lambda told: _("The enquirer no longer agrees to a firm that did not have it yet."),
    "ReferralAccepted": lambda told: _("%(firm)s accepted it.", firm=told.firms),
    "ReferralDeclined": _declined,
    "ReferralAnswered": lambda told: _("%(firm)s answered.", firm=told.firms),
    "EnquirerReplied": lambda told: _("The enquirer wrote to %(firm)s.", firm=told.firms),
    "FirmAsked": lambda told: _("%(firm)s asked the enquirer something first.", firm=told.firms),
    "QuestionUnheard": lambda told: _(
        "The enquirer has not replied to the question of %(firm)s; its time to answer goes on.",
        firm=told.firms,
    ),
    "ProposalRefused": lambda told: _("The enquirer does not want %(firm)s.", firm=told.firms),
    UNTOLD: lambda told: _("Its state was changed past the portal’s own steps."),
    "EnquiryReopened": lambda told: _("Opened again: the enquirer wrote to %(firm)s.", firm=told.firms),
    "DeskAlarmed": lambda told: str(MATTERS[told.facts["matter"]]),
    "EnquirerReminded": lambda told: _("The enquirer was reminded of the firms to choose from."),
    "EnquiryFellAsleep": lambda told: _("It rests: the enquirer has chosen no firm."),
    "ClosingAsked": lambda told: _("The enquirer was asked whether this was the answer."),
    "EnquiryExpired": lambda told: _("It was never confirmed; its words were removed."),
    "EnquiryErased": lambda told: str(statuses.ERASURE[told.facts["why"]]),
    "FirmReminded": lambda told: _("%(firm)s was reminded.", firm=told.firms),
    "AcceptanceMissed": lambda told: _("%(firm)s has not taken it on by its date.", firm=told.firms),
    "ReferralLapsed": lambda told: _("%(firm)s has let the time pass.", firm=told.firms),
    "ListingDoubted": lambda told: _("The listing of %(firm)s is to be checked.", firm=told.firms),
    "ReferralUndeliverable": lambda told: _("No letter reaches %(firm)s.", firm=told.firms),
    "LetterLost": _lost,
    "StrangerWrote": lambda told: _(
        "Somebody unknown wrote to an address of the conversation with %(firm)s; the mail is held.",
        firm=told.firms,
    ),
    "ConsentWithdrawn": lambda told: _("The enquirer no longer agrees to %(firm)s.", firm=told.firms),
}


def history(enquiry: Enquiry, entries: Sequence[Entry], taxonomy: Taxonomy, language: Language) -> list[Step]:
    """The journal's entries in order. One of a kind that has no words yet is named as it is kept."""
    people = names_of({entry.account_id for entry in entries if entry.account_id})
    firms = {each.id: each.firm.read(language).text.name for each in enquiry.referrals}
    steps = []
    for entry in entries:
        ids = entry.facts.get("referral_ids") or [entry.facts.get("referral_id")]
        told = _Told(
            entry.facts, joined([firms[id_] for id_ in ids if id_ in firms], language), taxonomy, language
        )
        sentence = _SENTENCES[entry.kind](told) if entry.kind in _SENTENCES else entry.kind
        steps.append(Step(entry.at, sentence, people.get(entry.account_id or 0, "")))
    return steps
