"""What the harness calls missing, lost or repeated."""

import pytest
from sqlalchemy import select, update

from app.config import read_settings
from app.enquiries.actions import submit
from app.enquiries.models import Enquiry, Party
from app.enquiries.timers import Timer, TimerState
from app.factory import create_app
from app.kernel.db import db, transaction
from app.outbox.models import Letter, LetterState
from tests.factories import make_draft
from tests.factories.keeping import NOON
from tests.plumbing.databases import surroundings
from tools.faults.ledger import Ledger
from tools.faults.reckoning import Books, Marks, Row, marks, reckon
from tools.faults.setting import Setting


@pytest.fixture
def kept(databases, tmp_path):
    """One enquiry with its letter, sent; gives a function that reckons up, and the letter's Message-ID."""
    url = databases.copy("taxonomy", "reckoning")
    app = create_app(read_settings(surroundings(url, tmp_path)))
    setting = Setting(tmp_path, url, 1)
    with app.app_context():
        with transaction():
            enquiry = submit(make_draft(email="f1n-1@maker.example"), at=NOON)
        with transaction():
            db.session.execute(update(Letter).values(state=LetterState.SENT))
        id_ = db.session.scalars(select(Letter.message_id)).one()
        Ledger(tmp_path / "receipts.jsonl").write(kind="asked", name="f1n-1", reference=enquiry.reference)
        db.session.remove()

        def reckoned() -> Row:
            row = Row("a fault", setting.kind)
            low, high = Marks(), marks(db.engine)
            return reckon(row, db.engine, Books(setting), setting, "f1n", low, high)

        yield reckoned, id_, Ledger(tmp_path / "taken.jsonl")
        db.session.remove()
        db.engine.dispose()


def taken(ledger: Ledger, id_: str, *, answered: bool = True) -> None:
    ledger.write(kind="taken", id=id_, to="x", answered=answered, reply_to="", link=None)


def test_what_is_there_and_arrived_once_is_right(kept):
    reckoned, id_, ledger = kept
    taken(ledger, id_)

    row = reckoned()

    assert not row.is_wrong, row.said
    assert (row.receipted, row.present, row.letters_due, row.at_server) == (1, 1, 1, 1)


def test_a_receipt_without_its_enquiry_is_wrong(kept, tmp_path):
    reckoned, id_, ledger = kept
    taken(ledger, id_)
    Ledger(tmp_path / "receipts.jsonl").write(kind="asked", name="f1n-2", reference="LRE-GONE")

    row = reckoned()

    assert (row.receipted, row.present) == (2, 1)
    assert row.is_wrong


def test_an_enquiry_that_nobody_owns_and_no_timer_watches_is_wrong(kept):
    reckoned, id_, ledger = kept
    taken(ledger, id_)
    with transaction():
        db.session.execute(update(Timer).values(state=TimerState.CANCELLED))
        db.session.execute(update(Enquiry).values(waiting_on=Party.ENQUIRER))

    assert reckoned().present == 0


def test_a_letter_noted_as_sent_that_no_server_took_is_lost(kept):
    reckoned, _id, _ledger = kept

    assert reckoned().lost == 1


def test_a_repeat_is_right_only_where_its_sender_could_not_know(kept):
    reckoned, id_, ledger = kept
    taken(ledger, id_)
    taken(ledger, id_)
    row = reckoned()
    assert (row.repeated, row.repeated_wrongly) == (1, 1)
    assert row.is_wrong

    ledger.write(kind="orphan", id=id_)
    assert (reckoned().repeated, reckoned().repeated_wrongly) == (1, 0)
