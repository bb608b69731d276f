"""Files that go with a message: what is taken, who may download it, and until when."""

import io
import secrets

import pytest
from sqlalchemy import select

from app.enquiries import actions
from app.enquiries.access import key_of
from app.enquiries.consents import ConsentPurpose
from app.enquiries.enclosures import Attachment
from app.enquiries.models import Message, Party
from app.enquiries.states import EnquiryState
from app.kernel.db import db, transaction
from app.kernel.file_kinds import Given
from app.kernel.files import files
from app.web import uploads
from app.web.downloads import number_of
from tests.doors.visitors import signed_in
from tests.factories import make_enquiry, make_firm, make_member, make_referral, make_staff
from tests.factories.keeping import NOON

PDF = b"%PDF-1.7 canary in a file"
NAME = "技術文件 v2.pdf"


class Case:
    """One enquiry with two firms; the first has opened it, and everybody has a browser of their own."""

    def __init__(self, app):
        self.app = app
        self.firm, self.other = make_firm(slug="first-firm"), make_firm(slug="second-firm")
        member = make_member(self.firm)
        self.enquiry = make_enquiry(state=EnquiryState.ROUTED, waiting_on=Party.FIRM)
        self.referral = make_referral(self.enquiry, self.firm)
        make_referral(self.enquiry, self.other)
        with transaction():
            actions.open_referral(self.referral, by=member.id, at=NOON)
        self.member, self.rival = signed_in(app, member), signed_in(app, make_member(self.other))
        self.staff = signed_in(app, make_staff())
        self.enquirer = app.test_client()
        key = key_of(self.enquiry, secret=app.config["SETTINGS"].secret_key)
        self.enquirer.get(f"{self.followed}?key={key}")
        app.config["WTF_CSRF_ENABLED"] = True  # the enquirer's page has no forms without tokens

    @property
    def followed(self):
        return f"/en/enquiries/{self.enquiry.reference}"

    def desk_of(self, firm):
        return f"/en/workspace/{firm.slug}/enquiries/{self.enquiry.reference}"

    @property
    def case(self):
        return f"/en/desk/enquiries/{self.enquiry.reference}"

    def token(self, client, page):
        return client.get(page).text.split('name="csrf_token"')[1].split('value="')[1].split('"')[0]

    def reply(self, *given, text="Here it is.", nonce=None):
        data = {"text": text, "nonce": nonce or secrets.token_urlsafe(32)}
        sent = [(io.BytesIO(content), name) for name, content in given]
        return self.enquirer.post(
            f"{self.followed}/reply/first-firm",
            data=data | {"files": sent, "csrf_token": self.token(self.enquirer, self.followed)},
            content_type="multipart/form-data",
        )

    def answer(self, *given, text="Our letter.", nonce=None):
        data = {"step": "answer", "text": text, "nonce": nonce or secrets.token_urlsafe(32)}
        sent = [(io.BytesIO(content), name) for name, content in given]
        page = self.desk_of(self.firm)
        data["csrf_token"] = self.token(self.member, page)
        return self.member.post(page, data=data | {"files": sent}, content_type="multipart/form-data")

    def link(self, client, page):
        """Where the page offers its first file."""
        offered = [each.split('"')[0] for each in client.get(page).text.split('href="')[1:]]
        return next((each for each in offered if "/files/" in each), None)


@pytest.fixture
def case(app, database):
    yield Case(app)
    app.config["WTF_CSRF_ENABLED"] = False


def attachments():
    db.session.expire_all()
    return db.session.scalars(select(Attachment).order_by(Attachment.id)).all()


def agree_to(case, purpose):
    """Have the enquirer's agreement about the first firm be to that, and nothing else."""
    with transaction():
        for each in case.enquiry.consents:
            if each.firm_id == case.firm.id:
                each.purpose = purpose


def test_what_the_enquirer_attaches_is_downloaded_by_the_parties_and_the_desk(case):
    assert case.reply((NAME, PDF)).status_code == 303
    for client, page in (
        (case.enquirer, case.followed),
        (case.member, case.desk_of(case.firm)),
        (case.staff, case.case),
    ):
        with client.get(case.link(client, page)) as got:
            assert (got.status_code, got.data) == (200, PDF)


def test_a_download_is_nothing_a_browser_would_show_or_keep(case):
    case.answer((NAME, PDF))
    with case.enquirer.get(case.link(case.enquirer, case.followed)) as got:
        pass
    said = got.headers["Content-Disposition"]
    assert said.startswith("attachment;")
    assert "filename*=UTF-8''%E6%8A%80%E8%A1%93" in said
    assert got.headers["Content-Type"] == "application/pdf"
    assert got.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in got.headers["Content-Security-Policy"]
    assert got.headers["Cache-Control"] == "private, no-store"


def test_no_other_firm_and_no_stranger_gets_it(case):
    case.reply((NAME, PDF))
    number = case.link(case.member, case.desk_of(case.firm)).rsplit("/", 1)[1]
    rival = f"{case.desk_of(case.other)}/files/{number}"
    assert case.rival.get(rival).status_code == 404
    assert case.rival.get(f"{case.desk_of(case.firm)}/files/{number}").status_code == 404
    assert case.app.test_client().get(f"{case.followed}/files/{number}").status_code == 404
    assert case.member.get(f"{case.case}/files/{number}").status_code == 404


@pytest.mark.parametrize("number", ["1", "aaaaaaaa", "zzzzzzzz", "x" * 200])
def test_a_number_somebody_thought_of_is_not_found(case, number):
    case.reply((NAME, PDF))
    assert case.member.get(f"{case.desk_of(case.firm)}/files/{number}").status_code == 404


def test_numbers_do_not_tell_how_many_files_there_are(case):
    case.reply(("a.pdf", PDF), ("b.pdf", PDF))
    text = case.member.get(case.desk_of(case.firm)).text
    numbers = [each.split('"')[0] for each in text.split("/files/")[1:]]
    assert len(set(numbers)) == 2
    assert not {str(each.id) for each in db.session.query(Attachment)} & set(numbers)


@pytest.mark.parametrize("ending", ["withdraw_consent", "withdraw"])
def test_a_withdrawal_takes_the_file_from_the_firm_at_once(case, ending):
    case.reply((NAME, PDF))
    link = case.link(case.member, case.desk_of(case.firm))
    case.member.get(link, buffered=True).close()
    with transaction():
        db.session.expire_all()
        subject = case.referral if ending == "withdraw_consent" else case.enquiry
        getattr(actions, ending)(subject, at=NOON)
    assert case.member.get(link).status_code == 404
    assert "/files/" not in case.member.get(case.desk_of(case.firm)).text
    with case.enquirer.get(case.link(case.enquirer, case.followed)) as got:
        assert got.status_code == 200


def test_a_firm_that_has_not_opened_it_gets_no_file(case):
    with transaction():
        mine = next(each for each in case.enquiry.referrals if each.firm_id == case.other.id)
        given = [Given(NAME, PDF)]
        actions.reply(mine, text="More.", language="en", nonce="n" * 43, at=NOON, files=given)
    assert case.link(case.rival, case.desk_of(case.other)) is None
    number = case.link(case.staff, case.case).rsplit("/", 1)[1]
    assert case.rival.get(f"{case.desk_of(case.other)}/files/{number}").status_code == 404


def test_a_firm_that_is_not_told_who_asks_gets_the_names_of_its_own_files_alone(case):
    case.reply((NAME, PDF))
    case.answer(("ours.pdf", PDF))
    theirs, ours = (f"{case.desk_of(case.firm)}/files/{number_of(each)}" for each in attachments())
    agree_to(case, ConsentPurpose.BRIEF)
    text = case.member.get(case.desk_of(case.firm)).text
    assert (NAME in text, theirs in text, ours in text) == (False, False, True)
    assert case.member.get(theirs).status_code == 404
    with case.member.get(ours) as got:
        assert got.status_code == 200
    agree_to(case, ConsentPurpose.SHARE)
    assert NAME in case.member.get(case.desk_of(case.firm)).text
    with case.member.get(theirs) as got:
        assert got.status_code == 200


def test_after_the_end_a_firm_gets_its_own_files_no_more_either(case):
    case.answer(("ours.pdf", PDF))
    (ours,) = (f"{case.desk_of(case.firm)}/files/{number_of(each)}" for each in attachments())
    with transaction():
        actions.withdraw_consent(case.referral, at=NOON)
    assert case.member.get(ours).status_code == 404


def test_a_file_whose_bytes_are_gone_is_said_to_be_gone(case):
    case.reply((NAME, PDF))
    files().delete(attachments()[0].file)
    assert case.enquirer.get(case.link(case.enquirer, case.followed)).status_code == 410


@pytest.mark.parametrize("way", ["reply", "answer"])
@pytest.mark.parametrize(
    ("given", "why"),
    [
        ([("letter.pdf", b"<html>")], "“letter.pdf” was not taken: it is not a PDF"),
        ([("empty.pdf", b"")], "“empty.pdf” was not taken: it is empty"),
        ([(f"{n}.pdf", PDF) for n in range(6)], "“5.pdf” was not taken: five files at most"),
    ],
)
def test_a_refused_file_is_named_with_its_reason_and_the_text_is_kept(case, way, given, why):
    answer = getattr(case, way)(*given, text="Typed with care.")
    assert answer.status_code == 422
    assert why in answer.text
    assert "Typed with care.</textarea>" in answer.text
    assert db.session.query(Message).count() == 0


def test_files_that_are_too_large_together_are_told_so_by_the_form(case, monkeypatch):
    monkeypatch.setattr("app.enquiries.attachments.LARGEST_TOGETHER", 3 * len(PDF) - 1)
    answer = case.reply(*((f"{n}.pdf", PDF) for n in range(3)))
    assert (answer.status_code, "“2.pdf” was not taken: it is too large" in answer.text) == (422, True)


def test_a_body_beyond_all_bounds_is_not_read_and_elsewhere_a_small_one_is_the_most(case, monkeypatch):
    monkeypatch.setattr(uploads, "_LARGEST_BODY", 300_000)
    monkeypatch.setitem(case.app.config, "MAX_CONTENT_LENGTH", 100_000)
    assert case.reply(("a.pdf", PDF + b"x" * 200_000)).status_code == 303
    assert case.reply(("a.pdf", PDF + b"x" * 300_000)).status_code == 413
    token = case.token(case.enquirer, case.followed)
    big = {"outcome": "answered", "csrf_token": token, "files": [(io.BytesIO(b"x" * 200_000), "a.pdf")]}
    elsewhere = case.enquirer.post(f"{case.followed}/outcome", data=big, content_type="multipart/form-data")
    assert elsewhere.status_code == 413


def test_the_same_form_twice_keeps_its_files_once(case):
    nonce = secrets.token_urlsafe(32)
    assert [case.reply((NAME, PDF), nonce=nonce).status_code for _ in range(2)] == [303, 303]
    assert db.session.query(Attachment).count() == 1
