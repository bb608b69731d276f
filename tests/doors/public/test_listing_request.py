"""Anybody asks that a listing be corrected or removed, and is answered by a stated day."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from app.accounts.models import MemberRole
from app.directory.models import Firm, Visibility
from app.directory.requests.deadlines import due
from app.directory.requests.models import ListingRequest
from app.kernel.clock import now
from app.kernel.db import db, transaction
from tests.doors.account.helpers import letters_to, past_second_step
from tests.factories import make_firm, make_member, make_staff

WISH = {"kind": "correction", "text": "The Leeds office has closed.", "email": "reader@reader.example"}


@pytest.fixture
def firm(database) -> Firm:
    return make_firm(slug="dunlin")


@pytest.fixture
def staff(app, database):
    return past_second_step(app, make_staff())


@pytest.fixture(autouse=True)
def unhurried(monkeypatch):
    """Forms of people; those of programs say so themselves."""
    monkeypatch.setattr("app.public.listing_request.intake", lambda: _Patient)


class _Patient:
    least = timedelta(0)


def blank(client) -> dict[str, str]:
    page = client.get("/en/firms/dunlin/request").text
    return {name: re.search(rf'name="{name}"[^>]* value="([^"]*)"', page)[1] for name in ("nonce", "issued")}


def ask(client, **more):
    return client.post("/en/firms/dunlin/request", data=blank(client) | WISH | more)


def requests() -> list[ListingRequest]:
    db.session.expire_all()
    return list(db.session.scalars(select(ListingRequest).order_by(ListingRequest.id)))


def test_it_is_taken_with_its_day_and_answered_by_letter(client, firm, staff):
    owner = make_member(firm, role=MemberRole.OWNER)
    assert 'href="/en/firms/dunlin/request"' in client.get("/en/firms/dunlin").text
    assert ask(client).status_code == 303
    kept = requests()[0]
    assert kept.due_at == due(kept.asked_at)
    assert letters_to(WISH["email"], "request_received")
    assert "dunlin" not in staff.get("/en/desk/requests?state=settled").text

    answer = staff.post(f"/en/desk/requests/{kept.id}", data={"outcome": "done", "answer": "It is gone."})

    assert answer.status_code == 303
    assert "It is gone." in letters_to(WISH["email"], "request_settled")[0].text
    told = letters_to(owner.email, "firm_news")[0].text
    assert WISH["text"] in told
    assert WISH["email"] not in told


def test_ten_working_days_are_reckoned_without_weekends():
    friday = datetime(2026, 11, 20, 17, tzinfo=UTC)
    assert due(friday).date().isoformat() == "2026-12-04"


def test_a_removal_that_is_granted_takes_the_listing_down(client, firm, staff):
    ask(client, kind="removal")

    staff.post(f"/en/desk/requests/{requests()[0].id}", data={"outcome": "done", "answer": "Removed."})

    db.session.expire_all()
    assert firm.visibility is Visibility.DRAFT
    assert client.get("/en/firms/dunlin").status_code == 404


def test_one_that_is_refused_leaves_it(client, firm, staff):
    ask(client, kind="removal")
    staff.post(f"/en/desk/requests/{requests()[0].id}", data={"outcome": "refused", "answer": "No."})

    assert client.get("/en/firms/dunlin").status_code == 200


def test_the_same_form_sent_twice_is_one_request(client, firm):
    form = blank(client) | WISH
    for _time in range(2):
        assert client.post("/en/firms/dunlin/request", data=form).status_code == 303
    assert len(requests()) == 1
    assert len(letters_to(WISH["email"], "request_received")) == 1


@pytest.mark.parametrize(
    "wrong",
    [{"text": ""}, {"text": "x" * 4001}, {"email": "nobody"}, {"kind": "praise"}, {"issued": "1-forged"}],
)
def test_what_is_wrong_is_refused_and_what_was_typed_stays(client, firm, wrong):
    answer = ask(client, **wrong)

    assert answer.status_code == 422
    typed = WISH | wrong
    assert typed["text"] in answer.text
    assert typed["email"] in answer.text
    assert requests() == []


def test_what_a_program_sends_is_kept_and_nobody_is_written_to(client, firm, staff):
    ask(client, homepage="https://buy.example")

    assert requests()[0].suspect
    assert letters_to(WISH["email"], "request_received") == []
    assert "may come from a program" in staff.get("/en/desk/requests").text


def test_two_editors_answer_once(client, firm, staff):
    ask(client)
    page = f"/en/desk/requests/{requests()[0].id}"
    staff.post(page, data={"outcome": "done", "answer": "First."})

    assert staff.post(page, data={"outcome": "refused", "answer": "Second."}).status_code == 409
    assert requests()[0].answer == "First."


def test_what_is_late_stands_first_and_says_so(client, firm, staff):
    ask(client, text="On time")
    ask(client, text="Late")
    with transaction():
        late = requests()[1]
        late.due_at = now() - timedelta(days=1)
    page = staff.get("/en/desk/requests").text

    assert page.index(f"/en/desk/requests/{requests()[1].id}") < page.index(
        f"/en/desk/requests/{requests()[0].id}"
    )
    assert page.count('class="st act">Overdue') == 1


def test_a_page_of_the_list_goes_on_where_the_last_one_ended(client, firm, staff, monkeypatch):
    monkeypatch.setattr("app.desk.listing_requests.PAGE", 1)
    for text in ("One", "Two"):
        ask(client, text=text)
    first = staff.get("/en/desk/requests").text
    following = re.search(r'href="(/en/desk/requests\?after=[^"]+)"', first)[1]

    assert f"/en/desk/requests/{requests()[1].id}" in staff.get(following).text


def test_the_desks_list_is_the_desks_alone(client, app, firm):
    ask(client)
    member = past_second_step(app, make_member(firm, role=MemberRole.OWNER))
    for page in ("/en/desk/requests", f"/en/desk/requests/{requests()[0].id}"):
        assert client.get(page).status_code == 303
        assert member.get(page).status_code == 404
