"""Letters one may do without: a page with a button, and one click for mail programs."""

import pytest
from sqlalchemy import func, select

from app.kernel.db import db
from app.outbox import topics
from app.outbox.models import DeclinedTopic, Topic

READER = topics.Choice("reader@firm.test", Topic.REMINDERS)
ONE_CLICK = {"List-Unsubscribe": "One-Click"}


@pytest.fixture
def page(app, database):
    token = topics.sign(READER, secret=app.config["SETTINGS"].secret_key)
    return f"/zh-hant/letters?token={token}"


def declined() -> bool:
    db.session.expire_all()
    return topics.declines(READER.address, READER.topic)


def rows() -> int:
    return db.session.scalar(select(func.count()).select_from(DeclinedTopic))


def test_reading_the_page_changes_nothing_and_shows_a_button(client, page):
    for _ in range(2):
        answer = client.get(page)
        assert answer.status_code == 200
        assert 'value="stop"' in answer.text
        assert READER.address in answer.text
    assert not declined()


def test_the_button_stops_them_and_the_next_one_lets_them_come_again(client, page):
    assert client.post(page, data={"step": "stop"}).status_code == 303
    assert declined()
    assert 'value="resume"' in client.get(page).text
    client.post(page, data={"step": "resume"})
    assert not declined()


def test_a_mail_program_stops_them_without_a_session_a_form_token_or_a_page(app, page, monkeypatch):
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", True)
    program = app.test_client(use_cookies=False)

    for _ in range(2):
        answer = program.post(page, data=ONE_CLICK)
        assert (answer.status_code, answer.text) == (200, "")
        assert "Set-Cookie" not in answer.headers
    assert declined()
    assert rows() == 1


def test_the_button_needs_no_session_either(app, page, monkeypatch):
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", True)
    assert app.test_client(use_cookies=False).post(page, data={"step": "stop"}).status_code == 303
    assert declined()


@pytest.mark.parametrize("body", [{}, {"List-Unsubscribe": "maybe"}, {"step": "x"}])
def test_a_post_that_says_nothing_changes_nothing(client, page, body):
    client.post(page, data=body)
    assert not declined()


@pytest.mark.parametrize("token", ["", "x", "WyJhQGIuYyIsInJlbWluZGVycyJd.forged", "é" * 40])
def test_a_link_that_is_not_ours_says_so_and_does_nothing(client, database, token):
    for answer in (
        client.get("/en/letters", query_string={"token": token}),
        client.post("/en/letters", query_string={"token": token}, data=ONE_CLICK),
    ):
        assert answer.status_code == 410
        assert "<button" not in answer.text.split("<main", 1)[1]
    assert rows() == 0


def test_an_altered_link_stops_nobody_elses_letters(client, app, page):
    client.post(page.replace("token=W", "token=V"), data=ONE_CLICK)
    assert rows() == 0
