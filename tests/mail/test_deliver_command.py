"""``flask outbox deliver``, as a timer and as a process that stays."""

import os
import signal

import pytest
from flask import Flask
from sqlalchemy.exc import OperationalError

from app.console import outbox as command
from app.console.outbox import outbox_cli
from app.outbox.courier import Tally
from app.outbox.models import LetterState
from tests.mail.conftest import NOON, letter


@pytest.fixture(autouse=True)
def _signals_as_before():
    before = {each: signal.getsignal(each) for each in (signal.SIGTERM, signal.SIGINT)}
    yield
    for each, handler in before.items():
        signal.signal(each, handler)


@pytest.fixture
def run(outbox: Flask, monkeypatch):
    """Gives the command, whose clock stands at noon."""
    monkeypatch.setattr(command, "now", lambda: NOON)
    outbox.cli.add_command(outbox_cli)

    def run(*words: str):
        return outbox.test_cli_runner().invoke(args=["outbox", "deliver", *words])

    return run


def test_a_timer_sends_what_is_due_and_says_how_much(run, write, script):
    write(1), write(2)

    said = run("--once")

    assert (said.exit_code, said.output) == (0, "2 sent, 0 postponed, 0 dropped, 0 given up\n")


def test_the_timers_alarm_rings_for_a_letter_given_up(run, write, script):
    write(1), write(2)
    script.to_rcpt = ["550 no", "451 later"]

    said = run("--once")

    assert (said.exit_code, said.output) == (1, "0 sent, 1 postponed, 0 dropped, 1 given up\n")


def test_a_letter_postponed_rings_no_alarm(run, write, script):
    write()
    script.to_rcpt = ["451 later"]

    assert run("--once").exit_code == 0


@pytest.mark.parametrize("kind", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_lets_the_letter_in_hand_be_finished(run, write, script, monkeypatch, kind):
    first, second = write(1), write(2)
    real = script.handle_DATA

    async def signalled(*args):
        os.kill(os.getpid(), kind)
        return await real(*args)

    monkeypatch.setattr(script, "handle_DATA", signalled)

    assert run().exit_code == 0

    assert letter(first).state is LetterState.SENT
    assert letter(second).state is LetterState.WAITING
    assert letter(second).leased_until is None


def test_a_database_that_is_away_for_a_moment_ends_nothing(run, monkeypatch):
    rounds = []

    def deliver(_limit, **_given):
        rounds.append(1)
        if len(rounds) == 1:
            raise OperationalError("SELECT", {}, Exception("away"))
        os.kill(os.getpid(), signal.SIGTERM)
        return Tally()

    monkeypatch.setattr(command, "deliver_due", deliver)
    monkeypatch.setattr(command, "_PAUSE", 0)

    assert run().exit_code == 0
    assert len(rounds) == 2
