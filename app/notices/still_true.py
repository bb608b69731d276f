"""Whether each letter still says what is so, by the time it leaves.

A letter is known by what it is about: ``enquiry:12`` went to who asked, ``referral:7`` to a firm. The
answers are codes that the desk has words for (``app.desk.letters``).
"""

from collections.abc import Callable, Mapping

from app.accounts.belonging.models import Invitation
from app.accounts.models import Account
from app.accounts.proofs import AddressChange
from app.directory.claims.models import Claim, ClaimState
from app.directory.credentials.models import Credential, CredentialState
from app.directory.credentials.queries import is_renewed
from app.directory.grid.lapsing import has_unconfirmed
from app.directory.requests.models import ListingRequest
from app.directory.revisions.models import Revision
from app.enquiries.models import Enquiry, Referral
from app.enquiries.states import REFERRAL_LIVE, EnquiryState, ReferralState
from app.kernel.db import db
from app.outbox.checks import Check

#: Whoever took the question back, or was taken off our books, is not written to about it.
_LEFT = frozenset({EnquiryState.WITHDRAWN, EnquiryState.ERASED, EnquiryState.EXPIRED})

GONE = "gone"


def _number(about: str) -> int:
    return int(about.partition(":")[2])


def _of_enquiry(why: Callable[[Enquiry], str | None]) -> Check:
    """A check of a letter to who asked."""

    def check(about: str) -> str | None:
        enquiry = db.session.get(Enquiry, _number(about))
        if enquiry is None:
            return GONE
        return "withdrawn" if enquiry.state in _LEFT else why(enquiry)

    return check


def _of_referral(why: Callable[[Referral], str | None]) -> Check:
    """A check of a letter to a firm."""

    def check(about: str) -> str | None:
        referral = db.session.get(Referral, _number(about))
        return why(referral) if referral else GONE

    return check


def _to_confirm(enquiry: Enquiry) -> str | None:
    return "confirmed" if enquiry.confirmed_at else None


def _with_firms(enquiry: Enquiry) -> str | None:
    return None if any(each.is_live or each.answered_at for each in enquiry.referrals) else "ended"


def _to_choose(enquiry: Enquiry) -> str | None:
    if not enquiry.is_open:
        return "ended"
    waiting = any(each.state is ReferralState.PROPOSED for each in enquiry.referrals)
    return None if waiting else "chosen"


def _answered(enquiry: Enquiry) -> str | None:
    """Whoever has said what the answer was worth has read it."""
    return "read" if enquiry.outcome and enquiry.state is EnquiryState.CLOSED else None


def _asked(enquiry: Enquiry) -> str | None:
    """A question, until the enquirer has replied or the firm has gone on without."""
    return None if any(each.question_at for each in enquiry.referrals) else "ended"


def _still_open(enquiry: Enquiry) -> str | None:
    return None if enquiry.is_open else "ended"


def _closed(enquiry: Enquiry) -> str | None:
    return None if enquiry.state is EnquiryState.CLOSED else "resumed"


def _to_open(referral: Referral) -> str | None:
    """Waiting in the workspace, unread; a firm that no letter reached is the one to try again."""
    if referral.state in {ReferralState.VISIBLE, ReferralState.UNDELIVERABLE}:
        return None
    return "read" if referral.state in REFERRAL_LIVE else "ended"


def _to_read(referral: Referral) -> str | None:
    if referral.state is ReferralState.ANSWERED:
        return "read"
    return None if referral.state in REFERRAL_LIVE else "ended"


def _to_answer(referral: Referral) -> str | None:
    """A reminder: only while the firm has not answered."""
    if referral.state is ReferralState.ANSWERED:
        return "answered"
    return None if referral.state in REFERRAL_LIVE else "ended"


def _lapsed(referral: Referral) -> str | None:
    return None if referral.state is ReferralState.LAPSED else "resumed"


def _asleep(enquiry: Enquiry) -> str | None:
    return None if enquiry.state is EnquiryState.DORMANT else "resumed"


def _to_conclude(enquiry: Enquiry) -> str | None:
    """Once it has moved on, nobody asks any more whether it was over."""
    return None if enquiry.state is EnquiryState.ANSWERED and not enquiry.outcome else "read"


def _strange(about: str) -> str | None:
    """To either side, as long as there is a conversation to write to."""
    to_firm = about.startswith("referral:")
    return (_of_referral(_in_hand) if to_firm else _of_enquiry(_still_open))(about)


def _in_hand(referral: Referral) -> str | None:
    return None if referral.state in REFERRAL_LIVE else "ended"


def _always(_about: str) -> None:
    """What must be deleted must be said, whatever has become of the enquiry since."""


def _of_account(about: str) -> str | None:
    """What was done to an account is true for good; only somebody must be left to read it."""
    return None if db.session.get(Account, _number(about)) else GONE


def _to_reset(about: str) -> str | None:
    account = db.session.get(Account, _number(about))
    return None if account and account.active else GONE


def _to_agree(about: str) -> str | None:
    """A change of address that both mailboxes are asked about."""
    change = db.session.get(AddressChange, _number(about))
    if change is None:
        return GONE
    return "ended" if change.outcome else None


def _to_prove(about: str) -> str | None:
    claim = db.session.get(Claim, _number(about))
    if claim is None:
        return GONE
    return None if claim.state is ClaimState.WAITING and not claim.is_proved else "ended"


def _to_join(about: str) -> str | None:
    invitation = db.session.get(Invitation, _number(about))
    if invitation is None:
        return GONE
    return "ended" if invitation.outcome else None


def _to_wait(about: str) -> str | None:
    request = db.session.get(ListingRequest, _number(about))
    if request is None:
        return GONE
    return "ended" if request.settled_at else None


def _of_revision(about: str) -> str | None:
    """What was decided stays decided."""
    return None if db.session.get(Revision, _number(about)) else GONE


def _of_credential(*states: CredentialState) -> Check:
    """A check of a letter about evidence: while it is in one of those states and not renewed."""

    def check(about: str) -> str | None:
        credential = db.session.get(Credential, _number(about))
        if credential is None:
            return GONE
        return None if credential.state in states and not is_renewed(credential) else "resumed"

    return check


def _to_confirm_again(about: str) -> str | None:
    """A firm that has confirmed its offerings meanwhile need not be told to."""
    return None if has_unconfirmed(_number(about)) else "reconfirmed"


#: Every letter that is about something, by template.
CHECKS: Mapping[str, Check] = {
    "enquiry_received": _of_enquiry(_to_confirm),
    "enquiry_referred": _of_enquiry(_with_firms),
    "firms_proposed": _of_enquiry(_to_choose),
    "enquiry_answered": _of_enquiry(_answered),
    "firm_asked": _of_enquiry(_asked),
    "question_unheard": _of_referral(_to_answer),
    "enquiry_declined": _of_enquiry(_still_open),
    "enquiry_closed": _of_enquiry(_closed),
    "referral_arrived": _of_referral(_to_open),
    "identity_revealed": _of_referral(_in_hand),
    "enquirer_replied": _of_referral(_to_read),
    "consent_withdrawn": _always,
    "enquiry_erased": _always,
    "stranger_wrote": _strange,
    "referral_reminder": _of_referral(_to_answer),
    "referral_lapsed": _of_referral(_lapsed),
    "enquiry_lapsed": _of_enquiry(_still_open),
    "choice_reminder": _of_enquiry(_to_choose),
    "enquiry_asleep": _of_enquiry(_asleep),
    "closing_question": _of_enquiry(_to_conclude),
    "enquiry_quiet": _of_enquiry(_closed),
    "credential_accepted": _of_credential(CredentialState.ACCEPTED, CredentialState.LAPSED),
    "credential_returned": _of_credential(CredentialState.RETURNED),
    "credential_reminder": _of_credential(CredentialState.ACCEPTED, CredentialState.LAPSED),
    "credential_lapsed": _of_credential(CredentialState.LAPSED),
    "offerings_due": _to_confirm_again,
    "offerings_lapsed": _to_confirm_again,
    "account_reset": _to_reset,
    "account_moving": _to_agree,
    "account_address": _to_agree,
    "account_taken": _to_agree,
    "account_changed": _of_account,
    "account_sign_up": _always,
    "account_known": _of_account,
    "claim_proof": _to_prove,
    "firm_invitation": _to_join,
    "firm_news": _always,
    "request_received": _to_wait,
    "request_settled": _always,
    "revision_returned": _of_revision,
    "revision_approved": _of_revision,
    "listing_edited": _of_revision,
}
