"""Another firm in the place of one that left: the next of the enquiry's own ranking that still fits.

The order is that of the stored run, so that nobody gains by waiting; whether a firm still fits is asked anew.
"""

from datetime import datetime

from flask import current_app

from app.enquiries import actions
from app.enquiries.doubts import is_doubted
from app.enquiries.events import ReferralEvent
from app.enquiries.models import Enquiry
from app.enquiries.states import EnquiryState, ReferralState
from app.i18n.languages import BY_SLUG
from app.kernel.db import db
from app.matching.ranking import Candidate, rank
from app.matching.runs import latest_run
from app.web.briefs import needs_of
from app.web.edition import current_taxonomy

#: Nobody has answered yet, and the enquiry is with firms or would go to the desk for want of one.
_WANTS_ANOTHER = frozenset({EnquiryState.ROUTED, EnquiryState.TRIAGE, EnquiryState.OFFERED})


def backfill(event: ReferralEvent) -> None:
    """Reaction: a firm declined, let the time pass, or cannot be reached.

    A firm the enquirer agreed to has it at once. Otherwise, where an editor may suggest firms, the next is
    proposed to the enquirer; it sees nothing before they agree.
    """
    enquiry = db.session.get_one(Enquiry, event.enquiry_id)
    if enquiry.state not in _WANTS_ANOTHER or is_doubted(enquiry) or _waits_already(enquiry):
        return
    candidates = _next_ones(enquiry, at=event.at)
    agreed = next((each for each in candidates if enquiry.lets_read(each.firm.id)), None)
    chosen = agreed or (candidates[0] if candidates and enquiry.editor_may_suggest else None)
    if chosen:
        choice = actions.Choice(chosen.firm, [ground.record for ground in chosen.grounds])
        actions.refer(enquiry, to=[choice], by=None, at=event.at)


def _waits_already(enquiry: Enquiry) -> bool:
    """Whether a firm is proposed, or a place awaited: one more would be one too many."""
    waiting = {ReferralState.PROPOSED, ReferralState.CONSENTED}
    taken = sum(each.is_live or each.state in waiting for each in enquiry.referrals)
    return any(each.state in waiting for each in enquiry.referrals) or taken >= (
        enquiry.best or actions.MOST_FIRMS
    )


def _next_ones(enquiry: Enquiry, *, at: datetime) -> list[Candidate]:
    """The candidates of the stored run that still are, in its order, without those that had it."""
    run = latest_run(enquiry.id)
    if run is None:
        return []
    settings = current_app.config["SETTINGS"]
    now = rank(
        needs_of(enquiry),
        taxonomy=current_taxonomy(),
        demo=settings.demo,
        day=at.date(),
        secret=settings.secret_key,
        language=BY_SLUG[enquiry.language],
        routing=True,
        refused=frozenset(each.firm_id for each in enquiry.referrals),
        key=enquiry.nonce,
        asked_by=enquiry.email,
        company=enquiry.company,
        at=at,
    )
    still = {each.firm.id: each for each in now.candidates}
    return [still[each["firm"]] for each in run.outcome["candidates"] if each["firm"] in still]
