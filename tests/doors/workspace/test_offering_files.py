"""A firm's offerings as a file: shown before anything changes, taken by a second press."""

import io
import re

import pytest

from app.directory.grid.keeping import offerings_of
from app.directory.models import Intake
from app.kernel.clock import now
from app.kernel.db import db
from tests.doors.visitors import signed_in
from tests.factories import make_firm, make_member, make_offering

PAGE = "/en/workspace/theirs/offerings/import"
HEAD = "service,market,means,intake\n"


@pytest.fixture
def firm(database):
    return make_firm(slug="theirs")


@pytest.fixture
def client(app, firm):
    return signed_in(app, make_member(firm))


def send(client, data, name="offerings.csv"):
    data = data.encode() if isinstance(data, str) else data
    return client.post(PAGE, data={"step": "read", "file": (io.BytesIO(data), name)})


def hidden(page, name):
    return re.search(f'name="{name}" value="([^"]*)"', page.text)[1]


def take(client, page, **changed):
    seen = {"number": hidden(page, "number"), "seen": hidden(page, "seen")}
    return client.post(PAGE, data={"step": "apply", **seen, **changed})


def cells(firm):
    db.session.expire_all()
    return {key: each.intake for key, each in offerings_of(firm).items()}


def test_a_file_is_shown_row_by_row_and_taken_by_a_second_press(client, firm):
    make_offering(firm, "QA-AUDIT", "KR")
    make_offering(firm, "QA-AUDIT", "TW", confirmed_at=now(), confirm_by=now().date())
    rows = "qa-audit,kr,,closed\nqa-audit,jp,own,\nqa-audit,tw,,closed\nqa-audit,zz,,\nrep-ukrp,uk,=1+1,\n"
    page = send(client, HEAD + rows)
    assert page.status_code == 200
    for words in ("takes no new mandates", "There is no market with this code", "looks like a formula"):
        assert words in page.text
    assert "the file does not know of that" in page.text
    assert cells(firm)["QA-AUDIT", "KR"] is Intake.OPEN
    assert take(client, page).status_code == 303
    assert cells(firm) == {
        ("QA-AUDIT", "KR"): Intake.CLOSED,
        ("QA-AUDIT", "TW"): Intake.OPEN,
        ("QA-AUDIT", "JP"): Intake.OPEN,
    }
    assert take(client, page).status_code == 409


def test_what_has_changed_since_the_look_is_shown_again_and_not_done(client, firm):
    kept = make_offering(firm, "QA-AUDIT", "KR")
    page = send(client, HEAD + "qa-audit,kr,,closed\n")
    kept.intake = Intake.WAITING
    db.session.commit()
    again = take(client, page)
    assert again.status_code == 409
    assert "have changed since you looked" in again.text
    assert cells(firm) == {("QA-AUDIT", "KR"): Intake.WAITING}
    assert take(client, again).status_code == 303


def test_another_firms_file_is_nobodys_business(app, client, firm):
    page = send(client, HEAD + "qa-audit,kr,,closed\n")
    other = make_firm(slug="other")
    stranger = signed_in(app, make_member(other))
    seen = {"number": hidden(page, "number"), "seen": hidden(page, "seen"), "step": "apply"}
    assert stranger.post("/en/workspace/other/offerings/import", data=seen).status_code == 409
    assert cells(other) == {}


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "The file is empty"),
        (b"MZ\x90\x00" + bytes(range(256)) * 9, "neither CSV nor XLSX"),
        (b"a,b\n1,2\n", "The first row must name the columns"),
        (HEAD.encode() + b"x,y\n" * 10_001, "more than 10,000 rows"),
    ],
)
def test_a_file_that_is_not_read_is_answered_with_a_sentence(client, data, sentence):
    page = send(client, data)
    assert page.status_code == 422
    assert sentence in page.text


def test_no_file_at_all_is_answered_with_a_sentence(client):
    assert "Choose a file." in client.post(PAGE, data={"step": "read"}).text


def test_more_than_anybodys_table_is_not_received(client):
    # Told by the length alone: not a byte of them is read.
    for length in (7 * 1024**2, 2 * 1024**3):
        answer = client.post(
            PAGE,
            environ_overrides={"CONTENT_LENGTH": str(length)},
            content_type="multipart/form-data; boundary=x",
        )
        assert answer.status_code == 413


@pytest.mark.parametrize("number", ["", "x", "0", "99999999999999999999", "²"])
def test_a_file_that_is_no_longer_kept_is_told(client, number):
    answer = client.post(PAGE, data={"step": "apply", "number": number, "seen": "x"})
    assert answer.status_code == 409
    assert "no longer kept" in answer.text


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_what_is_downloaded_and_read_again_changes_nothing(client, firm, kind):
    make_offering(firm, "QA-AUDIT", "KR", partner="+1|x")
    file = client.get(f"/en/workspace/theirs/offerings/export.{kind}")
    assert file.status_code == 200
    assert "attachment" in file.headers["Content-Disposition"]
    page = send(client, file.data, f"offerings.{kind}")
    assert "Nothing would change." in page.text
