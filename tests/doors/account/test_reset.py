"""A new password by mail: for whoever reads it, once, and nobody else learns whether there is an account."""

import dataclasses
from datetime import timedelta

import pytest

from app.factory import create_app
from app.kernel.db import db, transaction
from app.web.limits import limiter
from tests.doors.account.helpers import is_signed_in, letters_to, link_in, with_codes
from tests.doors.visitors import signed_in
from tests.factories import make_staff

NEW = {"password": "another password for tests", "again": "another password for tests"}


@pytest.fixture(autouse=True)
def at_once(monkeypatch):
    monkeypatch.setattr("app.web.evenly._STEP", 0.001)


def ask(client, address):
    return client.post("/en/account/reset", data={"email": address})


def link_for(client, person):
    ask(client, person.email)
    return link_in(letters_to(person.email, "account_reset")[-1])


def test_a_known_address_is_answered_as_an_unknown_one(client):
    person = make_staff()

    known, unknown = ask(client, person.email), ask(client, "nobody@example.test")

    assert (known.status_code, known.text) == (unknown.status_code, unknown.text)
    assert len(letters_to(person.email, "account_reset")) == 1
    assert letters_to("nobody@example.test", "account_reset") == []


def test_both_take_a_whole_number_of_steps(client, monkeypatch):
    person, waited = make_staff(), []
    monkeypatch.setattr("app.web.evenly._STEP", 5.0)
    monkeypatch.setattr("app.web.evenly.time.sleep", waited.append)

    ask(client, person.email)
    ask(client, "nobody@example.test")

    assert len(waited) == 2
    assert all(0 < each <= 5 for each in waited)


def test_the_link_sets_a_password_once_and_ends_every_session(app, client):
    person = make_staff()
    elsewhere = signed_in(app, person)
    link = link_for(client, person)

    assert client.get(link).status_code == 200
    assert client.post(link, data=NEW).location == "/en/account/sign-in"

    assert not is_signed_in(client)
    assert not is_signed_in(elsewhere)
    assert client.get(link).status_code == 410
    assert client.post(link, data=NEW).status_code == 410
    typed = {"email": person.email, "password": NEW["password"]}
    assert client.post("/en/account/sign-in", data=typed).status_code == 303
    assert len(letters_to(person.email, "account_changed")) == 1


def test_an_older_link_is_worth_nothing_after_a_newer_one_was_used(client):
    person = make_staff()
    first, second = link_for(client, person), link_for(client, person)
    client.post(second, data=NEW)
    assert client.get(first).status_code == 410


@pytest.mark.parametrize("token", ["", "x", "a.b.c", "x" * 5000])
def test_an_altered_link_is_worth_nothing(client, token):
    assert client.get(f"/en/account/reset/password?token={token}").status_code == 410


def test_an_old_link_is_worth_nothing(client, monkeypatch):
    link = link_for(client, make_staff())
    monkeypatch.setattr("app.accounts.tokens.RESET_IN", timedelta(seconds=-1))
    assert client.get(link).status_code == 410


def test_it_does_not_lead_round_the_second_factor(app, client):
    person = make_staff()
    with_codes(app, person)
    client.post(link_for(client, person), data=NEW)

    typed = {"email": person.email, "password": NEW["password"]}
    assert client.post("/en/account/sign-in", data=typed).location == "/en/account/second-step"


def test_whoever_may_not_sign_in_gets_no_letter(client):
    person = make_staff()
    with transaction():
        person.active = False
    ask(client, person.email)
    assert letters_to(person.email, "account_reset") == []


def test_asking_often_is_refused_alike_for_both(settings):
    limited = create_app(dataclasses.replace(settings, post_limit="1000 per minute"))
    try:
        limited.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
        client = limited.test_client()

        def ask_from(address: str, network: str) -> int:
            return client.post(
                "/en/account/reset", data={"email": address}, environ_base={"REMOTE_ADDR": network}
            ).status_code

        one_address = [ask_from("b@example.test", f"203.0.113.{n}") for n in range(6)]
        one_network = [ask_from(f"a{n}@example.test", "198.51.100.1") for n in range(21)]
    finally:
        limiter.enabled = False
        with limited.app_context():
            db.session.remove()
            db.engine.dispose()

    assert one_address == [200] * 5 + [429]
    assert one_network == [200] * 20 + [429]
