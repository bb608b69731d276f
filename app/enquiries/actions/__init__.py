"""What can be done with an enquiry: by the enquirer, at the desk, and by a firm.

Each takes the moment and the actor, changes rows, and publishes what has happened. The caller holds
the transaction.
"""

from app.enquiries.actions.asking import (
    MOST_FIRMS,
    MOST_NAMED,
    Draft,
    FacetDraft,
    Said,
    confirm,
    set_aside,
    submit,
)
from app.enquiries.actions.conversing import can_reopen, conclude, has_sent, reply
from app.enquiries.actions.correcting import Read, set_facets
from app.enquiries.actions.desk import close, hold, resume, send_to_desk
from app.enquiries.actions.disclosing import reveal
from app.enquiries.actions.erasing import ErasureGround, erase
from app.enquiries.actions.firms import accept, answer, decline, open_referral
from app.enquiries.actions.questioning import ask_enquirer, stop_waiting
from app.enquiries.actions.reaching import lose_letter, mark_undeliverable
from app.enquiries.actions.referring import Choice, agree, refer
from app.enquiries.actions.settling import dismiss, take_up
from app.enquiries.actions.withdrawing import refuse, withdraw, withdraw_consent
from app.enquiries.consenting import Agreement
from app.enquiries.handling import assign, note

__all__ = [
    "MOST_FIRMS",
    "MOST_NAMED",
    "Agreement",
    "Choice",
    "Draft",
    "ErasureGround",
    "FacetDraft",
    "Read",
    "Said",
    "accept",
    "agree",
    "answer",
    "ask_enquirer",
    "assign",
    "can_reopen",
    "close",
    "conclude",
    "confirm",
    "decline",
    "dismiss",
    "erase",
    "has_sent",
    "hold",
    "lose_letter",
    "mark_undeliverable",
    "note",
    "open_referral",
    "refer",
    "refuse",
    "reply",
    "resume",
    "reveal",
    "send_to_desk",
    "set_aside",
    "set_facets",
    "stop_waiting",
    "submit",
    "take_up",
    "withdraw",
    "withdraw_consent",
]
