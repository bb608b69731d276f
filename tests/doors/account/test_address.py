"""Another address for an account: both mailboxes agree, or nothing changes."""

import pytest

from app.kernel.db import db
from tests.doors.account.helpers import is_signed_in, letters_to, link_in
from tests.doors.visitors import signed_in
from tests.factories import make_staff

NEW = "new-address@moved.example"


@pytest.fixture
def person(database):
    return make_staff()


def email_of(person):
    """As it is kept by now."""
    db.session.refresh(person)
    return person.email


def ask(client, after=NEW):
    answer = client.post("/en/account/address", data={"email": after})
    assert answer.location == "/en/account/"


def links(person):
    old = letters_to(person.email, "account_moving")[-1]
    return link_in(old), link_in(letters_to(NEW, "account_address")[-1])


@pytest.mark.parametrize("first", [0, 1])
def test_the_address_changes_once_both_have_agreed_in_either_order(app, client, person, first):
    inside, before = signed_in(app, person), person.email
    ask(inside)
    both = links(person)

    client.post(both[first], data={"step": "agree"})
    assert email_of(person) == before
    assert is_signed_in(inside)
    client.post(both[1 - first], data={"step": "agree"})

    assert email_of(person) == NEW
    assert not is_signed_in(inside)
    assert client.get(both[0]).status_code == client.get(both[1]).status_code == 410
    assert letters_to(before, "account_changed")
    assert letters_to(NEW, "account_changed")


def test_one_mailbox_twice_is_not_two(app, client, person):
    ask(signed_in(app, person))
    _, new = links(person)
    for _ in range(2):
        client.post(new, data={"step": "agree"})
    assert email_of(person) != NEW


def test_opening_the_links_changes_nothing(app, client, person):
    ask(signed_in(app, person))
    for link in links(person):
        assert client.get(link).status_code == 200
    assert email_of(person) != NEW


def test_the_old_mailbox_refuses_and_every_session_ends(app, client, person):
    inside = signed_in(app, person)
    ask(inside)
    old, new = links(person)

    assert client.post(old, data={"step": "refuse"}).location == "/en/account/reset"

    assert not is_signed_in(inside)
    assert client.get(new).status_code == 410
    assert email_of(person) != NEW


def test_the_new_mailbox_cannot_refuse_for_the_person(app, client, person):
    inside = signed_in(app, person)
    ask(inside)
    client.post(links(person)[1], data={"step": "refuse"})
    assert is_signed_in(inside)


def test_a_new_request_replaces_the_one_before(app, client, person):
    inside = signed_in(app, person)
    ask(inside)
    before = links(person)
    inside.post("/en/account/address", data={"email": "third@moved.example"})
    for link in before:
        assert client.post(link, data={"step": "agree"}).status_code == 410


def test_whether_an_address_has_an_account_is_told_to_its_owner_alone(app, client, person):
    other = make_staff(email="somebody@moved.example")
    inside = signed_in(app, person)

    ask(inside, other.email)

    assert letters_to(other.email, "account_taken")
    assert not letters_to(other.email, "account_address")
    taken = inside.get("/en/account/").text
    ask(inside, NEW)
    assert taken.count("agreed") == inside.get("/en/account/").text.count("agreed")
    link = link_in(letters_to(person.email, "account_moving")[0])
    client.post(link, data={"step": "agree"})
    assert email_of(person) != other.email


@pytest.mark.parametrize(
    "typed", ["", "x", "a b@example.test", "讀者@moved.example", "a" * 5000 + "@moved.example"]
)
def test_what_is_no_address_is_answered_with_a_sentence(app, person, typed):
    answer = signed_in(app, person).post("/en/account/address", data={"email": typed})
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text


def test_the_same_address_is_no_change(app, database):
    person = make_staff(email="same@moved.example")
    answer = signed_in(app, person).post("/en/account/address", data={"email": person.email.upper()})
    assert answer.status_code == 422
    assert not letters_to(person.email, "account_moving")


@pytest.mark.parametrize("token", ["", "x", "a.b.c", "x" * 5000])
def test_an_altered_link_is_worth_nothing(client, token):
    assert client.get(f"/en/account/address/agree?token={token}").status_code == 410
