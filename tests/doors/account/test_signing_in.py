"""Who gets in, what others are told, and when a session ends."""

import dataclasses
import re
from datetime import UTC, datetime, timedelta

import pytest

from app.factory import create_app
from app.kernel.db import db
from app.web.limits import limiter
from tests.doors.visitors import sign_in, signed_in
from tests.factories import make_account, make_firm, make_member, make_staff

START = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


class Clock:
    """The time of day, as this test says."""

    def __init__(self) -> None:
        self.moment = START

    def __call__(self) -> datetime:
        return self.moment

    def shift(self, by: timedelta) -> None:
        self.moment += by


@pytest.fixture
def clock(monkeypatch):
    clock = Clock()
    for module in ("app.web.people", "app.web.account.arriving"):
        monkeypatch.setattr(f"{module}.now", clock)
    return clock


def test_staff_land_at_the_desk_and_members_in_their_workspace(app, database):
    staff, member = make_staff(), make_member(make_firm())

    assert sign_in(app.test_client(), staff).location == "/en/desk/"
    assert sign_in(app.test_client(), member).location == "/en/workspace/"


def test_an_address_is_taken_in_any_case(client):
    staff = make_staff(email="anna@example.test")
    staff.email = "ANNA@Example.test"

    assert sign_in(client, staff).status_code == 303


def test_a_wrong_password_is_told_the_same_as_an_unknown_address(app, database):
    staff = make_staff()

    def told(address: str) -> str:
        answer = app.test_client().post(
            "/en/account/sign-in", data={"email": address, "password": "something else"}
        )
        assert answer.status_code == 422
        # A passkey's challenge and a form's token are drawn anew for everybody.
        drawn = r"challenge&#34;: &#34;[\w-]+|name=\"csrf_token\" value=\"[\w.-]+"
        return re.sub(drawn, "…", answer.text.replace(address, "…"))

    assert told(staff.email) == told("nobody@example.test")


def test_an_unknown_address_costs_a_hash_like_a_known_one(client, monkeypatch):
    hashed = []
    monkeypatch.setattr("app.web.people.hash_password", hashed.append)

    client.post("/en/account/sign-in", data={"email": "nobody@example.test", "password": "x" * 12})

    assert hashed == ["x" * 12]


def test_what_was_typed_is_kept_but_not_the_password(client):
    answer = client.post(
        "/en/account/sign-in", data={"email": "nobody@example.test", "password": "a-secret-of-mine"}
    )

    assert "nobody@example.test" in answer.text
    assert "a-secret-of-mine" not in answer.text
    assert "<title>Error" in answer.text


@pytest.mark.parametrize(
    "typed",
    [
        {},
        {"email": "", "password": ""},
        {"email": "a" * 5000, "password": "b"},
        {"email": "a@example.test", "password": "b" * 5000},
        {"email": "a@example.test", "password": "b", "next": "/" * 5000},
    ],
)
def test_malformed_input_is_answered_with_a_sentence(client, typed):
    answer = client.post("/en/account/sign-in", data=typed)

    assert answer.status_code == 422
    assert 'role="alert"' in answer.text


def test_somebody_of_no_firm_comes_to_the_page_that_leads_to_one(client):
    answer = sign_in(client, make_account())

    assert answer.status_code == 303
    assert answer.location.endswith("/en/join/")


def test_a_deactivated_person_is_a_stranger(client):
    staff = make_staff()
    staff.active = False

    assert sign_in(client, staff).status_code == 422


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example/",
        "//evil.example/en/desk/",
        "/\\evil.example/en/desk/",
        "/en/desk/\n//evil.example",
        "javascript:alert(1)",
        "/en/desk@evil.example/",
        "/en/account/sign-out",
    ],
)
def test_signing_in_never_leads_elsewhere(client, elsewhere):
    assert sign_in(client, make_staff(), next=elsewhere).location == "/en/desk/"


def test_signing_in_leads_to_the_page_that_was_wanted(client):
    wanted = "/zh-hant/desk/?queue=held"
    asked = client.get(wanted)
    assert asked.status_code == 303
    assert asked.location == "/zh-hant/account/sign-in?next=%2Fzh-hant%2Fdesk%2F%3Fqueue%3Dheld"

    assert sign_in(client, make_staff(), next=wanted).location == wanted


def test_nobody_is_led_to_a_door_that_is_not_theirs(client):
    member = make_member(make_firm())

    assert sign_in(client, member, next="/en/desk/").location == "/en/workspace/"


def test_nothing_of_the_session_before_is_kept(client):
    with client.session_transaction() as session:
        session["planted"] = "by somebody else"

    sign_in(client, make_staff())

    with client.session_transaction() as session:
        assert "planted" not in session


def test_signing_out_ends_also_a_copied_cookie(app, database):
    staff = make_staff()
    client, thief = signed_in(app, staff), app.test_client()
    thief.set_cookie("session", client.get_cookie("session").value)
    assert thief.get("/en/desk/").status_code == 200

    assert client.post("/en/account/sign-out").status_code == 303

    assert client.get("/en/desk/").status_code == 303
    assert thief.get("/en/desk/").status_code == 303


def test_signing_out_is_never_a_link(client):
    assert client.get("/en/account/sign-out").status_code == 405


def test_a_session_at_the_desk_ends_after_half_an_hour_of_silence(app, database, clock):
    client = signed_in(app, make_staff())
    for _ in range(3):
        clock.shift(timedelta(minutes=25))
        assert client.get("/en/desk/").status_code == 200
    clock.shift(timedelta(minutes=31))
    assert client.get("/en/desk/").status_code == 303


def test_a_session_ends_after_twelve_hours_however_busy(app, database, clock):
    firm = make_firm()
    client = signed_in(app, make_member(firm))
    for _ in range(12):
        clock.shift(timedelta(minutes=59))
        assert client.get(f"/en/workspace/{firm.slug}/enquiries/").status_code == 200
    clock.shift(timedelta(minutes=20))
    assert client.get(f"/en/workspace/{firm.slug}/enquiries/").status_code == 303


def test_what_is_behind_a_door_is_never_stored(app, database):
    assert signed_in(app, make_staff()).get("/en/desk/").headers["Cache-Control"] == "no-store"


def test_a_public_page_does_not_depend_on_who_reads_it(app, database):
    client = signed_in(app, make_staff())

    answer = client.get("/en/firms/")

    assert "Cookie" not in answer.headers.get("Vary", "")
    assert "Set-Cookie" not in answer.headers


def test_no_page_of_flask_security_exists(app):
    endpoints = {rule.endpoint for rule in app.url_map.iter_rules()}

    assert not [each for each in endpoints if each.startswith("security.")]
    assert {"users", "roles"}.isdisjoint(app.cli.commands)


def test_ten_wrong_passwords_in_five_minutes_are_enough(settings):
    limited = create_app(dataclasses.replace(settings, post_limit="1000 per minute"))
    try:
        limited.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
        client = limited.test_client()

        def try_once(address: str, network: str) -> int:
            return client.post(
                "/en/account/sign-in",
                data={"email": address, "password": "wrong"},
                environ_base={"REMOTE_ADDR": network},
            ).status_code

        one_network = [try_once(f"a{n}@example.test", "198.51.100.1") for n in range(11)]
        one_address = [try_once("b@example.test", f"203.0.113.{n}") for n in range(11)]
    finally:
        limiter.enabled = False
        with limited.app_context():
            db.session.remove()
            db.engine.dispose()

    assert one_network == [422] * 10 + [429]
    assert one_address == [422] * 10 + [429]
