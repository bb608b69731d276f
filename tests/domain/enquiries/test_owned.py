"""Whatever happens: an open enquiry has a timer, or a person at the desk who is to act."""

import random
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from app.enquiries import actions
from app.enquiries.errors import EnquiryEnded, FirmFull, MoveNotAllowed, NoSuchReferral, TooManyFirms
from app.enquiries.models import DeclineReason, Enquiry, Outcome, Party
from app.enquiries.states import ENQUIRY_AT_DESK, ENQUIRY_ENDED
from app.enquiries.timers import Timer, TimerState
from app.journal.models import Entry
from app.kernel.db import db, transaction
from tests.factories import make_agreement, make_draft, make_firm, make_staff, with_offices
from tests.factories.keeping import NOON
from tests.factories.old_age import pass_time

REFUSED = (EnquiryEnded, FirmFull, MoveNotAllowed, NoSuchReferral, TooManyFirms)
WAITS = {TimerState.SET, TimerState.PAUSED}


class Chance:
    """One enquiry to which anything happens, in any order, at any distance."""

    def __init__(self, seed):
        self.draw = random.Random(seed)
        self.firms = [make_firm(capacity=limit) for limit in (0, 1, None)]
        self.editor = make_staff().id
        self.at = NOON
        with transaction():
            chosen = self.draw.sample(self.firms, self.draw.randint(0, 2))
            self.enquiry = actions.submit(make_draft(*chosen, editor_may_suggest=True), at=NOON)

    def step(self):
        self.at += timedelta(hours=self.draw.choice([1, 3, 20, 80, 400, 1500]))
        pass_time(self.at)
        kind = self.draw.choice([*self.DO])
        try:
            with transaction():
                with_offices(*self.firms)
                self.DO[kind](self)
        except REFUSED:
            db.session.expire_all()
        return kind

    def referral(self):
        if not self.enquiry.referrals:
            raise NoSuchReferral(reference="")
        return self.draw.choice(self.enquiry.referrals)

    def nonce(self):
        return f"{self.draw.random()}"

    def refer(self):
        chosen = self.draw.sample(self.firms, self.draw.randint(1, 2))
        by = self.draw.choice([None, self.editor])
        actions.refer(self.enquiry, to=[actions.Choice(firm) for firm in chosen], by=by, at=self.at)

    def agree(self):
        actions.agree(self.enquiry, referrals=self.enquiry.referrals, agreement=make_agreement(), at=self.at)

    def answer(self):
        referral = self.referral()
        actions.open_referral(referral, by=self.editor, at=self.at)
        actions.answer(referral, text="A", language="en", nonce=self.nonce(), by=self.editor, at=self.at)

    def reply(self):
        actions.reply(self.referral(), text="R", language="en", nonce=self.nonce(), at=self.at)

    def decline(self):
        reason = self.draw.choice([*DeclineReason])
        actions.decline(self.referral(), reason=reason, note="", by=self.editor, at=self.at)

    DO = {
        "confirm": lambda self: actions.confirm(self.enquiry, at=self.at),
        "refer": refer,
        "refer again": refer,
        "agree": agree,
        "answer": answer,
        "reply": reply,
        "decline": decline,
        "open": lambda self: actions.open_referral(self.referral(), by=self.editor, at=self.at),
        "accept": lambda self: actions.accept(self.referral(), by=self.editor, at=self.at),
        "lose": lambda self: actions.mark_undeliverable(self.referral(), at=self.at),
        "conclude": lambda self: actions.conclude(
            self.enquiry, outcome=self.draw.choice([*Outcome]), at=self.at
        ),
        "hold": lambda self: actions.hold(self.enquiry, note="", by=self.editor, at=self.at),
        "resume": lambda self: actions.resume(self.enquiry, by=self.editor, at=self.at),
        "take back": lambda self: actions.withdraw_consent(self.referral(), at=self.at),
        "nothing": lambda self: None,
    }


def is_looked_after(enquiry):
    """Whether somebody will do something: time by itself, or a person in whose queue it stands."""
    waiting = db.session.scalar(
        select(func.count()).where(Timer.enquiry_id == enquiry.id, Timer.state.in_(WAITS))
    )
    return bool(waiting) or (enquiry.state in ENQUIRY_AT_DESK and enquiry.waiting_on is Party.STAFF)


@pytest.mark.parametrize("seed", range(12))
def test_no_open_enquiry_is_left_to_nobody(database, seed):
    chance = Chance(seed)
    told = ["submit"]
    for _ in range(14):
        told.append(chance.step())
        db.session.expire_all()
        enquiry = db.session.get_one(Enquiry, chance.enquiry.id)
        assert enquiry.state in ENQUIRY_ENDED or is_looked_after(enquiry), (enquiry.state, told)


@pytest.mark.parametrize("seed", range(12, 18))
def test_no_timer_fires_twice_whatever_happens(database, seed):
    chance = Chance(seed)
    for _ in range(14):
        chance.step()
    fired = db.session.scalar(select(func.count()).where(Timer.state == TimerState.FIRED))
    keys = select(Timer.subject, Timer.subject_id, Timer.kind, Timer.cycle).where(
        Timer.state == TimerState.FIRED
    )
    assert len(set(db.session.execute(keys))) == fired
    reminders = db.session.execute(select(Entry.facts).where(Entry.kind == "FirmReminded")).scalars()
    rounds = {each.id: each.round for each in chance.enquiry.referrals}
    counted: dict[tuple[int, str], int] = {}
    for facts in reminders:
        key = facts["referral_id"], facts["step"]
        counted[key] = counted.get(key, 0) + 1
    assert all(times <= rounds[id_] for (id_, _step), times in counted.items())
