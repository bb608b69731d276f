"""A firm never has more open enquiries before it than it takes, and the count is always the truth."""

import random
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm.exc import StaleDataError

from app.config import read_settings
from app.directory.models import Firm
from app.enquiries.actions import (
    Choice,
    accept,
    agree,
    answer,
    close,
    conclude,
    decline,
    open_referral,
    refer,
    reply,
    resume,
    withdraw,
    withdraw_consent,
)
from app.enquiries.errors import EnquiryEnded, FirmFull, MoveNotAllowed, NoSuchReferral
from app.enquiries.models import DeclineReason, Enquiry, Outcome, Referral
from app.enquiries.queries import by_reference
from app.enquiries.states import REFERRAL_OPEN, ReferralState
from app.factory import create_app
from app.kernel.db import db, may_write, transaction
from tests.domain.matching.test_runs import enquiry_to
from tests.factories import make_agreement, make_enquiry, make_firm, make_staff, with_offices
from tests.factories.keeping import NOON
from tests.plumbing.databases import surroundings

REFUSED = (FirmFull, MoveNotAllowed, EnquiryEnded, NoSuchReferral)


def true_count(firm):
    """Referrals that wait for the firm's first word, counted one by one."""
    held = select(func.count()).where(
        Referral.firm_id == firm.id, Referral.state.in_(REFERRAL_OPEN), Referral.answered_at.is_(None)
    )
    return db.session.scalar(held)


def handed(*firms, by=None):
    enquiry = enquiry_to(*firms)
    with transaction():
        refer(enquiry, to=[Choice(firm) for firm in firms], by=by, at=NOON)
    return enquiry


def test_the_portal_passes_over_a_firm_that_is_full_by_now(database):
    full, free = make_firm(capacity=1), make_firm(capacity=1)
    handed(full)
    enquiry = handed(full, free)
    assert [each.firm for each in enquiry.referrals] == [free]
    assert (full.open_referrals, free.open_referrals) == (1, 1)
    assert [each.state for each in handed(full).referrals] == [ReferralState.CONSENTED]
    assert full.open_referrals == 1


def test_an_editor_is_told_and_nothing_has_happened(database):
    full, free = make_firm(capacity=0), make_firm(capacity=1)
    enquiry = enquiry_to(full, free)
    with pytest.raises(FirmFull) as refused, transaction():
        refer(enquiry, to=[Choice(free), Choice(full)], by=make_staff().id, at=NOON)
    assert refused.value.facts == {"slug": full.slug}
    assert (enquiry.referrals, free.open_referrals) == ([], 0)


def test_a_proposal_takes_no_place_until_it_is_agreed_to(database):
    firm = make_firm(capacity=1)
    enquiry = make_enquiry()
    with transaction():
        refer(enquiry, to=[Choice(firm)], by=make_staff().id, at=NOON)
    assert firm.open_referrals == 0
    handed(firm)
    with_offices(firm)
    with transaction():
        agree(enquiry, referrals=enquiry.referrals, agreement=make_agreement(), at=NOON)
    assert enquiry.referrals[0].state is ReferralState.CONSENTED
    assert firm.open_referrals == 1


def test_what_is_written_after_an_answer_needs_no_place(database):
    firm = make_firm(capacity=1)
    (referral,) = handed(firm).referrals
    with transaction():
        open_referral(referral, by=None, at=NOON)
        answer(referral, text="Yes", language="en", nonce="one", by=None, at=NOON)
    assert firm.open_referrals == 0
    handed(firm)
    with transaction():
        reply(referral, text="And?", language="en", nonce="two", at=NOON)
    assert (referral.state, firm.open_referrals, true_count(firm)) == (ReferralState.ACCEPTED, 1, 1)
    with transaction():
        decline(referral, reason=DeclineReason.OTHER, note="", by=None, at=NOON)
    assert (firm.open_referrals, true_count(firm)) == (1, 1)


class Chance:
    """Does one thing after another, whatever it is."""

    def __init__(self, seed):
        self.draw = random.Random(seed)
        self.firms = [make_firm(capacity=limit) for limit in (1, 2, 3, None)]
        self.editor = make_staff().id
        self.enquiries = []
        self.at = NOON

    def step(self):
        self.at += timedelta(minutes=7)
        if len(self.enquiries) < 4 or self.draw.random() < 0.2:
            self.enquiries.append(enquiry_to(*self.draw.sample(self.firms, 2)))
        enquiry = self.draw.choice(self.enquiries[-6:])
        action = self.draw.choice(self.DO)
        try:
            with transaction():
                action(self, enquiry)
        except REFUSED:
            db.session.expire_all()

    def referral(self, enquiry):
        if not enquiry.referrals:
            raise NoSuchReferral(reference="")
        return self.draw.choice(enquiry.referrals)

    def nonce(self):
        return f"{self.draw.random()}"

    def _refer(self, enquiry):
        by = self.draw.choice([None, self.editor])
        chosen = self.draw.sample(self.firms, self.draw.randint(1, 3))
        refer(enquiry, to=[Choice(firm) for firm in chosen], by=by, at=self.at)

    def _agree(self, enquiry):
        with_offices(*self.firms)
        agree(enquiry, referrals=enquiry.referrals, agreement=make_agreement(), at=self.at)

    def _answer(self, enquiry):
        answer(
            self.referral(enquiry), text="A", language="en", nonce=self.nonce(), by=self.editor, at=self.at
        )

    def _reply(self, enquiry):
        reply(self.referral(enquiry), text="R", language="en", nonce=self.nonce(), at=self.at)

    def _decline(self, enquiry):
        decline(self.referral(enquiry), reason=DeclineReason.CONFLICT, note="", by=self.editor, at=self.at)

    DO = (
        *(_refer, _refer, _refer, _agree, _answer, _answer, _reply, _decline),
        *[lambda self, enquiry: open_referral(self.referral(enquiry), by=self.editor, at=self.at)] * 3,
        lambda self, enquiry: accept(self.referral(enquiry), by=self.editor, at=self.at),
        lambda self, enquiry: withdraw_consent(self.referral(enquiry), at=self.at),
        lambda self, enquiry: withdraw(enquiry, at=self.at),
        lambda self, enquiry: close(enquiry, note="", by=self.editor, at=self.at),
        lambda self, enquiry: resume(enquiry, by=self.editor, at=self.at),
        lambda self, enquiry: conclude(enquiry, outcome=self.draw.choice(list(Outcome)), at=self.at),
    )


@pytest.mark.parametrize("seed", range(3))
def test_whatever_happens_the_count_is_the_truth_and_within_capacity(database, seed):
    chance, was_full = Chance(seed), False
    for _ in range(150):
        chance.step()
        for firm in chance.firms:
            assert firm.open_referrals == true_count(firm)
            assert firm.capacity is None or firm.open_referrals <= firm.capacity
            was_full |= firm.open_referrals == firm.capacity
    assert was_full
    assert len({each.state for enquiry in chance.enquiries for each in enquiry.referrals}) >= 4


@pytest.fixture
def portal(databases, tmp_path):
    """A portal in which every thread has a connection and a transaction of its own."""
    app = create_app(read_settings(surroundings(databases.copy("taxonomy", "capacity"), tmp_path)))
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


def test_of_many_who_come_at_once_as_many_get_in_as_there_is_room(portal):
    several, room = 6, 2
    with portal.app_context():
        firms = [make_firm(capacity=room), make_firm(capacity=room)]
        references = [enquiry_to(*firms).reference for _ in range(several)]
        ids = [firm.id for firm in firms]
        db.session.remove()
    together = Barrier(several)

    def hand_over(n):
        may_write.set(True)
        with portal.app_context():
            chosen = [db.session.get_one(Firm, id_) for id_ in (ids if n % 2 else reversed(ids))]
            db.session.rollback()
            together.wait(timeout=30)
            with transaction():
                enquiry = by_reference(references[n])
                made = refer(enquiry, to=[Choice(firm) for firm in chosen], by=None, at=NOON)
                made = sum(each.state is ReferralState.VISIBLE for each in made)
            db.session.remove()
            return made

    def give_back(n):
        may_write.set(True)
        with portal.app_context():
            try:
                with transaction():
                    withdraw(by_reference(references[n % several]), at=NOON)
            except (EnquiryEnded, StaleDataError):
                pass
            finally:
                db.session.remove()

    with ThreadPoolExecutor(several) as pool:
        made = list(pool.map(hand_over, range(several)))
        assert sum(made) == room * len(firms)
        with portal.app_context():
            assert [db.session.get_one(Firm, id_).open_referrals for id_ in ids] == [room, room]
            db.session.remove()
        list(pool.map(give_back, range(2 * several)))
    with portal.app_context():
        assert [db.session.get_one(Firm, id_).open_referrals for id_ in ids] == [0, 0]
        assert db.session.scalar(select(func.count()).select_from(Enquiry)) == several
        db.session.remove()
