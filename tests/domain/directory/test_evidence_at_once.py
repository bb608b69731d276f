"""Workers side by side take each step of each credential once, and write each letter once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from sqlalchemy import func, select

from app.config import read_settings
from app.directory.credentials.firing import take_steps
from app.directory.credentials.models import CredentialEntry, CredentialStep
from app.factory import create_app
from app.kernel.db import db, may_write
from app.outbox.models import Letter
from tests.factories import make_firm, make_offering
from tests.factories.evidence import make_accepted
from tests.factories.keeping import NOON
from tests.plumbing.databases import surroundings

MANY, WORKERS = 6, 3


@pytest.fixture
def portal(databases, tmp_path):
    """A portal on a database of its own, which several workers share for good."""
    app = create_app(read_settings(surroundings(databases.copy("taxonomy", "evidence"), tmp_path)))
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


def test_each_step_is_taken_once_and_each_letter_written_once(portal):
    with portal.app_context():
        for _ in range(MANY):
            firm = make_firm()
            make_accepted(firm, make_offering(firm))
        db.session.remove()
    together = Barrier(WORKERS)

    def work(_):
        may_write.set(True)
        together.wait(timeout=30)
        done, idle = 0, 0
        while idle < 3:
            with portal.app_context():
                tally = take_steps(3, at=NOON + timedelta(days=200))
                db.session.remove()
            assert not tally.failed
            done, idle = done + tally.done, 0 if tally.done else idle + 1
        return done

    with ThreadPoolExecutor(WORKERS) as pool:
        taken = list(pool.map(work, range(WORKERS)))
    with portal.app_context():
        steps = db.session.scalar(select(func.count()).select_from(CredentialStep))
        lapses = select(func.count()).where(CredentialEntry.kind == "CredentialLapsed")
        letters = select(func.count()).where(Letter.template == "credential_lapsed")
        assert sum(taken) == steps == MANY * 5
        assert db.session.scalar(lapses) == db.session.scalar(letters) == MANY
