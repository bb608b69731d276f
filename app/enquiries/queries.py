"""Finding enquiries and referrals. What a firm may see is decided here, once."""

from collections.abc import Iterable, Sequence

from sqlalchemy import Select, case, func, select
from sqlalchemy.orm import selectinload

from app.directory.models import Firm
from app.enquiries.errors import MoveNotAllowed, NoSuchEnquiry, NoSuchReferral
from app.enquiries.models import Enquiry, Message, Party, Referral, Urgency
from app.enquiries.references import parse
from app.enquiries.states import REFERRAL_HIDDEN, EnquiryState
from app.kernel.db import db, may_write

_GRAVEST_FIRST = case(*((Enquiry.urgency == each, grade) for grade, each in enumerate(Urgency)))


def _whole() -> Select[Enquiry]:
    """An enquiry with its referrals, and where their firms are: consent names the countries."""
    firms = selectinload(Enquiry.referrals).joinedload(Referral.firm)
    found = select(Enquiry).options(firms.selectinload(Firm.offices))
    # Two parties who act at once take turns instead of one being refused; SQLite's writers do so anyway.
    return found.with_for_update(of=Enquiry) if may_write.get() else found


def by_reference(reference: str) -> Enquiry:
    """The enquiry people call that. Raises NoSuchEnquiry."""
    known = parse(reference)
    found = db.session.scalar(_whole().where(Enquiry.reference == known)) if known else None
    if found is None:
        raise NoSuchEnquiry(reference=reference[:32])
    return found


def by_nonce(nonce: str) -> Enquiry | None:
    """The enquiry that was sent with that form; None if it never was."""
    return db.session.scalar(select(Enquiry).where(Enquiry.nonce == nonce))


def referral_of(firm_id: int, reference: str) -> Referral:
    """The firm's own referral of that enquiry. Raises NoSuchReferral, also for what it may not know of."""
    try:
        enquiry = by_reference(reference)
    except NoSuchEnquiry as error:
        raise NoSuchReferral(**error.facts) from error
    for referral in enquiry.referrals:
        if referral.firm_id == firm_id and referral.state not in REFERRAL_HIDDEN:
            return referral
    raise NoSuchReferral(reference=reference[:32])


def queue(states: Iterable[EnquiryState], *, limit: int, offset: int = 0) -> Sequence[Enquiry]:
    """Enquiries in those states, the oldest promise first; for the same moment, what presses most first."""
    return db.session.scalars(
        select(Enquiry)
        .where(Enquiry.state.in_(list(states)))
        .order_by(Enquiry.promised_at.is_(None), Enquiry.promised_at, _GRAVEST_FIRST, Enquiry.id)
        .limit(limit)
        .offset(offset)
    ).all()


def queue_counts() -> dict[EnquiryState, int]:
    """How many enquiries are in each state; every state is there."""
    counted = dict(db.session.execute(select(Enquiry.state, func.count()).group_by(Enquiry.state)).all())
    return {state: counted.get(state, 0) for state in EnquiryState}


def message_by_nonce(nonce: str) -> Message | None:
    """The message that was sent with that form; None if it never was."""
    return db.session.scalar(select(Message).where(Message.nonce == nonce))


def sent_before(referral: Referral, nonce: str, author: Party) -> Message | None:
    """That party's message of this conversation that was sent with that form; None if it is new.

    Raises MoveNotAllowed where the form has become another message: nothing new may pass for sent.
    """
    known = message_by_nonce(nonce)
    if known is None or (known.referral_id, known.author) == (referral.id, author):
        return known
    raise MoveNotAllowed(what="message", old="sent", new="sent elsewhere")
