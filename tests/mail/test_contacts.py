"""Whether letters reach an address: what says so, and what does not."""

from datetime import timedelta

import pytest

from app.kernel.db import db, transaction
from app.outbox import contacts, returned
from app.outbox.courier import deliver_due
from app.outbox.events import AddressBouncing, LetterGivenUp
from app.outbox.models import LetterState, Reach
from app.outbox.retry import WAITS
from tests.mail.conftest import NOON, letter

DAY = timedelta(days=1)
READER = "reader1@example.com"


def state(address: str = READER) -> Reach:
    found = contacts.contact_of(address)
    known = found.state if found else Reach.OK
    db.session.rollback()
    return known


def bounce(*, permanent: bool = False, at=NOON, address: str = READER) -> None:
    with transaction():
        contacts.note_bounce(address, permanent=permanent, reason="552 5.2.2 mailbox full", at=at)


def test_an_address_where_nobody_reads_bounces_at_once(outbox, heard):
    bounce(permanent=True)

    assert state() is Reach.BOUNCING
    assert [type(each) for each in heard] == [AddressBouncing]


def test_failures_that_may_pass_must_last_before_an_address_bounces(outbox, heard):
    for hours in (0, 1, 2, 3):
        bounce(at=NOON + timedelta(hours=hours))
    assert state() is Reach.SOFT
    assert heard == []

    bounce(at=NOON + 3 * DAY)
    assert state() is Reach.BOUNCING


def test_two_failures_far_apart_are_not_enough(outbox):
    bounce()
    bounce(at=NOON + 10 * DAY)

    assert state() is Reach.SOFT


def test_a_sign_of_life_ends_it(outbox):
    bounce(permanent=True)
    with transaction():
        contacts.note_delivered(READER.upper(), at=NOON + DAY)

    assert state() is Reach.OK
    assert not contacts.is_bouncing(READER, at=NOON + DAY)
    db.session.rollback()


def test_that_a_server_takes_a_letter_is_no_sign_of_life(write, script):
    """A dead mailbox takes mail too: what is taken is not shown as read by anybody."""
    bounce()
    write()

    assert deliver_due(1, at=NOON).sent == 1
    assert state() is Reach.SOFT


def test_nothing_is_believed_for_ever(write, script):
    bounce(permanent=True)
    later = NOON + contacts.BELIEVED_FOR
    write()
    script.to_rcpt = ["550 5.1.1 still nobody"]

    assert deliver_due(1, at=later - DAY).failed == 1
    assert script.connections == 0

    write(2, to=READER)
    deliver_due(1, at=later)
    assert script.connections == 1
    assert contacts.is_bouncing(READER, at=later + DAY)
    db.session.rollback()


@pytest.mark.parametrize(
    ("stage", "answer", "known"),
    [
        ("to_rcpt", "550 5.1.1 no such reader", Reach.BOUNCING),
        ("to_rcpt", "550 no such reader", Reach.BOUNCING),
        ("to_rcpt", "550 5.2.1 mailbox shut", Reach.BOUNCING),
        ("to_rcpt", "552 5.2.2 mailbox full", Reach.SOFT),
        ("to_rcpt", "550 5.7.1 we do not like your network", Reach.OK),
        ("to_rcpt", "554 no", Reach.OK),
        ("to_data", "550 5.1.1 no such reader", Reach.OK),
        ("to_data", "554 5.7.1 this looks like spam", Reach.OK),
    ],
)
def test_a_refusal_is_held_against_the_address_only_where_it_is_about_it(write, script, stage, answer, known):
    number = write()
    setattr(script, stage, [answer])

    assert deliver_due(1, at=NOON).failed == 1
    assert letter(number).ended_because == "refused"
    assert state() is known


def test_a_letter_nobody_took_for_days_does_not_blame_the_address(write, script, heard):
    number, moment = write(), NOON
    script.to_rcpt = ["451 4.7.1 come back later"] * (len(WAITS) + 1)
    for wait in (*WAITS, DAY):
        deliver_due(1, at=moment)
        moment += wait

    assert (letter(number).state, letter(number).ended_because) == (LetterState.FAILED, "too_long")
    assert state() is Reach.OK
    assert [type(each) for each in heard] == [LetterGivenUp]


def test_addresses_are_compared_without_case_and_by_their_domains_ascii_form(outbox):
    bounce(permanent=True, address="Reader@例子.中国")

    assert contacts.is_bouncing("reader@xn--fsqu00a.xn--fiqs8s", at=NOON)
    db.session.rollback()


def test_of_several_addresses_those_that_do_not_bounce_are_left_in_order(outbox):
    bounce(permanent=True, address="b@x.example")

    left = contacts.reachable(["a@x.example", "b@x.example", "A@x.example", "c@x.example"], at=NOON)
    db.session.rollback()

    assert left == ["a@x.example", "c@x.example"]


def test_a_report_of_failure_gives_up_a_letter_that_had_been_taken(write, script, heard):
    number = write()
    deliver_due(1, at=NOON)

    for _ in range(2):  # the same report twice is one
        with transaction():
            returned.came_back(number, permanent=True, of_address=True, said="5.1.1 nobody", at=NOON + DAY)

    assert (letter(number).state, letter(number).ended_because) == (LetterState.FAILED, "returned")
    assert state() is Reach.BOUNCING
    assert [type(each) for each in heard] == [AddressBouncing, LetterGivenUp]


def test_a_report_of_delay_changes_nothing_but_what_was_said(write, script, heard):
    number = write()
    deliver_due(1, at=NOON)
    with transaction():
        returned.came_back(number, permanent=False, of_address=False, said="4.4.1 later", at=NOON)

    assert (letter(number).state, letter(number).last_error) == (LetterState.SENT, "4.4.1 later")
    assert heard == []
