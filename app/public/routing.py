"""What happens when an enquiry is confirmed: the matching is asked again, and its answer handed on.

A door asks the matching and gives its choice to the enquiry's actions; the domain never asks.
"""

from datetime import datetime

from flask import current_app

from app.classification.decision import Decision
from app.classification.questions import HARM, stands
from app.enquiries import actions
from app.enquiries.consents import Mode
from app.enquiries.intake import signs_of
from app.enquiries.models import Enquiry, Party, SpamLane
from app.enquiries.states import EnquiryState
from app.i18n.languages import BY_SLUG
from app.matching.models import RunPurpose
from app.matching.ranking import ExclusionReason, Ranking, rank
from app.matching.runs import keep_run
from app.web.briefs import needs_of
from app.web.edition import current_edition, current_taxonomy

#: Waiting in the firm's line helps.
_COMES_BACK = frozenset({ExclusionReason.FULL, ExclusionReason.ABSENT})


def route(enquiry: Enquiry, *, at: datetime) -> None:
    """Refer a confirmed enquiry to the firms its sender agreed to, as far as they still match.

    Without a clear need, without a chosen firm, or where none of them can take it any more, a person
    at the desk looks. An enquiry an editor has already moved on is left alone.
    """
    if enquiry.state is not EnquiryState.TRIAGE or _is_for_a_person(enquiry, at=at):
        return
    ranking = _ranking(enquiry, at=at)
    keep_run(enquiry.id, ranking, purpose=RunPurpose.ROUTED, at=at, edition=current_edition().version)
    choices = [
        actions.Choice(each.firm, [ground.record for ground in each.grounds])
        for each in ranking.candidates
        if enquiry.lets_read(each.firm.id)
    ]
    if not choices:
        # Who is full or away keeps it in its line; nothing is said of why, since nothing was weighed.
        choices = [
            actions.Choice(each.firm)
            for each in ranking.excluded
            if each.reason in _COMES_BACK and enquiry.lets_read(each.firm.id)
        ]
    if enquiry.mode is Mode.BEST:
        choices = choices[: enquiry.best]  # in the order of the run; the others are for who leaves
    if not (choices and actions.refer(enquiry, to=choices, by=None, at=at)):
        actions.send_to_desk(enquiry, why=_why(enquiry), actor=Party.NOBODY, at=at)


def _is_for_a_person(enquiry: Enquiry, *, at: datetime) -> bool:
    """Keep from the firms what an editor must read first, whichever of them were agreed to.

    What may be no question is set aside; where somebody may be hurt it is not, whatever else it looks like.
    """
    if enquiry.spam_lane is not SpamLane.PASS and enquiry.way_reason != HARM:
        actions.set_aside(enquiry, why=enquiry.spam_kind or _gravest_sign(enquiry), at=at)
        return True
    if stands(Decision(enquiry.way.value, enquiry.way_reason)):
        actions.send_to_desk(enquiry, why=enquiry.way_reason or "", actor=Party.NOBODY, at=at)
        return True
    return False


def _gravest_sign(enquiry: Enquiry) -> str:
    return next(iter(signs_of(enquiry.intake)), "")


def _ranking(enquiry: Enquiry, *, at: datetime) -> Ranking:
    """Asked with the enquiry's own nonce, as step two was: ties fall as they fell there."""
    settings = current_app.config["SETTINGS"]
    return rank(
        needs_of(enquiry),
        taxonomy=current_taxonomy(),
        demo=settings.demo,
        day=at.date(),
        secret=settings.secret_key,
        language=BY_SLUG[enquiry.language],
        routing=True,
        refused=frozenset(referral.firm_id for referral in enquiry.referrals),
        key=enquiry.nonce,
        asked_by=enquiry.email,
        company=enquiry.company,
        at=at,
    )


def _why(enquiry: Enquiry) -> str:
    if not needs_of(enquiry).can_be_matched:
        return "unclear"
    return "no_firm" if enquiry.consents else "editor_asked"
