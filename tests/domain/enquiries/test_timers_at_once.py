"""Workers side by side fire each timer once, and give each place once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from sqlalchemy import func, select

from app.config import read_settings
from app.enquiries.actions import submit
from app.enquiries.firing import fire_due
from app.enquiries.models import Enquiry
from app.enquiries.states import EnquiryState
from app.enquiries.timers import Timer, TimerState
from app.factory import create_app
from app.journal.models import Entry
from app.kernel.db import db, may_write, transaction
from tests.factories import make_draft, make_firm
from tests.factories.keeping import NOON
from tests.factories.old_age import handed
from tests.plumbing.databases import surroundings

MANY, WORKERS = 24, 3
DAY = timedelta(days=1)


@pytest.fixture
def portal(databases, tmp_path):
    """A portal on a database of its own, which several workers share for good."""
    app = create_app(read_settings(surroundings(databases.copy("taxonomy", "timers"), tmp_path)))
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


def at_once(portal, moment):
    """Workers who begin together and go on until three times there was nothing; what each did."""
    together = Barrier(WORKERS)

    def work(_):
        may_write.set(True)
        done, idle = 0, 0
        together.wait(timeout=30)
        while idle < 3:
            with portal.app_context():
                tally = fire_due(5, at=moment)
                db.session.remove()
            assert not tally.failed
            done, idle = done + tally.done, 0 if tally.done else idle + 1
        return done

    with ThreadPoolExecutor(WORKERS) as pool:
        return list(pool.map(work, range(WORKERS)))


def test_each_timer_fires_once(portal):
    with portal.app_context():
        for _ in range(MANY):
            with transaction():
                submit(make_draft(), at=NOON)
        db.session.remove()

    done = at_once(portal, NOON + DAY)

    assert sum(done) == MANY
    with portal.app_context():
        fired = db.session.scalar(select(func.count()).where(Timer.state == TimerState.FIRED))
        arrived = db.session.scalar(select(func.count()).where(Entry.kind == "EnquirySentToDesk"))
        at_desk = db.session.scalar(select(func.count()).where(Enquiry.state == EnquiryState.TRIAGE))
        assert (fired, arrived, at_desk) == (MANY, MANY, MANY)
        db.session.remove()


def test_each_place_is_given_once(portal):
    room = 4
    with portal.app_context():
        firm = make_firm(capacity=0)
        for _ in range(MANY):
            handed(firm)
        with transaction():
            firm.capacity = room
        id_ = firm.id
        db.session.remove()

    done = at_once(portal, NOON)

    assert sum(done) == room
    with portal.app_context():
        from app.directory.models import Firm

        assert db.session.get_one(Firm, id_).open_referrals == room
        db.session.remove()
