"""One conversation for many letters; one that the server ends is begun again, at nobody's cost."""

import pytest

from app.outbox.courier import deliver_due
from app.outbox.models import LetterState
from tests.mail.conftest import NOON, letter
from tests.mail.servers import DROP


@pytest.mark.parametrize("closing", ["421 4.7.0 too many letters over one connection", DROP])
def test_a_server_that_takes_so_many_over_one_connection_gets_them_over_several(write, script, closing):
    numbers = [write(number) for number in range(7)]
    script.most_letters, script.closing = 3, closing

    tally = deliver_due(10, at=NOON)

    assert (tally.sent, tally.postponed) == (7, 0)
    assert script.connections == 3
    assert {letter(number).attempts for number in numbers} == {1}
    assert {letter(number).last_error for number in numbers} == {None}
    assert len({message["Message-ID"] for message in script.messages}) == len(script.taken) == 7


@pytest.mark.parametrize("stage", ["to_rcpt", "to_data"])
def test_a_server_that_closes_later_in_a_letter_gets_it_again_at_once(write, script, stage):
    write(1)
    second = write(2)
    setattr(script, stage, ["250 OK", "421 4.3.2 closing"])

    assert deliver_due(10, at=NOON).sent == 2
    assert (script.connections, letter(second).attempts) == (2, 1)


def test_a_letter_that_ends_every_conversation_is_called_for_only_once_more(write, script):
    write(1)
    poison, last = write(2), write(3)
    script.to_rcpt = ["250 OK", DROP, DROP]

    tally = deliver_due(10, at=NOON)

    assert (tally.sent, tally.postponed) == (2, 1)
    assert (letter(poison).state, letter(poison).attempts) == (LetterState.WAITING, 1)
    assert letter(last).state is LetterState.SENT


def test_a_server_that_closes_before_the_first_letter_is_not_called_again(write, script):
    number = write()
    script.most_letters = 0

    assert deliver_due(10, at=NOON).postponed == 1
    assert (script.connections, letter(number).attempts) == (1, 1)


def test_a_letter_that_may_have_arrived_is_not_sent_again_over_a_new_connection(write, script):
    write(1)
    doubtful = write(2)
    script.to_data = ["250 taken", DROP]

    deliver_due(10, at=NOON)

    assert letter(doubtful).doubts == 1
    assert len(script.taken) == 2
