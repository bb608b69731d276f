"""I20: an erasure removes all personal data from every place there is, and keeps the counts."""

import logging
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import event, inspect, select, text

from app.directory.requests.models import ListingRequest, RequestKind
from app.enquiries.actions import ErasureGround, submit
from app.enquiries.errors import EnquiryEnded
from app.enquiries.models import Enquiry, Party
from app.enquiries.states import EnquiryState, ReferralState
from app.inbox.models import InboundMail, Verdict
from app.journal.chain import first_break
from app.journal.queries import entries_of
from app.journal.rebuilding import present, told
from app.kernel import files
from app.kernel.db import db, transaction
from app.outbox.claims import Fate, claim, settle
from app.outbox.models import DeclinedTopic, Letter, LetterState, MailContact, Topic
from app.outbox.returned import came_back
from app.privacy.erasing import erase_enquiry, erase_person
from tests.factories import make_enquiry, make_firm, make_referral
from tests.factories.enquiries import make_draft
from tests.factories.keeping import NOON, keep
from tests.factories.people import make_staff
from tests.factories.traces import ADDRESS, TYPED, leave_traces

ASKED = {"why": ErasureGround.ASKED, "actor": Party.ENQUIRER, "at": NOON}


def everything_in_the_database() -> str:
    """Every value of every table, also of those that no model knows, such as the search index."""
    db.session.flush()
    connection = db.session.connection()
    tables = inspect(connection).get_table_names()
    rows = (row for table in tables for row in connection.execute(text(f'SELECT * FROM "{table}"')))
    return "\n".join(str(tuple(row)) for row in rows)


def everything_in_files(folder: Path) -> str:
    return "\n".join(
        each.read_bytes().decode("utf-8", "replace") for each in folder.rglob("*") if each.is_file()
    )


def found_in(marks, words: str) -> set[str]:
    return {mark for mark in marks if mark.lower() in words.lower()}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch) -> Path:
    """Where this test's files lie, and nobody else's."""
    monkeypatch.setattr(files, "_store", files.Folder(tmp_path))
    return tmp_path


def test_of_an_erased_person_nothing_is_found_in_any_place(database, folder, caplog):
    traces = leave_traces()
    marks = traces.marks
    before = everything_in_the_database() + everything_in_files(folder)
    assert found_in(marks, before) == marks
    caplog.set_level(logging.DEBUG)
    gone = erase_person("  cnry-person@BÜCHER.example ", **ASKED)
    assert (gone.enquiries, gone.letters, gone.files, gone.is_account) == (1, 2, 6, False)
    assert found_in(marks, everything_in_the_database()) == set()
    assert found_in(marks, everything_in_files(folder)) == set()
    assert found_in(marks, caplog.text) == set()


def test_who_has_no_other_enquiry_is_forgotten_with_the_one(database, folder):
    traces = leave_traces()
    assert erase_enquiry(traces.enquiry.id, **ASKED).contacts == 2
    left = everything_in_the_database() + everything_in_files(folder)
    assert found_in(traces.marks, left) == set()


def test_what_it_was_about_and_when_stays(database):
    traces = leave_traces()
    asked, facets = traces.enquiry.asked_at, [each.code for each in traces.enquiry.facets]
    erase_enquiry(traces.enquiry.id, **ASKED)
    left = db.session.get_one(Enquiry, traces.enquiry.id)
    assert left.state is EnquiryState.ERASED
    assert (left.asked_at, [each.code for each in left.facets], left.country) == (asked, facets, "TW")
    assert left.referrals[0].answered_at == NOON
    assert not any(each.evidence for each in left.facets)
    assert left.consents
    assert all(each.withdrawn_at for each in left.consents)


def test_the_journal_still_holds_and_tells_that_it_was_erased(database):
    with transaction():
        enquiry = submit(make_draft(email=TYPED), at=NOON)
    erase_enquiry(enquiry.id, **ASKED)
    entries = entries_of(enquiry.id)
    assert first_break(entries) is None
    assert told(entries).states == present(enquiry)
    assert told(entries).states["enquiry", enquiry.id] == "erased"
    assert entries[-1].kind == "EnquiryErased"


def test_a_firm_that_had_it_is_told_what_to_delete_without_a_name(database):
    traces = leave_traces()
    erase_enquiry(traces.enquiry.id, **ASKED)
    (letter,) = db.session.scalars(select(Letter).where(Letter.state == LetterState.WAITING))
    assert (letter.template, letter.recipient) == ("enquiry_erased", "firm@firm.example")
    assert traces.enquiry.reference in letter.text
    assert "23 November 2026" in letter.text
    assert traces.referral.state is ReferralState.WITHDRAWN
    assert not traces.referral.discloses


def test_letters_that_had_not_left_are_dropped_and_say_nothing_any_more(database):
    traces = leave_traces()
    erase_enquiry(traces.enquiry.id, **ASKED)
    rows = db.session.scalars(select(Letter).where(Letter.template != "enquiry_erased")).all()
    assert {(row.state, row.ended_because, row.text) for row in rows} == {(LetterState.DROPPED, "erased", "")}


@pytest.mark.parametrize("sent", [True, False])
def test_a_letter_in_a_couriers_hand_leaves_no_words_behind(database, sent):
    traces = leave_traces()
    parcel = claim(at=NOON)
    erase_enquiry(traces.enquiry.id, **ASKED)
    state = LetterState.SENT if sent else LetterState.WAITING
    fate = Fate(state, NOON, 0, last_error=None if sent else f"4.2.1 {TYPED}", tried=True)
    with transaction():
        assert settle(parcel, fate, at=NOON) is sent
    letter = db.session.get_one(Letter, parcel.id, populate_existing=True)
    assert letter.state is (LetterState.SENT if sent else LetterState.DROPPED)
    assert (letter.text, letter.recipient, letter.last_error) == ("", "", None)


def test_a_report_that_comes_later_teaches_nothing_about_the_address(database):
    traces = leave_traces()
    parcel = claim(at=NOON)
    with transaction():
        settle(parcel, Fate(LetterState.SENT, NOON, 0, tried=True), at=NOON)
    erase_person(TYPED, **ASKED)
    with transaction():
        assert not came_back(parcel.id, permanent=True, of_address=True, said=f"no {ADDRESS}", at=NOON)
    assert db.session.scalars(select(MailContact)).all() == []
    assert traces.enquiry.state is EnquiryState.ERASED


@pytest.fixture
def no_commit(database):
    """The database gives way when it is to keep something."""

    def break_down(_session):
        raise RuntimeError("no disk")

    yield lambda: event.listen(db.session, "before_commit", break_down)
    event.remove(db.session, "before_commit", break_down)


def test_where_an_erasure_is_not_kept_nothing_is_gone_and_it_can_be_done_again(folder, no_commit):
    traces = leave_traces()
    no_commit()
    with pytest.raises(RuntimeError):
        erase_person(TYPED, **ASKED)
    db.session.expire_all()
    left = everything_in_the_database() + everything_in_files(folder)
    assert found_in(traces.marks, left) == traces.marks


def test_only_firms_that_had_it_and_were_not_told_before_are_written_to(database):
    traces = leave_traces()
    unheard = {"state": ReferralState.PROPOSED, "visible_at": None, "consent": False}
    make_referral(traces.enquiry, make_firm(), **unheard)
    make_referral(traces.enquiry, make_firm(), state=ReferralState.WITHDRAWN)
    erase_enquiry(traces.enquiry.id, **ASKED)
    letters = db.session.scalars(select(Letter).where(Letter.template == "enquiry_erased"))
    assert [each.recipient for each in letters] == ["firm@firm.example"]


def test_when_an_agreement_was_taken_back_stays_as_it_was(database):
    traces = leave_traces()
    before = NOON - timedelta(days=1)
    with transaction():
        traces.enquiry.consents[0].withdrawn_at = before
    erase_enquiry(traces.enquiry.id, **ASKED)
    assert traces.enquiry.consents[0].withdrawn_at == before


def test_erasing_twice_is_refused_for_an_enquiry_and_nothing_for_a_person(database):
    traces = leave_traces()
    erase_enquiry(traces.enquiry.id, **ASKED)
    with pytest.raises(EnquiryEnded):
        erase_enquiry(traces.enquiry.id, **ASKED)
    assert erase_person(TYPED, **ASKED).enquiries == 0
    assert [each.kind for each in entries_of(traces.enquiry.id)].count("EnquiryErased") == 1


def test_what_is_known_of_an_address_stays_while_it_has_another_enquiry(database):
    traces = leave_traces()
    make_enquiry(email=traces.enquiry.email)
    assert erase_enquiry(traces.enquiry.id, **ASKED).contacts == 0
    assert erase_person(TYPED, **ASKED).contacts == 2


def test_so_it_does_where_the_other_was_typed_otherwise(database):
    traces = leave_traces()
    make_enquiry(email=ADDRESS.upper())
    assert erase_enquiry(traces.enquiry.id, **ASKED).contacts == 0


def test_whoever_only_typed_an_address_erases_nothing_that_its_owner_wrote_or_wished(database):
    """Anybody can ask in another's name, and holds the link to erase that at once."""
    owners = keep(
        InboundMail(
            mailbox="smtp",
            file=files.files().put(b"mine"),
            size=4,
            sha256="0" * 64,
            received_at=NOON,
            verdict=Verdict.HELD,
            sender="victim@example.test",
        )
    )
    keep(DeclinedTopic(address="victim@example.test", topic=Topic.REMINDERS, at=NOON))
    false = make_enquiry(email="Victim@example.test", confirmed_at=None, state=EnquiryState.UNVERIFIED)
    erase_enquiry(false.id, **ASKED)
    assert false.state is EnquiryState.ERASED
    db.session.refresh(owners)
    assert owners.file is not None
    assert db.session.scalars(select(DeclinedTopic)).all() != []


def test_an_account_and_what_is_known_of_its_address_are_left_alone(database):
    traces = leave_traces()
    staff = make_staff(email=ADDRESS)
    gone = erase_person(TYPED, **ASKED)
    assert (gone.enquiries, gone.is_account, gone.contacts) == (1, True, 0)
    assert staff.email == ADDRESS
    assert traces.enquiry.email == ""


def test_another_person_keeps_everything(database):
    leave_traces()
    other = make_enquiry(email="other@bücher.example")
    erase_person(TYPED, **ASKED)
    assert (other.state, other.contact_name) == (EnquiryState.TRIAGE, "Lin")


def test_by_age_firms_are_not_written_to(database):
    traces = leave_traces()
    erase_enquiry(traces.enquiry.id, why=ErasureGround.AGE, actor=Party.NOBODY, at=NOON)
    assert db.session.scalars(select(Letter).where(Letter.template == "enquiry_erased")).all() == []


def test_what_a_person_wanted_changed_in_listings_goes_with_the_person(database):
    for address in (TYPED, "another@person.example"):
        words = {"text": "CNRY wants it gone.", "email": address, "language": "en", "nonce": address}
        keep(
            ListingRequest(
                firm_id=make_firm().id,
                kind=RequestKind.REMOVAL,
                suspect=False,
                asked_at=NOON,
                due_at=NOON,
                **words,
            )
        )
    assert erase_person(TYPED, **ASKED).contacts == 1
    assert [each.email for each in db.session.scalars(select(ListingRequest))] == ["another@person.example"]
