"""The limits hold however many send at the same moment, in threads and on a database of their own."""

import secrets
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import func, select

from app.config import read_settings
from app.enquiries import actions
from app.enquiries.arrivals import Arrival, Arriving
from app.enquiries.errors import TooManyEnquiries
from app.enquiries.models import Enquiry
from app.factory import create_app
from app.kernel.db import db, may_write, transaction
from tests.factories.enquiries import make_draft
from tests.factories.keeping import NOON
from tests.plumbing.databases import surroundings

AT_ONCE, ALLOWED = 20, 10


@pytest.fixture
def portal(databases, tmp_path):
    app = create_app(read_settings(surroundings(databases.copy("taxonomy", "arriving"), tmp_path)))
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


def test_of_twenty_at_once_from_one_address_ten_are_kept(portal):
    barrier = Barrier(8)

    def send(number):
        may_write.set(True)
        marks = {"address": "a" * 16, "network": "n" * 16}
        draft = make_draft(arriving=Arriving(secrets.token_urlsafe(32), marks=marks))
        if number < 8:
            barrier.wait(timeout=30)
        with portal.test_request_context("/en/ask"):
            try:
                with transaction():
                    actions.submit(draft, at=NOON)
            except TooManyEnquiries:
                return 429
            return 303

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(send, range(AT_ONCE)))

    assert answers.count(303) == ALLOWED
    with portal.app_context():
        for model in (Enquiry, Arrival):
            assert db.session.scalar(select(func.count()).select_from(model)) == ALLOWED
