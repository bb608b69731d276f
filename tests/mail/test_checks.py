"""A letter is asked whether it still holds, each time and right before it is handed over."""

from datetime import timedelta

import pytest

from app.kernel.db import transaction
from app.outbox import checks, contacts, topics
from app.outbox.courier import deliver_due
from app.outbox.events import LetterGivenUp
from app.outbox.models import LetterState, Topic
from tests.mail.conftest import NOON, letter
from tests.mail.servers import DROP

HOUR = timedelta(hours=1)
ABOUT = "referral:7"


@pytest.fixture
def stale(monkeypatch):
    """What is stale, by what letters are about; everything else holds."""
    found: dict[str, str] = {}
    monkeypatch.setattr(checks, "_checks", {"enquiry_received": found.get})
    return found


def test_what_no_longer_holds_is_dropped_with_the_reason_and_never_handed_over(write, script, stale):
    over, fine = write(1, about=ABOUT), write(2, about="referral:8")
    stale[ABOUT] = "withdrawn"

    tally = deliver_due(10, at=NOON)

    assert (tally.dropped, tally.sent) == (1, 1)
    kept = letter(over)
    assert (kept.state, kept.ended_because, kept.attempts) == (LetterState.DROPPED, "withdrawn", 0)
    assert (kept.leased_until, kept.sent_at) == (None, None)
    assert letter(fine).state is LetterState.SENT
    assert [message["Subject"] for message in script.messages] == ["Letter 2"]
    assert deliver_due(10, at=NOON + HOUR).tried == 0


def test_a_repeat_is_asked_again(write, script, stale):
    """Its fate was unknown; two hours later its reader has been here, so it is not sent a second time."""
    number = write(about=ABOUT)
    script.to_data = [DROP]
    deliver_due(10, at=NOON)
    stale[ABOUT] = "confirmed"

    assert deliver_due(10, at=NOON + 2 * HOUR).dropped == 1

    assert len(script.taken) == 1
    assert letter(number).ended_because == "confirmed"
    assert letter(number).last_error.startswith("SMTPServerDisconnected")


def test_a_letter_that_cannot_be_checked_waits_and_delays_nobody(write, script, monkeypatch):
    monkeypatch.setattr(checks, "_checks", {})
    broken, fine = write(1, about=ABOUT), write(2)

    tally = deliver_due(10, at=NOON)

    assert (tally.postponed, tally.sent) == (1, 1)
    assert (letter(broken).state, letter(broken).last_error) == (LetterState.WAITING, "cannot be checked")
    assert letter(fine).state is LetterState.SENT


def test_letters_that_a_reader_does_not_want_are_dropped_and_others_are_sent(write, script):
    optional, needed = write(1, to="a@b.example", topic=Topic.REMINDERS), write(2, to="a@b.example")
    with transaction():
        topics.stop(topics.Choice("A@B.example", Topic.REMINDERS), at=NOON)

    deliver_due(10, at=NOON)

    assert letter(optional).ended_because == checks.UNWANTED
    assert letter(needed).state is LetterState.SENT


def test_to_an_address_that_bounces_goes_nothing_and_what_must_arrive_is_told_of(write, script, heard):
    optional, needed = write(1, to="a@b.example", topic=Topic.REMINDERS), write(2, to="a@b.example")
    with transaction():
        contacts.note_bounce("a@b.example", permanent=True, reason="550 5.1.1 nobody", at=NOON)
    heard.clear()

    tally = deliver_due(10, at=NOON)

    assert (tally.dropped, tally.failed, script.taken) == (1, 1, [])
    assert (letter(optional).state, letter(needed).state) == (LetterState.DROPPED, LetterState.FAILED)
    [event] = heard
    assert isinstance(event, LetterGivenUp)
    assert (event.letter_id, event.why) == (needed, checks.BOUNCING)


def test_what_follows_from_a_letter_given_up_may_fail_without_the_letter_or_those_after_it(
    write, script, monkeypatch
):
    def fall(_event: LetterGivenUp) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("app.outbox.courier.publish", fall)
    bad, fine = write(1), write(2)
    script.to_rcpt = ["554 no"]

    deliver_due(10, at=NOON)

    assert (letter(bad).state, letter(bad).ended_because) == (LetterState.FAILED, "refused")
    assert letter(fine).state is LetterState.SENT
