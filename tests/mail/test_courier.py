"""Every letter once at least, and twice only where nobody can know."""

import logging
from datetime import timedelta

import pytest

from app.kernel.db import db
from app.outbox import transport
from app.outbox.claims import LEASE, claim
from app.outbox.courier import deliver_due
from app.outbox.models import LetterState
from app.outbox.retry import WAITS
from tests.mail.conftest import NOON, letter
from tests.mail.servers import DROP

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)


def _counts(tally) -> tuple[int, int, int]:
    return tally.sent, tally.postponed, tally.failed


def test_what_is_taken_is_sent_and_stays_sent(write, script):
    number = write()

    assert _counts(deliver_due(10, at=NOON)) == (1, 0, 0)
    assert _counts(deliver_due(10, at=NOON + HOUR)) == (0, 0, 0)

    kept = letter(number)
    assert (kept.state, kept.sent_at, kept.attempts) == (LetterState.SENT, NOON, 1)
    assert (kept.leased_until, kept.last_error) == (None, None)
    assert len(script.taken) == 1


def test_a_run_uses_one_connection_and_keeps_to_its_limit(write, script):
    for number in range(5):
        write(number)

    assert deliver_due(3, at=NOON).sent == 3
    assert script.connections == 1
    assert deliver_due(3, at=NOON).sent == 2


def test_letters_leave_longest_due_first(write, script):
    for number, minutes in ((1, 2), (2, 0), (3, 1)):
        write(number, at=NOON + minutes * MINUTE)

    deliver_due(10, at=NOON + 2 * MINUTE)

    assert [message["Subject"] for message in script.messages] == ["Letter 2", "Letter 3", "Letter 1"]


def test_a_letter_that_is_not_due_stays(write, script):
    write(at=NOON + MINUTE)

    assert deliver_due(10, at=NOON).tried == 0


def test_not_now_is_tried_again_by_the_schedule_until_given_up(write, script):
    number, moment = write(), NOON
    script.to_rcpt = ["451 4.7.1 come back later"] * 10

    for wait in WAITS:
        assert _counts(deliver_due(10, at=moment)) == (0, 1, 0)
        assert letter(number).due_at == moment + wait
        assert letter(number).last_error == "451 4.7.1 come back later"
        assert deliver_due(10, at=moment + wait - timedelta(seconds=1)).tried == 0
        moment += wait

    assert _counts(deliver_due(10, at=moment)) == (0, 0, 1)
    assert letter(number).state is LetterState.FAILED
    assert letter(number).attempts == len(WAITS) + 1


@pytest.mark.parametrize("stage", ["to_rcpt", "to_data"])
def test_never_is_given_up_at_once_and_delays_nobody(write, script, stage):
    refused, fine = write(1), write(2)
    setattr(script, stage, ["550 5.1.1 no such reader"])

    assert _counts(deliver_due(10, at=NOON)) == (1, 0, 1)

    assert letter(refused).state is LetterState.FAILED
    assert letter(refused).last_error == "550 5.1.1 no such reader"
    assert letter(fine).state is LetterState.SENT
    assert script.connections == 1


def test_a_connection_that_breaks_before_the_letter_has_left_is_only_a_delay(write, script):
    broken, fine = write(1), write(2)
    script.to_rcpt = [DROP]

    assert _counts(deliver_due(10, at=NOON)) == (1, 1, 0)

    assert (letter(broken).doubts, letter(broken).due_at) == (0, NOON + MINUTE)
    assert letter(fine).state is LetterState.SENT


def test_an_unknown_fate_is_repeated_once_under_the_same_id(write, script):
    number = write()
    script.to_data = [DROP]

    assert _counts(deliver_due(10, at=NOON)) == (0, 1, 0)
    assert letter(number).due_at == NOON + 2 * HOUR
    assert deliver_due(10, at=NOON + HOUR).tried == 0
    assert _counts(deliver_due(10, at=NOON + 2 * HOUR)) == (1, 0, 0)

    first, second = script.messages
    assert first["Message-ID"] == second["Message-ID"] == letter(number).message_id
    assert first["Date"] == second["Date"]
    assert letter(number).state is LetterState.SENT


def test_a_fate_unknown_twice_is_left_to_people(write, script):
    number = write()
    script.to_data = [DROP, DROP]

    deliver_due(10, at=NOON)
    assert _counts(deliver_due(10, at=NOON + 2 * HOUR)) == (0, 0, 1)
    assert deliver_due(10, at=NOON + 30 * HOUR).tried == 0

    assert letter(number).state is LetterState.FAILED
    assert len(script.taken) == 2


def test_a_server_that_hangs_after_the_dot_leaves_doubt(write, script, monkeypatch):
    number = write()
    monkeypatch.setattr(transport, "LAST_PATIENCE", 0.2)
    script.hang_after_data = True

    assert _counts(deliver_due(10, at=NOON)) == (0, 1, 0)

    assert (letter(number).doubts, letter(number).due_at) == (1, NOON + 2 * HOUR)


def test_a_server_that_is_away_ends_the_run(portal, write):
    first, second = write(1), write(2)
    app = portal(MAIL_PORT="9")

    with app.app_context():
        assert _counts(deliver_due(10, at=NOON)) == (0, 1, 0)

    assert letter(first).due_at == NOON + MINUTE
    assert letter(first).last_error.startswith("ConnectionRefusedError")
    assert (letter(second).due_at, letter(second).attempts) == (NOON, 0)


def test_a_courier_that_died_gives_its_letter_back(write, script):
    number = write()
    assert claim(at=NOON).id == number  # and then it is killed

    assert deliver_due(10, at=NOON + LEASE - MINUTE).tried == 0
    assert _counts(deliver_due(10, at=NOON + LEASE)) == (1, 0, 0)


def test_a_courier_that_died_after_sending_repeats_under_the_same_id(write, script, monkeypatch):
    class Killed(BaseException):
        pass

    def kill(*_: object, **__: object) -> None:
        raise Killed

    number = write()
    with monkeypatch.context() as patch:
        patch.setattr("app.outbox.courier.settle", kill)
        with pytest.raises(Killed):
            deliver_due(10, at=NOON)

    deliver_due(10, at=NOON + LEASE)

    assert [each["Message-ID"] for each in script.messages] == [letter(number).message_id] * 2
    assert letter(number).state is LetterState.SENT


def test_a_late_failure_does_not_touch_another_couriers_letter(write, script, monkeypatch):
    """The first slept past its lease, the second sent the letter, then the first woke to a refusal."""
    number = write()
    real = transport.Line.carry

    def sleep_and_lose(self, parcel):
        monkeypatch.setattr(transport.Line, "carry", real)
        deliver_due(1, at=NOON + LEASE)
        script.to_rcpt = ["550 no"]
        return real(self, parcel)

    monkeypatch.setattr(transport.Line, "carry", sleep_and_lose)
    deliver_due(1, at=NOON)

    assert letter(number).state is LetterState.SENT


def test_no_transaction_is_open_while_a_letter_is_under_way(write, script, monkeypatch):
    seen = []
    real = transport.Line.carry

    def looking(self, parcel):
        seen.append((db.session().in_transaction(), db.engine.pool.checkedout()))
        return real(self, parcel)

    monkeypatch.setattr(transport.Line, "carry", looking)
    write()
    deliver_due(10, at=NOON)

    assert seen == [(False, 0)]


def test_a_run_ends_when_asked_to_after_the_letter_in_hand(write, script):
    for number in range(3):
        write(number)

    assert deliver_due(10, at=NOON, stopping=lambda: len(script.taken) == 2).sent == 2


def test_the_log_names_no_reader_and_no_word(write, script, monkeypatch):
    # A logger of the test's own: what other tests did to the shared ones is not the matter here.
    said: list[str] = []
    log = logging.Logger("courier", logging.DEBUG)
    log.addHandler(logging.NullHandler())
    log.addFilter(lambda record: said.append(record.getMessage()) or True)
    monkeypatch.setattr("app.outbox.courier._log", log)
    script.to_rcpt = ["250 ok", "550 5.1.1 <secret-reader@example.com> unknown", "451 later"]
    for number in range(3):
        write(number, to="secret-reader@example.com", subject="Canary", text="canary", html="canary")

    deliver_due(10, at=NOON)

    assert len(said) == 3
    assert not any(word in line for line in said for word in ("secret", "anary", "example.com"))
