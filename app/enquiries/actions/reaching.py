"""What follows for an enquiry when letters about it do not arrive."""

from datetime import datetime

from app.enquiries.actions.desk import go_on_without
from app.enquiries.actions.stepping import step
from app.enquiries.events import LetterLost, ReferralUndeliverable
from app.enquiries.models import Enquiry, Party, Referral
from app.enquiries.promises import promise_to
from app.enquiries.states import REFERRAL_OPEN, ReferralState
from app.kernel.events import publish


def mark_undeliverable(referral: Referral, *, at: datetime) -> None:
    """No letter reaches the firm: it keeps the referral, and nobody waits for it alone any more.

    Changes nothing for a firm that has answered, no longer has the enquiry before it, or was unreachable
    already. Where no other firm is left, the enquiry goes to the desk.
    """
    if referral.state not in REFERRAL_OPEN - {ReferralState.UNDELIVERABLE}:
        return
    step(referral, ReferralState.UNDELIVERABLE)
    publish(
        ReferralUndeliverable(
            at=at,
            enquiry_id=referral.enquiry_id,
            referral_id=referral.id,
            firm_id=referral.firm_id,
            actor=Party.NOBODY,
        )
    )
    if referral.enquiry.is_open:
        go_on_without(referral.enquiry, why="undeliverable", actor=Party.NOBODY, at=at)


def lose_letter(
    enquiry: Enquiry, *, letter: str, why: str, referral_id: int | None = None, at: datetime
) -> None:
    """A letter about it will not arrive; a person at the desk is to find another way to its reader.

    letter: which, as the folder of its templates. why: a code the desk has words for.
    referral_id: of a letter to a firm; None for one to who asked.
    An enquiry that has ended stays so: its letter waits at the desk by itself.
    """
    if enquiry.is_open:
        enquiry.waiting_on = Party.STAFF
        enquiry.promised_at = enquiry.promised_at or promise_to(enquiry, at=at)
    publish(
        LetterLost(
            at=at,
            enquiry_id=enquiry.id,
            actor=Party.NOBODY,
            letter=letter,
            why=why,
            referral_id=referral_id,
        )
    )
