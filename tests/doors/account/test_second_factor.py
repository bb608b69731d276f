"""Who must have a second factor, how one is set up, and that the password alone no longer lets anybody in."""

from dataclasses import replace

import pytest

from app.accounts.proofs import RecoveryCode
from app.kernel.db import db
from tests.doors.account.helpers import code, is_signed_in, letters_to, with_codes
from tests.doors.visitors import sign_in, signed_in
from tests.factories import make_firm, make_member, make_staff


@pytest.fixture
def in_earnest(app, monkeypatch):
    """No demonstration."""
    monkeypatch.setitem(app.config, "SETTINGS", replace(app.config["SETTINGS"], demo=False))


def half_way(app, person):
    """A client that has shown the person's password."""
    client = app.test_client()
    answer = sign_in(client, person)
    assert answer.location == "/en/account/second-step"
    return client


def test_staff_without_one_are_led_to_set_one_up_and_nothing_of_the_desk_opens(app, database, in_earnest):
    client = signed_in(app, make_staff())

    for page in ("/en/desk/", "/zh-hans/desk/mail", "/en/desk/proposals"):
        assert client.get(page).location.endswith("/account/"), page
    assert client.post("/en/desk/enquiries/LRE-0000-0000").status_code == 403
    assert "Set up a second factor first" in client.get("/en/account/").text
    assert client.get("/en/account/codes").status_code == 200


def test_with_one_the_desk_opens(app, database, in_earnest):
    person = make_staff()
    client = signed_in(app, person)
    with_codes(app, person)

    assert client.get("/en/desk/").status_code == 200


def test_in_a_demonstration_nobody_must(app, database):
    assert signed_in(app, make_staff()).get("/en/desk/").status_code == 200


def test_a_member_of_a_firm_need_not(app, database, in_earnest):
    firm = make_firm()
    client = signed_in(app, make_member(firm))
    assert client.get(f"/en/workspace/{firm.slug}/enquiries/").status_code == 200


def test_setting_up_an_app_shows_recovery_codes_once_and_ends_every_other_session(app, database):
    person = make_staff()
    client, elsewhere = signed_in(app, person), signed_in(app, person)
    assert "<svg" in client.get("/en/account/codes").text
    with client.session_transaction() as session:
        secret = session["offered_secret"]

    wrong = client.post("/en/account/codes", data={"code": "000000"})
    assert wrong.status_code == 422
    assert 'role="alert"' in wrong.text
    made = client.post("/en/account/codes", data={"code": code(app, secret)})

    assert made.text.count("<li>", made.text.index('class="codes"')) >= 10
    assert is_signed_in(client)
    assert not is_signed_in(elsewhere)
    assert "10 left" in client.get("/en/account/").text
    assert len(letters_to(person.email, "account_changed")) >= 1


def test_what_codes_are_made_from_is_not_kept_as_it_is(app, database):
    person = make_staff()
    secret, recovery = with_codes(app, person)
    key = app.extensions["codes"].get_totp_b32_key(secret)

    assert key not in person.code_secret
    db.session.refresh(person)
    kept = {each.digest for each in db.session.query(RecoveryCode)}
    assert not kept & set(recovery)


def test_the_password_alone_lets_nobody_in(app, database):
    person = make_staff()
    with_codes(app, person)
    client = half_way(app, person)

    assert client.get("/en/desk/").location.startswith("/en/account/sign-in")
    assert not is_signed_in(client)


def test_a_code_lets_in_once(app, database):
    person = make_staff()
    secret, _ = with_codes(app, person)
    shown = code(app, secret)
    first, second = half_way(app, person), half_way(app, person)

    assert first.post("/en/account/second-step", data={"code": shown}).location == "/en/desk/"
    again = second.post("/en/account/second-step", data={"code": shown})

    assert again.status_code == 422
    assert not is_signed_in(second)
    assert (
        second.post("/en/account/second-step", data={"code": code(app, secret, ahead=1)}).status_code == 303
    )


@pytest.mark.parametrize("typed", ["", "000000", "9" * 5000, "abc", "１２３４５６", "-"])
def test_anything_else_does_not(app, database, typed):
    person = make_staff()
    with_codes(app, person)
    client = half_way(app, person)

    answer = client.post("/en/account/second-step", data={"code": typed})

    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    assert not is_signed_in(client)


def test_a_recovery_code_lets_in_once_however_it_is_typed(app, database):
    person = make_staff()
    _, recovery = with_codes(app, person)
    typed = recovery[0].replace("-", " ").upper()

    assert half_way(app, person).post("/en/account/second-step", data={"code": typed}).status_code == 303
    assert (
        half_way(app, person).post("/en/account/second-step", data={"code": recovery[0]}).status_code == 422
    )
    assert len(letters_to(person.email, "account_changed")) >= 1


def test_another_persons_recovery_code_does_not(app, database):
    person, other = make_staff(), make_staff()
    with_codes(app, person)
    _, recovery = with_codes(app, other)

    assert (
        half_way(app, person).post("/en/account/second-step", data={"code": recovery[0]}).status_code == 422
    )


def test_new_recovery_codes_replace_those_before(app, database):
    person = make_staff()
    secret, before = with_codes(app, person)
    client = half_way(app, person)
    client.post("/en/account/second-step", data={"code": code(app, secret)})

    assert client.post("/en/account/recovery-codes").status_code == 200
    assert half_way(app, person).post("/en/account/second-step", data={"code": before[1]}).status_code == 422


def test_the_second_step_is_nobodys_without_the_first(client):
    assert client.get("/en/account/second-step").location == "/en/account/sign-in"
    assert client.post("/en/account/second-step", data={"code": "123456"}).status_code == 303


@pytest.mark.parametrize(
    "credential", ["", "{}", "[]", "x", '{"id": "a", "rawId": "a", "response": {}}', "9" * 30_000]
)
def test_what_is_no_passkey_signs_nobody_in(client, credential):
    answer = client.post("http://localhost/en/account/passkey", data={"credential": credential})

    assert answer.status_code == 422
    assert not is_signed_in(client)


def test_removing_the_app_lifts_the_question_and_takes_the_recovery_codes(app, database):
    person = make_staff()
    secret, _ = with_codes(app, person)
    client = half_way(app, person)
    client.post("/en/account/second-step", data={"code": code(app, secret)})

    assert client.post("/en/account/codes", data={"remove": "0"}).status_code == 303
    assert db.session.query(RecoveryCode).count() == 0
    assert sign_in(app.test_client(), person).location == "/en/desk/"
