"""Couriers side by side send each letter once."""

from concurrent.futures import ThreadPoolExecutor

from app.kernel.db import db
from app.outbox.courier import deliver_due
from tests.mail.conftest import NOON

LETTERS = 60


def test_couriers_at_once_send_each_letter_once(outbox, write, script):
    for number in range(LETTERS):
        write(number)
    db.session.remove()

    def courier(_: int) -> int:
        with outbox.app_context():
            sent, idle = 0, 0
            # One that finds nothing may have met another's claim: only three times nothing is the end.
            while idle < 3:
                run = deliver_due(7, at=NOON).sent
                sent, idle = sent + run, 0 if run else idle + 1
            return sent

    with ThreadPoolExecutor(4) as pool:
        sent = list(pool.map(courier, range(4)))

    assert sum(sent) == LETTERS
    received = [message["Message-ID"] for message in script.messages]
    assert len(received) == len(set(received)) == LETTERS
