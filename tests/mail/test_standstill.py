"""A courier that is frozen is noticed within fifteen minutes, and so is that letters move again."""

from datetime import timedelta

from app.kernel.db import db, transaction
from app.outbox import standstill
from app.outbox.claims import LEASE, claim
from app.outbox.courier import deliver_due
from tests.mail.conftest import NOON

MINUTE = timedelta(minutes=1)
ALARM = NOON + standstill.STUCK_AFTER + timedelta(seconds=1)


def look(at):
    with transaction():
        found = standstill.look(at=at)
        return (found.began_at, found.ended_at) if found else None


def test_a_frozen_courier_is_noticed_and_so_is_its_waking(write, script):
    """It holds the letter's lease and does nothing more; another takes over when that has passed."""
    write()
    assert claim(at=NOON)

    assert look(NOON + standstill.STUCK_AFTER) is None
    assert look(ALARM) == (NOON, None)
    assert look(ALARM + MINUTE) is None  # noticed once

    assert deliver_due(1, at=NOON + LEASE).sent == 1
    assert look(NOON + LEASE) == (NOON, NOON + LEASE)
    assert look(NOON + LEASE + MINUTE) is None
    assert standstill.last().ended_at == NOON + LEASE
    db.session.rollback()


def test_a_letter_that_waits_for_its_next_attempt_is_no_standstill(write, script):
    write()
    script.to_rcpt = ["451 later"] * 3
    deliver_due(1, at=NOON)
    deliver_due(1, at=NOON + MINUTE)
    deliver_due(1, at=NOON + 6 * MINUTE)

    assert look(NOON + 30 * MINUTE) is None
    assert look(NOON + 36 * MINUTE + standstill.STUCK_AFTER + MINUTE) is not None


def test_letters_that_are_done_with_are_no_standstill(write, script):
    write(1)
    write(2)
    script.to_rcpt = ["550 5.1.1 nobody"]
    deliver_due(2, at=NOON)

    assert standstill.stuck_since(at=NOON + timedelta(days=9)) is None
    db.session.rollback()
