"""What time, silent firms and lost mail do to enquiries, each of it once."""

from datetime import datetime, timedelta

from sqlalchemy import select

from app.enquiries import actions
from app.enquiries.consents import Mode
from app.enquiries.events import StrangerWrote
from app.enquiries.firing import fire_due
from app.enquiries.models import DeclineReason, Enquiry, Party
from app.enquiries.timers import Timer, TimerState
from app.kernel.db import db, transaction
from app.kernel.events import publish
from tests.factories.enquiries import make_agreement, make_draft, make_enquiry
from tests.factories.firms import make_firm, with_offices
from tests.factories.keeping import NOON
from tests.factories.people import make_member, make_staff

DAY = timedelta(days=1)


def pass_time(until: datetime, *, limit: int = 500) -> list[tuple[str, datetime]]:
    """Let everything happen that is due by then, each at its own moment, as a worker would; says what."""
    happened = []
    for _ in range(limit):
        db.session.expire_all()
        due = db.session.execute(
            select(Timer.due_at, Timer.kind)
            .where(Timer.state == TimerState.SET, Timer.due_at <= until)
            .order_by(Timer.due_at, Timer.id)
        ).first()
        db.session.rollback()
        if due is None:
            return happened
        if fire_due(1, at=due.due_at).fired:
            happened.append((due.kind.value, due.due_at))
    raise AssertionError("it never ends")


def handed(*firms, at: datetime = NOON, **given) -> Enquiry:
    """An enquiry that the portal handed to firms its sender agreed to."""
    enquiry = make_enquiry(**given)
    with transaction():
        enquiry.consents += [
            row for firm in with_offices(*firms) for row in make_agreement().rows(firm, at=at)
        ]
        actions.refer(enquiry, to=[actions.Choice(firm) for firm in firms], by=None, at=at)
    return enquiry


def grow_old(**asked: str) -> None:
    """Every event that nobody alone brings about. asked: what an enquirer says."""
    firm = make_firm()
    handed(firm, **asked)
    answered = handed(make_firm(), **asked).referrals[0]
    by, at = make_member(answered.firm).id, NOON
    with transaction():
        actions.submit(make_draft(**asked), at=NOON)
        actions.refer(make_enquiry(**asked), to=[actions.Choice(firm)], by=make_staff().id, at=NOON)
        actions.open_referral(answered, by=by, at=at)
        actions.answer(answered, text="CANARY-ANSWER", language="en", nonce="answer", by=by, at=at)
    silent = handed(make_firm(), **asked).referrals[0]
    with transaction():
        asking = {"text": "CANARY-QUESTION", "language": "en", "nonce": "question"}
        actions.open_referral(silent, by=by, at=at)
        actions.ask_enquirer(silent, **asking, by=by, at=at)
    pass_time(NOON + 60 * DAY)
    with transaction():
        at = NOON + 61 * DAY
        actions.reply(answered, text="CANARY-REPLY", language="en", nonce="reply", at=at)
    _fail(answered.enquiry, at=at)
    _stay_unknown(at=at, **asked)


def _stay_unknown(*, at: datetime, **asked: str) -> None:
    """Ask two firms without saying who asks; tell the one, and refuse the other, which never had it."""
    told, refused = make_firm(), make_firm()
    brief = make_agreement(only_brief=True)
    with transaction():
        draft = make_draft(told, refused, mode=Mode.ANONYMOUS, agreement=brief, **asked)
        enquiry = actions.submit(draft, at=at)
        actions.refer(enquiry, to=[actions.Choice(told)], by=None, at=at)
        actions.reveal(enquiry.referrals[0], agreement=make_agreement(), at=at)
        actions.refuse(enquiry, firm_id=refused.id, at=at)


def _fail(enquiry: Enquiry, *, at: datetime) -> None:
    doubted = make_firm()
    for _ in range(2):
        referral = handed(doubted).referrals[0]
        with transaction():
            actions.decline(
                referral, reason=DeclineReason.OUT_OF_SCOPE, note="", by=make_member(doubted).id, at=at
            )
    unreached = handed(make_firm()).referrals[0]
    with transaction():
        actions.mark_undeliverable(unreached, at=at)
        actions.lose_letter(enquiry, letter="enquiry_referred", why="refused", at=at)
        publish(
            StrangerWrote(
                at=at,
                enquiry_id=enquiry.id,
                actor=Party.NOBODY,
                referral_id=unreached.id,
                firm_id=unreached.firm_id,
                party=Party.FIRM.value,
                mail_id=1,
            )
        )
    erased = handed(make_firm())
    with transaction():
        actions.erase(erased, why=actions.ErasureGround.ASKED, actor=Party.ENQUIRER, at=at)
