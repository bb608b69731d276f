"""``flask privacy``: erasing and exporting from the command line."""

import stat
from zipfile import ZipFile

import pytest

from app.enquiries.models import Enquiry
from app.enquiries.states import EnquiryState
from app.kernel.db import db, may_write
from tests.factories import make_enquiry, make_staff
from tests.factories.traces import ADDRESS, TYPED, leave_traces


@pytest.fixture
def run(app, database):
    """Runs a command; answers with its exit code and what it printed."""

    def run(*words: str, **how: str) -> tuple[int, str]:
        result = app.test_cli_runner().invoke(args=["privacy", *words], **how)
        may_write.set(True)
        db.session.expire_all()
        return result.exit_code, result.output

    return run


def state_of(enquiry_id: int) -> EnquiryState:
    return db.session.get_one(Enquiry, enquiry_id).state


def test_a_dry_run_counts_and_changes_nothing(run):
    id_ = leave_traces().enquiry.id
    code, said = run("erase", "--email", TYPED.upper(), "--dry-run")
    assert (code, said) == (0, "1 enquiries, 1 messages, 2 letters, 5 mails, 6 files\n")
    assert state_of(id_) is EnquiryState.ANSWERED


def test_it_asks_before_it_erases(run):
    id_ = leave_traces().enquiry.id
    assert run("erase", "--email", TYPED, input="n\n")[0] == 0
    assert state_of(id_) is EnquiryState.ANSWERED
    code, said = run("erase", "--email", TYPED, input="y\n")
    assert code == 0
    assert said.endswith("erased: 1 enquiries, 2 letters, 5 mails, 6 files\n")
    assert state_of(id_) is EnquiryState.ERASED


def test_one_enquiry_is_erased_by_its_reference_once(run):
    reference = make_enquiry().reference
    assert "erased: 1 enquiries" in run("erase", "--reference", reference, "--yes")[1]
    assert "erased before" in run("erase", "--reference", reference, "--yes")[1]
    assert run("erase", "--reference", "LRE-0000-0000", "--yes")[0] == 1


def test_an_address_nobody_has_used_is_no_error_and_an_account_is_named(run):
    assert run("erase", "--email", "nobody@x.example", "--yes")[0] == 0
    make_staff(email=ADDRESS)
    assert "account" in run("erase", "--email", TYPED, "--yes")[1]


def test_one_of_both_must_be_said(run):
    assert run("erase")[0] == 2
    assert run("erase", "--email", TYPED, "--reference", "LRE-7K2Q-94MX")[0] == 2


def test_an_export_is_for_its_owner_alone_and_overwrites_nothing(run, tmp_path):
    reference = leave_traces().enquiry.reference
    target = tmp_path / "person.zip"
    assert run("export", "--email", TYPED, "--to", str(target)) == (0, "1 enquiries written\n")
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    with ZipFile(target) as archive:
        assert f"{reference}/record.html" in archive.namelist()
    assert run("export", "--email", TYPED, "--to", str(target))[0] == 1


def test_the_daily_job_and_the_counts_say_what_they_came_to(run):
    leave_traces()
    code, said = run("keep")
    assert (code, said.split(",")[0]) == (0, "0 enquiries")
    lines = run("counts")[1].splitlines()
    assert lines == ["month,market,service,outcome,answered,enquiries", "2026-11,UK,REP-UKRP,,1,1"]
