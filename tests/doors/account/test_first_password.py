"""The link an invited person is handed."""

import time
from datetime import timedelta

import pytest
from itsdangerous import TimestampSigner

from app.accounts.queries import by_email
from tests.doors.visitors import sign_in
from tests.factories import PASSWORD, make_staff

ADDRESS = "anna@firm.example"


@pytest.fixture
def invite(app, database):
    """Runs the command; gives the path it prints."""

    def run(address: str = ADDRESS) -> str:
        result = app.test_cli_runner().invoke(args=["accounts", "invite-staff", address])
        assert result.exit_code == 0, result.output
        link = result.output.splitlines()[-1]
        return "/en/account/" + link.split("/en/account/")[1]

    return run


def test_the_link_sets_a_password_that_opens_the_desk(client, invite):
    answer = client.post(invite(), data={"password": PASSWORD, "again": PASSWORD})

    assert answer.status_code == 303
    assert sign_in(client, by_email(ADDRESS)).location == "/en/desk/"


def test_the_link_works_once(client, invite):
    link = invite()
    client.post(link, data={"password": PASSWORD, "again": PASSWORD})

    assert client.get(link).status_code == 410
    assert (
        client.post(link, data={"password": "another password", "again": "another password"}).status_code
        == 410
    )


def test_a_new_link_ends_the_old_one(client, invite):
    old, new = invite(), invite()

    assert client.get(old).status_code == 410
    assert client.get(new).status_code == 200


def test_the_link_ends_after_three_days(client, invite, monkeypatch):
    link = invite()
    later = int(time.time() + timedelta(days=3, minutes=1).total_seconds())
    monkeypatch.setattr(TimestampSigner, "get_timestamp", lambda _self: later)

    assert client.get(link).status_code == 410


@pytest.mark.parametrize("token", ["", "x", "WzEsMl0.x.y", "é" * 2000])
def test_a_damaged_link_is_refused_in_words(client, token):
    answer = client.get("/en/account/password", query_string={"token": token})

    assert answer.status_code == 410
    assert "no longer valid" in answer.text


@pytest.mark.parametrize(
    "typed",
    [
        {},
        {"password": "short", "again": "short"},
        {"password": "long enough for us", "again": "but not the same"},
        {"password": "x" * 129, "again": "x" * 129},
    ],
)
def test_a_password_that_will_not_do_is_not_taken(client, invite, typed):
    answer = client.post(invite(), data=typed)

    assert answer.status_code == 422
    assert "<title>Error" in answer.text
    assert not by_email(ADDRESS).password


def test_somebody_with_a_password_is_not_invited_again(app, database):
    staff = make_staff(email=ADDRESS)

    result = app.test_cli_runner().invoke(args=["accounts", "invite-staff", staff.email])

    assert result.exit_code == 1


def test_what_is_no_address_is_not_invited(app, database):
    assert app.test_cli_runner().invoke(args=["accounts", "invite-staff", "anna"]).exit_code == 2
