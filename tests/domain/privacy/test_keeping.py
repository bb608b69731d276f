"""What has been kept long enough goes by itself, once, and the counts stay."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.enquiries import actions
from app.enquiries.counting import counts
from app.enquiries.models import Enquiry, Outcome
from app.enquiries.states import EnquiryState
from app.inbox.models import InboundMail, Verdict
from app.journal.queries import entries_of
from app.kernel import files
from app.kernel.clock import now
from app.kernel.db import db, transaction
from app.outbox.models import Letter, LetterState
from app.privacy import keeping
from app.privacy.keeping import keep_to_retention
from app.privacy.retention import retention
from tests.factories.enquiries import make_draft
from tests.factories.keeping import NOON
from tests.factories.people import make_staff
from tests.factories.traces import leave_traces

DAY = timedelta(days=1)


def asked() -> Enquiry:
    with transaction():
        return actions.submit(make_draft(), at=NOON)


def withdrawn() -> Enquiry:
    enquiry = asked()
    with transaction():
        actions.withdraw(enquiry, at=NOON)
    return enquiry


def closed() -> Enquiry:
    enquiry = asked()
    with transaction():
        actions.close(enquiry, note="A note.", by=make_staff().id, at=NOON)
    return enquiry


@pytest.mark.parametrize(("ended", "days"), [(withdrawn, 30), (closed, 730)])
def test_an_ended_enquiry_is_erased_once_its_days_are_over(database, ended, days):
    enquiry = ended()
    assert keep_to_retention(at=NOON + days * DAY - timedelta(minutes=1)).enquiries == 0
    assert enquiry.contact_name == "Lin"
    assert keep_to_retention(at=NOON + days * DAY).enquiries == 1
    assert (enquiry.state, enquiry.contact_name, enquiry.text) == (EnquiryState.ERASED, "", "")
    assert keep_to_retention(at=NOON + days * DAY).enquiries == 0
    assert [each.kind for each in entries_of(enquiry.id)].count("EnquiryErased") == 1


def test_an_open_enquiry_is_kept_however_old(database):
    enquiry = asked()
    keep_to_retention(at=NOON + 5000 * DAY)
    assert (enquiry.state, enquiry.contact_name) == (EnquiryState.UNVERIFIED, "Lin")


def test_one_that_was_taken_up_again_meanwhile_is_left_alone(database, monkeypatch):
    enquiry = closed()
    with transaction():
        actions.resume(enquiry, by=make_staff().id, at=NOON)
    monkeypatch.setattr(
        keeping, "_ended", lambda state, before: [enquiry.id] if state is EnquiryState.CLOSED else []
    )
    assert keep_to_retention(at=NOON + 800 * DAY).enquiries == 0
    assert enquiry.contact_name == "Lin"


def test_one_that_cannot_be_erased_delays_no_other(database, monkeypatch):
    first, second = withdrawn(), withdrawn()
    erase = keeping.erase_enquiry

    def fall_over(id_: int, **how: object) -> object:
        if id_ == first.id:
            raise RuntimeError
        return erase(id_, **how)

    monkeypatch.setattr(keeping, "erase_enquiry", fall_over)
    tally = keep_to_retention(at=NOON + 31 * DAY)
    assert (tally.enquiries, tally.failed) == (1, 1)
    assert (first.contact_name, second.contact_name) == ("Lin", "")


def test_letters_that_are_done_with_lose_their_words_and_others_do_not(database):
    asked()
    letter = db.session.scalars(select(Letter)).one()
    after = NOON + retention().letter
    assert keep_to_retention(at=after).letters == 0
    with transaction():
        letter.state = LetterState.SENT
    assert keep_to_retention(at=after - timedelta(seconds=1)).letters == 0
    assert keep_to_retention(at=after).letters == 1
    assert (letter.text, letter.html, letter.state) == ("", "", LetterState.SENT)
    assert keep_to_retention(at=after).letters == 0


def test_old_mail_is_forgotten_with_its_bytes_and_what_waits_is_not(database):
    leave_traces()
    rows = db.session.scalars(select(InboundMail)).all()
    keep_to_retention(at=NOON + retention().mail + DAY)
    left = {row.verdict for row in rows if row.file}
    assert left == {Verdict.QUARANTINED, Verdict.WAITING}
    keep_to_retention(at=NOON + retention().unsettled_mail + DAY)
    assert {row.verdict for row in rows if row.file} == {Verdict.WAITING}


def test_a_file_that_no_row_names_goes_after_a_day(database, tmp_path, monkeypatch):
    monkeypatch.setattr(files, "_store", files.Folder(tmp_path))
    leave_traces()
    named = {each.name for each in tmp_path.rglob("*") if each.is_file()}
    orphan = files.files().put(b"x")
    (tmp_path / orphan[:2] / f"{'a' * 32}.part").write_bytes(b"half")
    assert keep_to_retention(at=now()).orphans == 0
    assert files.read(orphan) == b"x"
    assert keep_to_retention(at=now() + 2 * DAY).orphans == 1
    assert {each.name for each in tmp_path.rglob("*") if each.is_file()} == named


def test_the_counts_are_the_same_before_and_after(database):
    traces = leave_traces()
    with transaction():
        traces.enquiry.outcome = Outcome.ANSWERED
    closed(), withdrawn()
    before = counts()
    assert {(each.market, each.service, each.outcome, each.answered) for each in before} == {
        ("UK", "REP-UKRP", "answered", "1"),
        ("UK", "REP-UKRP", "", ""),
    }
    assert before.total() == 3
    keep_to_retention(at=NOON + 5000 * DAY)
    assert {each.state for each in db.session.scalars(select(Enquiry))} >= {EnquiryState.ERASED}
    assert counts() == before
