"""What stands on a letter: who writes, where answers and reports go, how it is stopped; one reader each."""

from email.utils import parseaddr

import pytest

from app.i18n.languages import ZH_HANT
from app.outbox import topics
from app.outbox.courier import deliver_due
from app.outbox.envelopes import read_envelope_sender
from app.outbox.models import LetterState, Topic
from tests.mail.conftest import NOON, letter
from tests.mail.servers import Script, served

REPLY_DOMAIN = "reply.portal.example"
SECRET = "s" * 40


@pytest.fixture
def answering(portal, outbox):
    """A portal that mail comes in to."""
    app = portal(MAIL_REPLY_DOMAIN=REPLY_DOMAIN, SECRET_KEY=SECRET)
    with app.app_context():
        yield app


def test_every_letter_has_a_sender_of_its_own_to_which_reports_come_back(answering, write, script):
    numbers = [write(1), write(2)]

    deliver_due(10, at=NOON)

    senders = [sender for sender, _ in script.envelopes]
    read = [read_envelope_sender(each, secret=SECRET, domain=REPLY_DOMAIN) for each in senders]
    assert read == numbers
    assert [parseaddr(str(each["From"]))[1] for each in script.messages] == ["portal@portal.example"] * 2


def test_a_letter_on_somebodys_behalf_says_so_at_the_portals_own_address(write, script):
    write(sender_name='王 "小明", Ltd via 在地法規專家', reply_to="r-1-e-x@reply.portal.example")

    deliver_due(1, at=NOON)

    [message] = script.messages
    assert parseaddr(str(message["From"])) == (
        '王 "小明", Ltd via 在地法規專家',
        "portal@portal.example",
    )
    assert message["Reply-To"] == "r-1-e-x@reply.portal.example"
    assert not message.defects


def test_where_answers_are_not_read_no_address_is_given_for_them(write, script):
    write()
    deliver_due(1, at=NOON)

    assert script.messages[0]["Reply-To"] is None


def test_a_letter_one_may_do_without_can_be_stopped_with_one_click_and_no_other(write, script, outbox):
    write(1, topic=Topic.REMINDERS, to="reader@例子.中国", language=ZH_HANT)
    write(2)

    deliver_due(10, at=NOON)

    optional, needed = script.messages
    link = optional["List-Unsubscribe"].strip("<>")
    assert link.startswith("https://portal.example/zh-hant/letters?token=")
    assert optional["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    token = link.partition("token=")[2]
    secret = outbox.config["SETTINGS"].secret_key
    assert topics.read(token, secret=secret) == topics.Choice("reader@例子.中国", Topic.REMINDERS)
    assert (needed["List-Unsubscribe"], needed["List-Unsubscribe-Post"]) == (None, None)


def test_each_message_has_one_reader(write, script):
    for number in range(3):
        write(number)
    deliver_due(10, at=NOON)

    for (_, readers), message in zip(script.envelopes, script.messages, strict=True):
        assert readers == [message["To"]]
        assert (message["Cc"], message["Bcc"]) == (None, None)


@pytest.fixture
def anyscript(portal, outbox):
    """A mail server that carries addresses in any script, and a portal that sends to it."""
    script = Script()
    with served(script, utf8=True) as port, portal(MAIL_PORT=str(port)).app_context():
        yield script


def test_an_address_in_another_script_is_carried_as_it_is_by_a_server_that_can(write, anyscript):
    number = write(to="讀者@例子.中国", language=ZH_HANT, subject="答覆")
    write(2)

    assert deliver_due(10, at=NOON).sent == 2

    assert letter(number).state is LetterState.SENT
    assert anyscript.envelopes[0][1] == ["讀者@xn--fsqu00a.xn--fiqs8s"]
    assert "\r\nTo: 讀者@xn--fsqu00a.xn--fiqs8s\r\n".encode() in anyscript.taken[0]
    assert anyscript.messages[0]["Subject"] == "答覆"
    assert ["SMTPUTF8" in each for each in anyscript.options] == [True, False]


def test_a_server_that_cannot_carry_it_is_not_asked_to_and_the_reason_is_plain(write, script):
    number, fine = write(1, to="讀者@example.com"), write(2)

    tally = deliver_due(10, at=NOON)

    assert (tally.failed, tally.sent) == (1, 1)
    assert (letter(number).state, letter(number).ended_because) == (LetterState.FAILED, "no_smtputf8")
    assert "SMTPUTF8" in letter(number).last_error
    assert letter(fine).state is LetterState.SENT
