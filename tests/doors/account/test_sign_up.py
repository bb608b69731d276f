"""An account for somebody who has none: by letter, once; no answer tells who has one."""

import pytest

from app.accounts.queries import by_email
from app.kernel.db import db
from tests.doors.account.helpers import letters_to, link_in
from tests.factories import make_account

NEW = {
    "name": "Mei Lin",
    "password": "a long enough password",
    "again": "a long enough password",
}
ADDRESS = "mei@mei.example"


@pytest.fixture(autouse=True)
def at_once(monkeypatch):
    monkeypatch.setattr("app.web.evenly._STEP", 0.001)


def ask(client, address=ADDRESS, **more):
    return client.post("/en/account/sign-up", data={"email": address, **more})


def test_a_known_address_is_answered_as_an_unknown_one(client, database):
    make_account(email="known@known.example")

    known, unknown = ask(client, "known@known.example"), ask(client)

    assert (known.status_code, known.text) == (unknown.status_code, unknown.text)
    assert letters_to("known@known.example", "account_known")
    assert letters_to("known@known.example", "account_sign_up") == []
    assert letters_to(ADDRESS, "account_sign_up")


def test_the_link_makes_the_account_once_and_leads_on(client, database):
    ask(client, next="/en/join/firms/dunlin/claim")
    link = link_in(letters_to(ADDRESS, "account_sign_up")[0])
    assert client.get(link).status_code == 200
    assert by_email(ADDRESS) is None

    answer = client.post(link, data=NEW)

    assert answer.status_code == 303
    db.session.expire_all()
    assert by_email(ADDRESS).name == "Mei Lin"
    assert client.get(link).status_code == 410
    signed = client.post(answer.location, data={"email": ADDRESS, "password": NEW["password"]})
    assert signed.status_code == 303
    wanted = client.post(
        "/en/account/sign-in",
        data={"email": ADDRESS, "password": NEW["password"], "next": "/en/join/firms/dunlin/claim"},
    )
    assert wanted.location == "/en/join/firms/dunlin/claim"


def test_whoever_belongs_to_no_firm_comes_to_the_page_that_leads_to_one(client, database):
    ask(client)
    client.post(link_in(letters_to(ADDRESS, "account_sign_up")[0]), data=NEW)

    answer = client.post("/en/account/sign-in", data={"email": ADDRESS, "password": NEW["password"]})

    assert answer.location.endswith("/en/join/")
    assert "You belong to no firm yet." in client.get("/en/join/").text
    assert client.get("/en/workspace/").status_code == 404


def test_an_altered_link_makes_nothing(client, database):
    ask(client)
    link = link_in(letters_to(ADDRESS, "account_sign_up")[0])

    assert client.post(link + "x", data=NEW).status_code == 410
    assert by_email(ADDRESS) is None
