"""The desk's mail: what waits, why, what it says, and what an editor does with it."""

import pytest

from app.desk.mail_words import REASONS, VERDICTS
from app.inbox.actions import erase
from app.inbox.models import Verdict
from app.kernel import files
from app.kernel.db import db, transaction
from app.outbox.models import Letter
from tests.doors.visitors import signed_in, take
from tests.factories import make_staff
from tests.house.files import APP
from tests.inbox.conftest import Case, filed
from tests.inbox.corpus import TEXT, mail, part, several

_SOURCES = sorted((APP / "inbox").glob("*.py"))


@pytest.fixture
def client(app, database):
    return signed_in(app, make_staff())


@pytest.fixture
def held(case: Case, arrive):
    """From somebody at the firm whom nobody knows."""
    domain = case.member.email.partition("@")[2]
    return arrive(
        mail("可以，費用如下。", to=case.of_firm, sender=f"bob@{domain}", subject="Re: <b>費用</b>")
    )


def test_what_is_held_is_listed_with_its_reason(client, held):
    page = client.get("/en/desk/mail").text

    assert "Re: &lt;b&gt;費用&lt;/b&gt;" in page
    assert held.sender in page
    assert "is not known" in page
    assert 'Mail <span class="num">1</span>' in page


@pytest.mark.parametrize("language", ["en", "zh-hant", "zh-hans"])
def test_a_mail_is_read_with_its_reason_in_every_language(client, held, language):
    page = client.get(f"/{language}/desk/mail/{held.id}").text

    assert "可以，費用如下。" in page
    assert '<blockquote class="quote" lang="zh-Hant">' in page
    assert held.sender in page


def test_the_source_is_only_ever_a_download(client, held):
    answer = client.get(f"/en/desk/mail/{held.id}/source")

    assert answer.data == files.read(held.file)
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.mimetype == "application/octet-stream"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_nobody_else_sees_any_of_it(app, client, case: Case, held):
    for other in (app.test_client(), signed_in(app, case.member)):
        for page in ("/en/desk/mail", f"/en/desk/mail/{held.id}", f"/en/desk/mail/{held.id}/source"):
            assert other.get(page).status_code in {302, 303, 404}
        assert take(other, f"/en/desk/mail/{held.id}", "let-in").status_code in {302, 303, 403, 404}
    assert not case.messages


def test_an_editor_lets_it_in(client, case: Case, held):
    assert take(client, f"/en/desk/mail/{held.id}", "let-in").status_code == 303
    assert filed(held.id).verdict is Verdict.JOINED
    assert [message.text for message in case.messages] == ["可以，費用如下。"]


def test_what_the_conversation_does_not_take_stays_held(client, case: Case, arrive):
    found = arrive(mail("", to=case.of_enquirer))
    answer = take(client, f"/en/desk/mail/{found.id}", "let-in")

    assert answer.status_code == 409
    assert "This was not done" in answer.text
    assert filed(found.id).verdict is Verdict.HELD


def test_an_editor_is_done_with_it_and_it_is_kept(client, held):
    assert take(client, f"/en/desk/mail/{held.id}", "settle").status_code == 303
    assert held.sender not in client.get("/en/desk/mail").text
    assert held.sender in client.get("/en/desk/mail?pile=done").text


def test_a_dead_mail_is_shown_as_it_stands_and_read_again(client, arrive):
    dead = arrive(several(*[part(b"what it says", TEXT)] * 600))
    page = client.get(f"/en/desk/mail/{dead.id}").text

    assert "so many parts" in page
    assert "boundary=" in page
    assert take(client, f"/en/desk/mail/{dead.id}", "again").status_code == 303
    assert (filed(dead.id).verdict, filed(dead.id).attempts) == (Verdict.DEAD, 1)


def test_an_erased_mail_has_no_words_and_no_source(client, held):
    with transaction():
        erase(held)

    assert "What it said was erased." in client.get(f"/en/desk/mail/{held.id}").text
    assert client.get(f"/en/desk/mail/{held.id}/source").status_code == 410


def test_an_erased_mail_is_not_let_in_nor_read_again_from_an_old_page(client, case: Case, held):
    with transaction():
        erase(held)
        held.verdict = Verdict.HELD  # as the page still shows it

    assert take(client, f"/en/desk/mail/{held.id}", "let-in").status_code == 409
    assert take(client, f"/en/desk/mail/{held.id}", "again").status_code == 303
    assert (filed(held.id).verdict, case.messages) == (Verdict.HELD, [])


@pytest.mark.parametrize("number", [0, 99_999_999, 2**40])
def test_a_mail_that_is_not_there_is_not_there(client, number):
    assert client.get(f"/en/desk/mail/{number}").status_code == 404


def test_a_step_that_there_is_not_is_refused(client, held):
    assert take(client, f"/en/desk/mail/{held.id}", "burn").status_code == 400


def test_every_verdict_and_reason_has_its_words():
    assert set(VERDICTS) == set(Verdict)
    sources = "".join(path.read_text() for path in _SOURCES)
    for code in REASONS:
        assert f'"{code}"' in sources or f"class {code}" in sources, f"{code} is never given"


def test_the_party_is_asked_once_a_day_and_told_nothing_of_the_mail(case: Case, arrive, held):
    arrive(mail("again", to=case.of_firm, sender=held.sender, message_id="<2@x>"))

    (letter,) = db.session.query(Letter).filter_by(template="stranger_wrote").all()
    assert letter.recipient == case.referral.firm.contact_email
    assert "可以" not in letter.text
    assert held.sender not in letter.text


def test_a_stranger_is_not_asked_about(case: Case, arrive):
    arrive(mail(to=case.of_firm, sender="stranger@elsewhere.example"))

    assert not db.session.query(Letter).filter_by(template="stranger_wrote").all()
