"""While a firm waits for the enquirer's word on its question, its own time stands still.

The pause begins when the question is kept. It ends with the enquirer's reply, after ``TO_REPLY`` working days
of silence, with the firm's own answer, or with the referral.
"""

from datetime import datetime

from app.enquiries.models import Enquiry, Party, Referral
from app.enquiries.promises import accept_by, firm_hours
from app.enquiries.states import REFERRAL_OPEN, EnquiryState, ReferralState

#: The firm owes a word, and letters reach it.
_OWES = REFERRAL_OPEN - {ReferralState.UNDELIVERABLE}


def has_asked(referral: Referral) -> bool:
    """Whether the firm has asked the enquirer anything since it has had it this time."""
    since = referral.visible_at
    return since is not None and any(each.is_question and each.at >= since for each in referral.messages)


def end_question(referral: Referral, *, at: datetime) -> bool:
    """Let the firm's time go on, if it stood still; says whether it did.

    The firm has what was left of its working time when it asked, and at least as long as it takes to read
    what has come.
    """
    asked_at, due_at = referral.question_at, referral.due_at
    referral.question_at = None
    if asked_at is None:
        return False
    if due_at is not None:
        hours = firm_hours(referral.firm)
        left = hours.between(asked_at, due_at)
        referral.due_at = max(hours.later(at, left), accept_by(referral.firm, at), due_at)
    return True


def wait_for_enquirer(enquiry: Enquiry) -> None:
    """Where every firm that owes a word has asked first, the enquiry waits for the enquirer.

    Nothing is promised then: the firms have written.
    """
    owing = [each for each in enquiry.referrals if each.state in _OWES]
    if enquiry.state is not EnquiryState.ROUTED or enquiry.waiting_on is not Party.FIRM or not owing:
        return
    if all(each.question_at for each in owing):
        enquiry.waiting_on = Party.ENQUIRER
        enquiry.promised_at = None
