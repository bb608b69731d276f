"""Two people press at the same moment: one is taken, the other reads both versions with the draft kept."""

import re
import secrets
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import select

from app.config import read_settings
from app.enquiries.models import Message
from app.factory import create_app
from app.journal.queries import entries_of
from app.kernel.db import db, may_write
from tests.doors.test_files import Case
from tests.doors.visitors import signed_in
from tests.factories import make_member
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


def _hidden(case, client, page):
    with case.app.app_context():  # tokens are made once a context, and each browser has its own
        text = client.get(page).text
    found = {name: re.search(rf'name="{name}" value="([^"]*)"', text) for name in ("csrf_token", "seen")}
    return {name: each[1] for name, each in found.items() if each}


def _together(case, clients, page, forms, address=None):
    """Send the forms at once, each from a browser with the session of its client."""
    hidden = [_hidden(case, client, page) for client in clients]
    sessions = [client.get_cookie("session").value for client in clients]
    barrier = Barrier(2)

    def send(session, seen, form):
        may_write.set(True)
        mine = case.app.test_client()
        mine.set_cookie("session", session)
        barrier.wait(timeout=30)
        return mine.post(address or page, data=seen | form)

    db.session.remove()
    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(send, sessions, hidden, forms))


def _texts():
    return [{"text": f"Draft {n}.", "nonce": secrets.token_urlsafe(32), "step": "answer"} for n in range(2)]


def _one_won(answers):
    assert sorted(each.status_code for each in answers) == [303, 409]
    lost = next(n for n, each in enumerate(answers) if each.status_code == 409)
    assert f"Draft {lost}.</textarea>" in answers[lost].text
    assert "What happened meanwhile" in answers[lost].text


def test_two_replies_of_one_enquirer(case):
    address = f"{case.followed}/reply/first-firm"
    _one_won(_together(case, [case.enquirer] * 2, case.followed, _texts(), address))


def test_two_answers_of_one_firm(case):
    """Two of its people, each in a browser of their own; the second reads what the first has sent."""
    case.app.config["WTF_CSRF_ENABLED"] = False
    colleague = signed_in(case.app, make_member(case.firm, name="Other Person"))
    case.app.config["WTF_CSRF_ENABLED"] = True
    page = case.desk_of(case.firm)
    answers = _together(case, [case.member, colleague], page, _texts())
    _one_won(answers)
    won = next(n for n, each in enumerate(answers) if each.status_code == 303)
    assert db.session.scalars(select(Message.text)).all() == [f"Draft {won}."]
    assert f"Draft {won}." in answers[1 - won].text
    assert "Your firm answered." in answers[1 - won].text
    (entry,) = [each for each in entries_of(case.enquiry.id) if each.kind == "ReferralAnswered"]
    assert entry.facts["referral_id"] == case.referral.id


def test_two_editors(case):
    forms = [{"step": "close", "close_note": f"Draft {n}."} for n in range(2)]
    answers = _together(case, [case.staff] * 2, case.case, forms)
    assert sorted(each.status_code for each in answers) == [303, 409]
    lost = next(n for n, each in enumerate(answers) if each.status_code == 409)
    assert f"Draft {lost}." in answers[lost].text


def test_the_same_form_twice_at_once_is_one_message_and_both_are_told_so(case):
    form = _texts()[0]
    address = f"{case.followed}/reply/first-firm"
    answers = _together(case, [case.enquirer] * 2, case.followed, [form, form], address)
    assert [each.status_code for each in answers] == [303, 303]
    assert db.session.query(Message).filter_by(text="Draft 0.").count() == 1
