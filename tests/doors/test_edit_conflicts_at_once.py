"""Two people press at the same moment: one is taken, the other reads both versions with the draft kept."""

import re
import secrets
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from app.config import read_settings
from app.enquiries.models import Message
from app.factory import create_app
from app.kernel.db import db, may_write
from tests.doors.test_files import Case
from tests.plumbing.databases import surroundings


@pytest.fixture
def case(databases, tmp_path):
    """A case in a portal whose every request has a connection and a transaction of its own."""
    settings = read_settings(surroundings(databases.copy("demo", "standing"), tmp_path))
    app = create_app(settings)
    app.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
    with app.app_context():
        yield Case(app)
        db.session.remove()
        db.engine.dispose()


def _hidden(client, page):
    text = client.get(page).text
    found = {name: re.search(rf'name="{name}" value="([^"]*)"', text) for name in ("csrf_token", "seen")}
    return {name: each[1] for name, each in found.items() if each}


def _together(case, client, page, forms):
    """Send the forms at once, each from a browser with the same session."""
    hidden = _hidden(client, page)
    session = client.get_cookie("session").value
    address = forms.pop("address", page)
    barrier = Barrier(2)

    def send(form):
        may_write.set(True)
        mine = case.app.test_client()
        mine.set_cookie("session", session)
        barrier.wait(timeout=30)
        return mine.post(address, data=hidden | form)

    db.session.remove()
    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(send, forms["each"]))


def _texts():
    return [{"text": f"Draft {n}.", "nonce": secrets.token_urlsafe(32), "step": "answer"} for n in range(2)]


def _one_won(answers):
    assert sorted(each.status_code for each in answers) == [303, 409]
    lost = next(n for n, each in enumerate(answers) if each.status_code == 409)
    assert f"Draft {lost}.</textarea>" in answers[lost].text
    assert "What happened meanwhile" in answers[lost].text


def test_two_replies_of_one_enquirer(case):
    forms = {"each": _texts(), "address": f"{case.followed}/reply/first-firm"}
    _one_won(_together(case, case.enquirer, case.followed, forms))


def test_two_editors(case):
    forms = [{"step": "close", "close_note": f"Draft {n}."} for n in range(2)]
    answers = _together(case, case.staff, case.case, {"each": forms})
    assert sorted(each.status_code for each in answers) == [303, 409]
    lost = next(n for n, each in enumerate(answers) if each.status_code == 409)
    assert f"Draft {lost}." in answers[lost].text


def test_the_same_form_twice_at_once_is_one_message_and_both_are_told_so(case):
    form = _texts()[0]
    forms = {"each": [form, form], "address": f"{case.followed}/reply/first-firm"}
    answers = _together(case, case.enquirer, case.followed, forms)
    assert [each.status_code for each in answers] == [303, 303]
    assert db.session.query(Message).filter_by(text="Draft 0.").count() == 1
