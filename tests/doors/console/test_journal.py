"""``flask journal verify`` reads what stood at one moment, whatever happens while it reads."""

from threading import Thread

import pytest

from app.config import read_settings
from app.console import journal
from app.enquiries import actions
from app.enquiries.models import Enquiry, Party
from app.factory import create_app
from app.kernel.clock import now
from app.kernel.db import db, may_write, transaction
from tests.factories.lives import live
from tests.plumbing.databases import surroundings


@pytest.fixture
def portal(databases, tmp_path):
    """A portal in which every transaction is one of its own."""
    app = create_app(read_settings(surroundings(databases.copy("demo", "verified"), tmp_path)))
    app.config.update(TESTING=True)
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


def verified(portal) -> tuple[int, str]:
    result = portal.test_cli_runner().invoke(args=["journal", "verify"])
    may_write.set(True)
    db.session.remove()
    return result.exit_code, result.output


def test_what_happens_meanwhile_is_no_fault(portal, monkeypatch):
    number = live().enquiry.id
    db.session.remove()
    assert verified(portal)[0] == 0

    def withdraw() -> None:
        with portal.app_context(), transaction():
            enquiry = db.session.get_one(Enquiry, number)
            actions.withdraw(enquiry, at=now())

    def after_something_happened(enquiry_id):
        if enquiry_id == number:
            other = Thread(target=withdraw)
            other.start()
            other.join()
        return read(enquiry_id)

    read = journal.entries_of
    monkeypatch.setattr(journal, "entries_of", after_something_happened)
    code, said = verified(portal)
    assert (code, "0 faults" in said) == (0, True), said
    assert db.session.get_one(Enquiry, number).waiting_on is Party.NOBODY
