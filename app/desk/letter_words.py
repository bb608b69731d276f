"""Letters, and what became of them, in words for the desk."""

from collections.abc import Mapping

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from app.outbox.models import LetterState
from app.web.statuses import Status

#: Each letter by the folder of its templates.
LETTERS: Mapping[str, LazyString] = {
    "enquiry_received": _l("Receipt, with the link that confirms the address"),
    "enquiry_referred": _l("Which firms have it"),
    "firms_proposed": _l("Firms an editor suggests"),
    "enquiry_answered": _l("A firm has answered"),
    "firm_asked": _l("A firm asks something first"),
    "question_unheard": _l("To a firm: no reply to its question"),
    "enquiry_declined": _l("A firm cannot take it"),
    "enquiry_closed": _l("Closed by an editor"),
    "referral_arrived": _l("To a firm: a new enquiry"),
    "enquirer_replied": _l("To a firm: the enquirer has written again"),
    "identity_revealed": _l("To a firm: who asks"),
    "consent_withdrawn": _l("To a firm: delete the enquirer’s data"),
    "enquiry_erased": _l("To a firm: the enquiry is erased, delete its data"),
    "stranger_wrote": _l("Whether somebody wrote for them"),
    "choice_reminder": _l("Reminder to choose firms"),
    "enquiry_asleep": _l("It rests until firms are chosen"),
    "enquiry_lapsed": _l("A firm let the time pass"),
    "closing_question": _l("Whether it was answered"),
    "enquiry_quiet": _l("Closed after a quiet time"),
    "referral_reminder": _l("To a firm: a reminder to answer"),
    "referral_lapsed": _l("To a firm: the time to answer has passed"),
    "desk_alarm": _l("To the desk: something is late"),
    "listing_doubted": _l("To the desk: a listing to look at"),
    "offerings_due": _l("To a firm: offerings to confirm"),
    "offerings_lapsed": _l("To a firm: offerings that were not confirmed in time"),
    "account_reset": _l("To an account: the link to a new password"),
    "account_moving": _l("To an account: whether its address may change"),
    "account_address": _l("To the new address of an account"),
    "account_taken": _l("To an account: its address was asked for by another"),
    "account_changed": _l("To an account: what was changed"),
    "account_sign_up": _l("The link that makes an account"),
    "account_known": _l("To an account: somebody wanted another with its address"),
    "claim_proof": _l("To a firm’s domain: the link that supports a claim"),
    "firm_invitation": _l("An invitation to a firm"),
    "firm_news": _l("To somebody of a firm: what has changed there"),
    "request_received": _l("Receipt of a request about a listing"),
    "request_settled": _l("The answer to a request about a listing"),
    "revision_returned": _l("To a firm: a change of its listing came back"),
    "revision_approved": _l("To a firm: a change of its listing is public"),
    "credential_accepted": _l("To a firm: a credential counts"),
    "credential_returned": _l("To a firm: a credential came back"),
    "credential_reminder": _l("To a firm: a credential soon counts no more"),
    "credential_lapsed": _l("To a firm: a credential counts no more"),
    "listing_edited": _l("To a firm: our editors changed its listing"),
}

STATES: Mapping[LetterState, Status] = {
    LetterState.WAITING: Status(_l("Waiting"), "on"),
    # Whether anybody has it is another matter: dead mailboxes take mail as well.
    LetterState.SENT: Status(_l("Taken by the mail server"), "past"),
    LetterState.FAILED: Status(_l("Did not arrive"), "act"),
    LetterState.DROPPED: Status(_l("Not sent"), "past"),
}

#: Why one was given up or not sent, by ``Letter.ended_because``.
BECAUSE: Mapping[str, LazyString] = {
    "refused": _l("The mail server refused it."),
    "too_long": _l("Nobody took it for more than four days."),
    "unknown": _l("The connection broke twice after it had left; it may have arrived."),
    "unwritable": _l("The address is none that mail can be written to."),
    "no_smtputf8": _l("The mail server carries no addresses in other scripts."),
    "bouncing": _l("Letters come back from this address."),
    "returned": _l("It came back."),
    "unwanted": _l("The reader wants no such letters."),
    "erased": _l("The enquiry was erased."),
    "reconfirmed": _l("The firm has confirmed its offerings meanwhile."),
    "gone": _l("What it is about is no longer kept."),
    "withdrawn": _l("The enquirer had taken the enquiry back."),
    "confirmed": _l("The address was confirmed by then."),
    "ended": _l("It had ended by then."),
    "chosen": _l("Nothing was left to choose by then."),
    "read": _l("Its reader had seen it on the portal by then."),
    "answered": _l("The firm had answered by then."),
    "resumed": _l("It had been taken up again by then."),
}
