"""Letters that did not arrive wait at the desk until somebody has done something about them."""

from datetime import timedelta

import pytest

from app.desk.letter_words import BECAUSE, LETTERS, STATES
from app.i18n.languages import EN, LANGUAGES
from app.kernel.clock import now
from app.kernel.db import db, transaction
from app.notices.still_true import CHECKS
from app.outbox import contacts, standstill
from app.outbox.models import Letter, LetterState
from tests.doors.visitors import signed_in, take
from tests.factories import make_enquiry, make_staff
from tests.factories.keeping import NOON
from tests.factories.letters import post
from tests.house.files import TEMPLATES

PAGE = "/en/desk/letters"
READER = "reader@example.test"


@pytest.fixture
def client(app, database):
    return signed_in(app, make_staff(name="Ling Wu"))


@pytest.fixture
def enquiry(client):
    return make_enquiry()


@pytest.fixture
def lost(enquiry):
    """A letter that the mail server refused."""
    with transaction():
        letter = post(
            "enquiry_answered",
            to=READER,
            language=EN,
            reason="test:1",
            about=f"enquiry:{enquiry.id}",
            at=NOON,
            subject="s",
            text="t",
            html="h",
        )
        letter.state, letter.ended_because = LetterState.FAILED, "refused"
        letter.last_error = "550 5.1.1 <b>nobody</b>"
    return letter


def fresh(letter: Letter) -> Letter:
    db.session.refresh(letter)
    return letter


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda each: each.slug)
def test_a_lost_letter_is_shown_with_the_reason_and_its_case(client, lost, enquiry, language):
    shown = client.get(f"/{language.slug}/desk/letters").text

    for said in (READER, enquiry.reference, "550 5.1.1 &lt;b&gt;nobody&lt;/b&gt;"):
        assert said in shown
    assert f"/{language.slug}/desk/enquiries/{enquiry.reference}" in shown


def test_the_menu_of_every_desk_page_says_how_many_there_are(client, lost):
    assert '<span class="num">1</span>' in client.get("/en/desk/proposals").text


def test_the_case_shows_its_letters_and_what_became_of_them(client, lost, enquiry):
    shown = client.get(f"/en/desk/enquiries/{enquiry.reference}").text

    assert "A firm has answered" in shown
    assert "Did not arrive" in shown
    assert "The mail server refused it." in shown


def test_it_can_be_sent_again_and_its_address_is_believed_again(client, lost):
    with transaction():
        contacts.note_bounce(READER, permanent=True, reason="x", at=now())

    assert take(client, PAGE, "again", letter=str(lost.id)).status_code == 303

    assert (fresh(lost).state, lost.ended_because, lost.attempts) == (LetterState.WAITING, None, 0)
    assert not contacts.is_bouncing(READER, at=now())
    assert "Every letter was taken." in client.get(PAGE).text


def test_it_can_be_done_with(client, lost):
    take(client, PAGE, "settle", letter=str(lost.id))

    assert fresh(lost).settled_at
    assert lost.state is LetterState.FAILED
    assert "Every letter was taken." in client.get(PAGE).text


@pytest.mark.parametrize("step", ["again", "settle"])
def test_a_second_press_and_a_letter_that_is_none_change_nothing(client, lost, step):
    take(client, PAGE, "settle", letter=str(lost.id))
    settled = fresh(lost).settled_at
    for number in (str(lost.id), "0", "x", "99999999999999999999"):
        assert take(client, PAGE, step, letter=number).status_code == 303
    assert (fresh(lost).state, lost.settled_at) == (LetterState.FAILED, settled)


def test_a_step_that_is_none_is_refused(client, lost):
    assert take(client, PAGE, "burn", letter=str(lost.id)).status_code == 400


def test_an_address_that_letters_come_back_from_can_be_called_good(client):
    with transaction():
        contacts.note_bounce(READER, permanent=True, reason="550 5.1.1 nobody", at=now())
    assert READER in client.get(PAGE).text

    take(client, PAGE, "works", address=READER)

    assert READER not in client.get(PAGE).text


def test_letters_that_stand_still_are_said_here_and_to_the_monitor_and_so_is_that_they_move(client, lost):
    began = now() - timedelta(minutes=16)
    with transaction():
        lost.state, lost.due_at = LetterState.WAITING, began
    with transaction():
        standstill.look(at=now())
    assert "Letters stand still" in client.get(PAGE).text
    assert "a letter has waited for over 15 minutes" in client.get("/readyz").json["faults"]

    with transaction():
        lost.state = LetterState.SENT
    with transaction():
        standstill.look(at=now())
    shown = client.get(PAGE).text
    assert "Letters stand still" not in shown
    assert "They last stood still from" in shown
    assert client.get("/readyz").json["faults"] == []


def test_every_letter_state_and_reason_has_words():
    assert {folder.name for folder in (TEMPLATES / "mail").iterdir() if folder.is_dir()} <= set(LETTERS)
    assert set(CHECKS) <= set(LETTERS)
    assert set(STATES) == set(LetterState)
    named = {"refused", "too_long", "unknown", "unwritable", "no_smtputf8", "bouncing", "returned"}
    assert named <= set(BECAUSE)
