"""What leaves is what was meant, and samples do not leave at all."""

import random
import socket
import ssl
from email.utils import parseaddr

import pytest
from sqlalchemy import select

from app.i18n.languages import BY_SLUG, EN, ZH_HANS, ZH_HANT
from app.kernel.db import db
from app.outbox import transport
from app.outbox.courier import deliver_due
from app.outbox.models import Letter, LetterState
from tests.mail.conftest import NOON, letter

_MIXED = """
Regulatory affairs for 醫療器材 醫療器材法規 询问 您的 enquiry Q7-4KXM （臺灣） EU MDR, 欧盟 in vitro 體外診斷
“答复” – 「回覆」 ATMP：先進治療 advanced therapies UK/MHRA =?utf-8?q?x?= 😀 à façon;
"""
_WORDS = _MIXED.split()


def _subjects(count: int) -> list[str]:
    chance = random.Random(7)
    return [
        "".join(chance.choice(_WORDS) + chance.choice((" ", "", " ")) for _ in range(chance.randint(1, 18)))
        for _ in range(count)
    ]


def _same(text: str) -> str:
    return text.replace("\r\n", "\n")


def test_subjects_in_two_scripts_arrive_as_written(write, script):
    for number, subject in enumerate(_subjects(200)):
        write(number, subject=subject)

    assert deliver_due(500, at=NOON).sent == 200

    meant = db.session.execute(select(Letter.message_id, Letter.subject)).all()
    assert sorted((each["Message-ID"], each["Subject"]) for each in script.messages) == sorted(
        map(tuple, meant)
    )


@pytest.mark.parametrize(
    "paragraph",
    [
        "法規事務所協助醫療器材上市。" * 200,
        "信息 mixed with English words. " * 150,
        "x" * 5000,
        "plain\n.\n..\nend",
    ],
)
def test_long_paragraphs_arrive_intact_in_short_lines(write, script, paragraph):
    write(text=f"開頭\n\n{paragraph}\n\n結尾 é", html=f"<p>{paragraph}</p>", language=ZH_HANT)

    deliver_due(1, at=NOON)

    [raw], [message] = script.taken, script.messages
    assert max(len(line) for line in raw.split(b"\r\n")) <= 998
    assert b"\n" not in raw.replace(b"\r\n", b"")
    assert raw.isascii()
    text, html = message.get_body(("plain",)), message.get_body(("html",))
    assert _same(text.get_content()) == f"開頭\n\n{paragraph}\n\n結尾 é"
    assert _same(html.get_content()) == f"<p>{paragraph}</p>"
    assert [part.get_content_charset() for part in (text, html)] == ["utf-8", "utf-8"]


SENDERS = {"en": "Local Regulatory Experts", "zh-hant": "在地法規專家", "zh-hans": "本地法规专家"}


@pytest.mark.parametrize("language", BY_SLUG.values(), ids=str)
def test_a_letter_says_what_it_is(write, script, language):
    number = write(language=language, subject="答覆 Answer", to="reader@example.com")

    deliver_due(1, at=NOON)

    [message] = script.messages
    assert message["Message-ID"] == letter(number).message_id
    assert message["Date"].datetime == NOON
    assert message["Content-Language"] == language.tag
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["To"] == "reader@example.com"
    assert parseaddr(str(message["From"])) == (SENDERS[language.slug], "portal@portal.example")
    assert script.envelopes == [("portal@portal.example", ["reader@example.com"])]
    assert not message.defects


def test_a_sender_named_by_the_operator_is_kept(portal, write, script):
    named = portal(
        MAIL_SENDER='"專家, 在地" <post@portal.example>',
    )
    write()
    with named.app_context():
        deliver_due(1, at=NOON)

    assert parseaddr(str(script.messages[0]["From"])) == ("專家, 在地", "post@portal.example")


def test_a_domain_in_chinese_is_written_in_ascii(write, script):
    write(to="reader@例子.中国", language=ZH_HANS)

    assert deliver_due(1, at=NOON).sent == 1
    assert script.envelopes[0][1] == ["reader@xn--fsqu00a.xn--fiqs8s"]


@pytest.mark.parametrize("address", ["讀者@example.com", "nobody", "a@b.example\r\nBcc: c@d.example"])
def test_what_is_no_address_is_given_up_and_delays_nobody(write, script, address):
    bad, good = write(1, to=address), write(2)

    tally = deliver_due(10, at=NOON)

    assert (tally.failed, tally.sent) == (1, 1)
    assert letter(bad).state is LetterState.FAILED
    assert letter(good).state is LetterState.SENT


def test_samples_go_to_no_other_machine(write, script, monkeypatch):
    """Settings have been checked at start; here the name has come to mean another machine since."""
    number = write()
    monkeypatch.setattr(socket.socket, "getpeername", lambda _self: ("192.0.2.7", 25))

    with pytest.raises(transport.NotThisMachine):
        deliver_due(1, at=NOON)

    assert script.taken == []
    assert letter(number).state is LetterState.WAITING


def test_a_portal_in_earnest_sends_to_any_machine(portal, write, script, monkeypatch):
    earnest = portal(DEMO="", SECRET_KEY="s" * 40)
    write(language=EN)
    monkeypatch.setattr(socket.socket, "getpeername", lambda _self: ("192.0.2.7", 25))

    with earnest.app_context():
        assert deliver_due(1, at=NOON).sent == 1


def test_encryption_that_was_asked_for_is_not_done_without(portal, write, script):
    app = portal(MAIL_USE_TLS="1")
    number = write()

    with app.app_context():
        assert deliver_due(1, at=NOON).postponed == 1

    assert script.taken == []
    assert letter(number).last_error.startswith("SMTPNotSupportedError")
    assert ssl.create_default_context().verify_mode is ssl.CERT_REQUIRED
