"""Handing an enquiry to firms: at once to those the enquirer agreed to, else by asking first."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import select

from app.directory.capacity import take_place
from app.directory.models import Firm
from app.enquiries.actions.asking import MOST_FIRMS
from app.enquiries.consenting import Agreement
from app.enquiries.errors import EnquiryEnded, FirmAbsent, FirmCannotReceive, FirmFull, TooManyFirms
from app.enquiries.events import EnquiryReferred, EnquirySentToDesk, FirmsProposed
from app.enquiries.models import Enquiry, Party, Referral
from app.enquiries.promises import answer_by, promise_to
from app.enquiries.states import ENQUIRY_MOVES, EnquiryState, ReferralState
from app.kernel.db import db
from app.kernel.events import publish

_STILL_COUNTING = frozenset(
    {
        ReferralState.PROPOSED,
        ReferralState.CONSENTED,
        ReferralState.VISIBLE,
        ReferralState.SEEN,
        ReferralState.ACCEPTED,
        ReferralState.ANSWERED,
    }
)


@dataclass(frozen=True, slots=True)
class Choice:
    """A firm, and the matching's record of why."""

    firm: Firm
    reasons: list[dict[str, Any]] = field(default_factory=list)


def refer(enquiry: Enquiry, *, to: Sequence[Choice], by: int | None, at: datetime) -> list[Referral]:
    """Hand an open enquiry to firms that do not have it yet.

    Firms the enquirer agreed to have it at once; the others are proposed, and see nothing until then.
    by: the editor's account, None for the portal itself, which passes over firms that are full or away;
    where all of them are, the enquiry waits in their lines.
    Returns only the new referrals, so that asking twice changes nothing.
    Raises EnquiryEnded, FirmAbsent, FirmCannotReceive, FirmFull, TooManyFirms.
    """
    if not enquiry.is_open:
        raise EnquiryEnded(reference=enquiry.reference)
    known = {referral.firm_id for referral in enquiry.referrals}
    new = list({each.firm.id: each for each in to if each.firm.id not in known}.values())
    counting = sum(referral.state in _STILL_COUNTING for referral in enquiry.referrals)
    if new and counting + len(new) > MOST_FIRMS:
        raise TooManyFirms(most=MOST_FIRMS)
    _must_receive(choice.firm for choice in new)
    without_place = _take_places((each.firm for each in new if enquiry.lets_read(each.firm.id)), at=at)
    if without_place and by:
        firm = without_place[0]
        raise FirmAbsent(slug=firm.slug) if firm.is_absent(at) else FirmFull(slug=firm.slug)
    some_have_room = len(without_place) < len(new)
    taken = [each for each in new if each.firm not in without_place] if some_have_room else new
    referrals = [_referral(enquiry, each, has_room=some_have_room, at=at) for each in taken]
    enquiry.referrals += referrals
    db.session.flush()  # the events need ids
    announce(enquiry, referrals, actor=Party.STAFF if by else Party.NOBODY, by=by, at=at)
    return referrals


def _must_receive(firms: Iterable[Firm]) -> None:
    for firm in firms:
        if not firm.can_receive:
            raise FirmCannotReceive(slug=firm.slug)


def _take_places(firms: Iterable[Firm], *, at: datetime) -> list[Firm]:
    """Take one with each; returns those that have none left, are away, or have somebody in their line."""
    wanted = sorted(firms, key=lambda each: each.id)
    lines = _with_a_line([each.id for each in wanted])
    return [each for each in wanted if each.id in lines or each.is_absent(at) or not take_place(each)]


def _with_a_line(firm_ids: Sequence[int]) -> frozenset[int]:
    """Those that somebody waits for already: nobody overtakes."""
    waiting = select(Referral.firm_id).where(
        Referral.firm_id.in_(firm_ids), Referral.state == ReferralState.CONSENTED
    )
    return frozenset(db.session.scalars(waiting)) if firm_ids else frozenset()


def _line_up(referral: Referral, *, at: datetime) -> None:
    """The enquirer has agreed and the firm has no room: it sees nothing until its turn comes."""
    referral.move(ReferralState.CONSENTED)
    referral.consented_at = at


def _referral(enquiry: Enquiry, choice: Choice, *, has_room: bool, at: datetime) -> Referral:
    referral = Referral(
        firm_id=choice.firm.id,
        firm=choice.firm,
        state=ReferralState.PROPOSED,
        reasons=choice.reasons,
        proposed_at=at,
    )
    if enquiry.lets_read(choice.firm.id) and has_room:
        show(referral, at=at)
    elif not has_room:
        _line_up(referral, at=at)
    return referral


def show(referral: Referral, *, at: datetime) -> None:
    """The firm has it from now on, in its workspace; the place is taken already."""
    referral.move(ReferralState.VISIBLE)
    referral.visible_at = at
    referral.due_at = answer_by(referral.firm, at)


def announce(
    enquiry: Enquiry, referrals: Sequence[Referral], *, actor: Party, by: int | None, at: datetime
) -> None:
    """Move the enquiry to where its referrals put it, and say so."""
    visible = tuple(each.id for each in referrals if each.state is ReferralState.VISIBLE)
    proposed = tuple(each.id for each in referrals if each.state is ReferralState.PROPOSED)
    if visible:
        enquiry.move(EnquiryState.ROUTED)
        enquiry.waiting_on = Party.FIRM
        enquiry.promised_at = promise_to(
            enquiry, at=at, owed=[each.due_at for each in enquiry.referrals if each.holds_place]
        )
        publish(EnquiryReferred(at=at, enquiry_id=enquiry.id, actor=actor, by_id=by, referral_ids=visible))
    if proposed:
        if not any(each.is_live for each in enquiry.referrals):
            enquiry.move(EnquiryState.OFFERED)
            enquiry.waiting_on = Party.ENQUIRER
        publish(FirmsProposed(at=at, enquiry_id=enquiry.id, actor=actor, by_id=by, referral_ids=proposed))
    if referrals and not visible and not proposed and not any(each.is_live for each in enquiry.referrals):
        _wait_for_room(enquiry, at=at)


def _wait_for_room(enquiry: Enquiry, *, at: datetime) -> None:
    """All firms agreed to are full: it waits in their lines, and an editor may find another way meanwhile."""
    no_match = EnquiryState.NO_MATCH in ENQUIRY_MOVES[enquiry.state]
    enquiry.move(EnquiryState.NO_MATCH if no_match else EnquiryState.TRIAGE)
    enquiry.waiting_on = Party.STAFF
    enquiry.promised_at = promise_to(enquiry, at=at)
    publish(EnquirySentToDesk(at=at, enquiry_id=enquiry.id, actor=Party.NOBODY, why="all_full"))


def agree(
    enquiry: Enquiry, *, referrals: Sequence[Referral], agreement: Agreement, at: datetime
) -> list[Referral]:
    """The enquirer agrees to firms an editor proposed; they have it at once, or when there is room.

    Returns those that were agreed to now. Raises ConsentMissing, EnquiryEnded, FirmCannotReceive.
    """
    if not enquiry.is_open:
        raise EnquiryEnded(reference=enquiry.reference)
    waiting = [each for each in referrals if each.state is ReferralState.PROPOSED]
    _must_receive(referral.firm for referral in waiting)
    without_place = _take_places((referral.firm for referral in waiting), at=at)
    for referral in waiting:
        enquiry.consents += agreement.rows(referral.firm, at=at)
        if referral.firm in without_place:
            _line_up(referral, at=at)
        else:
            show(referral, at=at)
    if waiting:
        db.session.flush()
        announce(enquiry, waiting, actor=Party.ENQUIRER, by=None, at=at)
    return waiting
