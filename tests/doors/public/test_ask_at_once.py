"""Two requests at the same moment, in threads and on a database of their own."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import func, select

from app.config import read_settings
from app.enquiries.actions import asking
from app.enquiries.consents import Consent
from app.enquiries.models import Enquiry
from app.enquiries.queries import by_nonce
from app.factory import create_app
from app.kernel.db import db, may_write
from app.outbox.models import Letter
from tests.doors.public.visitor import Visitor
from tests.plumbing.databases import surroundings

AT_ONCE = 4


@pytest.fixture
def portal(databases, tmp_path):
    """A portal whose every request has a connection and a transaction of its own."""
    app = create_app(read_settings(surroundings(databases.copy("demo", "at_once"), tmp_path)))
    app.config["TESTING"] = True
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def together(databases, monkeypatch):
    """All requests look whether the form is known before any of them keeps it.

    SQLite's write lock already lets in one at a time; there they only set out together.
    """
    barrier = Barrier(AT_ONCE)
    if databases.server.kind == "postgresql":

        def look(nonce):
            found = by_nonce(nonce)
            barrier.wait(timeout=30)
            return found

        monkeypatch.setattr(asking, "by_nonce", look)
    return barrier


def test_one_form_sent_by_several_at_once_is_one_enquiry(portal, together):
    visitor = Visitor(portal.test_client())
    checked = visitor.write()
    firms = checked.text.split('name="firm" value="')[1:]
    values = checked.values("/ask")
    values.setlist("firm", [firms[0].split('"')[0]])
    values.update({"step": "send", "share": "y", "abroad": "y"})
    session = visitor.client.get_cookie("session").value

    def send(_):
        may_write.set(True)
        client = portal.test_client()
        client.set_cookie("session", session)
        together.wait(timeout=30)
        return client.post("/en/ask", data=values)

    with ThreadPoolExecutor(AT_ONCE) as pool:
        answers = list(pool.map(send, range(AT_ONCE)))

    assert [each.status_code for each in answers] == [303] * AT_ONCE
    assert len({each.location for each in answers}) == 1
    with portal.app_context():
        counts = [
            db.session.scalar(select(func.count()).select_from(each)) for each in (Enquiry, Consent, Letter)
        ]
        db.session.remove()
    assert counts == [1, 2, 1]
