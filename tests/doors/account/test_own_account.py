"""Where somebody is signed in, and ending it; another password; signing in again for what is sensitive."""

from datetime import timedelta

import pytest

from app.accounts.proofs import AccountSession
from app.kernel.clock import now
from app.kernel.db import db
from tests.doors.account.helpers import is_signed_in
from tests.doors.visitors import sign_in, signed_in
from tests.factories import PASSWORD, make_staff

NEW = "another password for tests"


def ids_of(person):
    rows = db.session.query(AccountSession).filter_by(account_id=person.id).order_by(AccountSession.id)
    return [each.id for each in rows]


def test_every_page_of_the_account_asks_a_stranger_to_sign_in(client):
    for page in ("", "own-password", "address", "codes", "passkeys", "recovery-codes"):
        assert client.get(f"/en/account/{page}").location.startswith("/en/account/sign-in?next="), page
    assert client.post("/en/account/sessions", data={"which": "others"}).status_code == 403


def test_one_session_is_ended_from_another_and_really_is(app, database):
    person = make_staff()
    lost, here = signed_in(app, person), signed_in(app, person)

    here.post("/en/account/sessions", data={"which": str(ids_of(person)[0])})

    assert not is_signed_in(lost)
    assert lost.get("/en/desk/").location.startswith("/en/account/sign-in")
    assert is_signed_in(here)


def test_all_others_are_ended_at_once(app, database):
    person = make_staff()
    others, here = [signed_in(app, person) for _ in range(3)], signed_in(app, person)

    here.post("/en/account/sessions", data={"which": "others"})

    assert not any(is_signed_in(each) for each in others)
    assert is_signed_in(here)


def test_nobody_ends_a_session_of_somebody_else(app, database):
    person, other = make_staff(), make_staff()
    theirs, mine = signed_in(app, other), signed_in(app, person)

    mine.post("/en/account/sessions", data={"which": str(ids_of(other)[0])})

    assert is_signed_in(theirs)


@pytest.mark.parametrize("which", ["", "x", "-1", "9" * 40, "1; drop", "other"])
def test_a_session_that_there_is_not_is_left_alone(app, database, which):
    client = signed_in(app, make_staff())
    assert client.post("/en/account/sessions", data={"which": which}).status_code == 303
    assert is_signed_in(client)


def test_the_page_names_the_browser_and_tells_the_sessions_apart(app, database):
    person = make_staff()
    agent = "Mozilla/5.0 (Windows NT 10.0; rv:140.0) Gecko/20100101 Firefox/140.0"
    client = app.test_client()
    client.environ_base["HTTP_USER_AGENT"] = agent
    sign_in(client, person)
    signed_in(app, person)

    page = client.get("/en/account/").text

    assert "Firefox, Windows" in page
    assert page.count("this one") == 1
    assert "End all other sessions" in page


def test_what_is_kept_of_a_session_does_not_sign_in(app, database):
    client = signed_in(app, make_staff())
    with client.session_transaction() as session:
        token = session["token"]
    assert token not in {each.digest for each in db.session.query(AccountSession)}


def test_each_sign_in_begins_a_session_of_its_own(app, database):
    person, client = make_staff(), app.test_client()
    tokens = set()
    for _ in range(2):
        sign_in(client, person)
        with client.session_transaction() as session:
            tokens.add(session["token"])
    assert len(tokens) == 2


def test_another_password_ends_every_other_session_and_keeps_this_one(app, database):
    person = make_staff()
    other, here = signed_in(app, person), signed_in(app, person)
    typed = {"current": PASSWORD, "password": NEW, "again": NEW}

    assert here.post("/en/account/own-password", data=typed).location == "/en/account/"

    assert is_signed_in(here)
    assert not is_signed_in(other)
    assert sign_in(app.test_client(), person).status_code == 422
    typed = {"email": person.email, "password": NEW}
    assert app.test_client().post("/en/account/sign-in", data=typed).status_code == 303


def test_it_takes_the_present_one(app, database):
    client = signed_in(app, make_staff())
    typed = {"current": "something else", "password": NEW, "again": NEW}

    answer = client.post("/en/account/own-password", data=typed)

    assert answer.status_code == 422
    assert "not your present password" in answer.text
    assert NEW not in answer.text


@pytest.mark.parametrize("page", ["own-password", "address", "codes", "passkeys", "recovery-codes"])
def test_how_one_signs_in_is_changed_only_soon_after_signing_in(app, database, monkeypatch, page):
    person = make_staff()
    client = signed_in(app, person)
    client.get("/en/desk/")
    later = now() + timedelta(minutes=29)
    monkeypatch.setattr("app.web.people.now", lambda: later)
    assert client.get("/en/desk/").status_code == 200
    later += timedelta(minutes=10)

    for answer in (client.get(f"/en/account/{page}"), client.post(f"/en/account/{page}")):
        assert answer.location == f"/en/account/sign-in?next=%2Fen%2Faccount%2F{page}"
    asked = client.get(answer.location)
    assert "sign in once more" in asked.text
