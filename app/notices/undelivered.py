"""When letters do not arrive: another address of the same reader, else a person at the desk.

And what shows that they do: whoever confirms, or types an address in, vouches for it.
"""

from datetime import datetime

from sqlalchemy import select

from app.directory.memberships import addresses_of, firms_at
from app.directory.models import Firm
from app.enquiries.actions import lose_letter, mark_undeliverable
from app.enquiries.events import EnquiryConfirmed, EnquirySubmitted
from app.enquiries.models import Enquiry, Referral
from app.enquiries.states import REFERRAL_OPEN
from app.kernel.db import db
from app.outbox import contacts, letters, returned
from app.outbox.events import AddressBouncing, LetterGivenUp
from app.outbox.models import Letter, MailContact

#: What may be otherwise at another address. A letter whose fate is unknown may have arrived, and one that
#: nobody took for days has met our own server.
_OF_ADDRESS = frozenset({"refused", "bouncing", "returned", "no_smtputf8"})


def heed_lost_letter(event: LetterGivenUp) -> None:
    """Find another way for a letter that must arrive; one that need not is let go."""
    letter = db.session.get_one(Letter, event.letter_id)
    kind, _, number = (letter.about or "").partition(":")
    if letter.topic:
        returned.settle(letter, at=event.at)
    elif kind == "referral":
        _lost_to_firm(letter, _referral(int(number)), event)
    elif kind == "enquiry":
        enquiry = _enquiry(int(number))
        lose_letter(enquiry, letter=letter.template, why=event.why, at=event.at)


def _lost_to_firm(letter: Letter, referral: Referral, event: LetterGivenUp) -> None:
    left = contacts.reachable(addresses_of(referral.firm), at=event.at)
    tried = {contacts.folded(each) for each in letters.addresses_tried(letter)}
    other = next((each for each in left if contacts.folded(each) not in tried), None)
    if other and event.why in _OF_ADDRESS:
        letters.readdressed(letter, to=other, at=event.at)
        returned.settle(letter, at=event.at)
        return
    if not left:
        mark_undeliverable(referral, at=event.at)
    lose_letter(referral.enquiry, letter=letter.template, why=event.why, referral_id=referral.id, at=event.at)


def heed_bouncing_address(event: AddressBouncing) -> None:
    """What firms have before them that no letter reaches any more."""
    contact = db.session.get_one(MailContact, event.contact_id)
    for firm in firms_at(contact.address):
        if not contacts.reachable(addresses_of(firm), at=event.at):
            _give_up(firm, at=event.at)


def _give_up(firm: Firm, *, at: datetime) -> None:
    open_ones = select(Referral.id).where(Referral.firm_id == firm.id, Referral.state.in_(REFERRAL_OPEN))
    for number in db.session.scalars(open_ones.order_by(Referral.id)).all():
        mark_undeliverable(_referral(number), at=at)


def vouch(event: EnquirySubmitted | EnquiryConfirmed) -> None:
    """Who types an address in, or confirms it, is to be written to there, whatever came back before."""
    enquiry = db.session.get_one(Enquiry, event.enquiry_id)
    contacts.note_delivered(enquiry.email, at=event.at)


def _enquiry(number: int) -> Enquiry:
    """Locked, so that whoever acts on it at the same moment takes turns with us."""
    return db.session.get_one(Enquiry, number, with_for_update={"of": Enquiry}, populate_existing=True)


def _referral(number: int) -> Referral:
    """With its enquiry locked, as every action takes it."""
    referral = db.session.get_one(Referral, number)
    _enquiry(referral.enquiry_id)
    db.session.refresh(referral)
    return referral
