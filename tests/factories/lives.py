"""Whole lives of enquiries, in which everything happens that can."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from app.directory.models import Firm
from app.enquiries import actions
from app.enquiries.models import DeclineReason, Enquiry, Outcome, Party, Referral
from app.kernel.db import transaction
from tests.factories.enquiries import make_agreement, make_draft
from tests.factories.firms import make_firm, with_offices
from tests.factories.keeping import NOON
from tests.factories.people import make_member, make_staff

#: What the enquirer says, found nowhere else.
SECRETS = {
    "text": "CANARY-TEXT on the UK",
    "product": "CANARY-PRODUCT",
    "company": "CANARY-COMPANY",
    "contact_name": "CANARY-NAME",
    "email": "canary-mail@example.test",
}
#: What firms and editors write.
WRITTEN = {
    "answer": "CANARY-ANSWER",
    "reply": "CANARY-REPLY",
    "question": "CANARY-QUESTION",
    "decline": "CANARY-DECLINE",
    "hold": "CANARY-HOLD",
}
NOTE = "CANARY-NOTE"


@dataclass
class Life:
    """An enquiry that has been through everything, and the firms that met it."""

    enquiry: Enquiry
    withdrawn: Enquiry
    #: Answers it; the enquirer agreed to it.
    answers: Firm
    #: Declines it; proposed by an editor.
    declines: Firm
    #: Loses it: the enquirer takes their agreement back.
    loses: Firm


class _Doing:
    """Does one thing after another, each a minute later and in a transaction of its own."""

    def __init__(self, firms: list[Firm]) -> None:
        self.firms = firms
        self.at = NOON

    def __call__(self, action: str, subject: Any, **how: Any) -> Any:
        self.at += timedelta(minutes=1)
        with transaction():
            with_offices(*self.firms)
            return getattr(actions, action)(subject, at=self.at, **how)


def live(*, language: str = "en", firm_language: str = "en") -> Life:
    """Live through every event there is."""
    firms = answers, declines, loses = [make_firm(contact_language=firm_language) for _ in range(3)]
    do, editor = _Doing(firms), make_staff().id
    enquiry = do("submit", make_draft(answers, loses, language=language, **SECRETS))
    do("confirm", enquiry)
    do("send_to_desk", enquiry, why="unclear", actor=Party.NOBODY)
    do("hold", enquiry, note=WRITTEN["hold"], by=editor)
    do("resume", enquiry, by=editor)
    do("set_facets", enquiry, markets=["UK"], services=["REP-UKRP"], sectors=["MD"], read=[], by=editor)
    do("refer", enquiry, to=[actions.Choice(firm) for firm in firms], by=editor)
    first, second, third = enquiry.referrals
    do("agree", enquiry, referrals=[second], agreement=make_agreement(language=language))
    for referral in enquiry.referrals:
        do("open_referral", referral, by=make_member(referral.firm).id)
    do("decline", second, reason=DeclineReason.OTHER, note=WRITTEN["decline"], by=make_member(declines).id)
    do("withdraw_consent", third)
    _converse(do, first, by=make_member(answers).id, language=language)
    do("conclude", enquiry, outcome=Outcome.ANSWERED)
    do("resume", enquiry, by=editor)
    do("close", enquiry, note=NOTE, by=editor)
    withdrawn = do("submit", make_draft(answers, language=language, **SECRETS))
    do("refer", withdrawn, to=[actions.Choice(answers)], by=editor)
    do("withdraw", withdrawn)
    _go_unheard(do, answers, declines, by=editor, language=language)
    return Life(enquiry, withdrawn, answers, declines, loses)


def _go_unheard(do: _Doing, deaf: Firm, refused: Firm, *, by: int, language: str) -> None:
    """No letter reaches the one firm, the enquirer does not want the other."""
    enquiry = do("submit", make_draft(deaf, language=language, **SECRETS))
    do("refer", enquiry, to=[actions.Choice(deaf), actions.Choice(refused)], by=by)
    unheard, unwanted = enquiry.referrals
    do("mark_undeliverable", unheard)
    do("withdraw_consent", unwanted)
    do("lose_letter", enquiry, letter="referral_arrived", why="refused", referral_id=unheard.id)


def _converse(do: _Doing, referral: Referral, *, by: int, language: str) -> None:
    """Asked something first, taken on, answered, asked again, answered again."""
    said = {"language": "en", "by": by}
    do("ask_enquirer", referral, text=WRITTEN["question"], nonce=f"zero-{referral.id}", **said)
    do("reply", referral, text=WRITTEN["reply"], language=language, nonce=f"half-{referral.id}")
    do("accept", referral, by=by)
    do("answer", referral, text=WRITTEN["answer"], language="en", nonce=f"one-{referral.id}", by=by)
    do("reply", referral, text=WRITTEN["reply"], language=language, nonce=f"two-{referral.id}")
    do("answer", referral, text=WRITTEN["answer"], language="en", nonce=f"three-{referral.id}", by=by)
