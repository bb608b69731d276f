"""Reports about letters, and mail that machines wrote."""

import pytest
from sqlalchemy import func, select

from app.inbox.models import Verdict
from app.inbox.reading import read
from app.inbox.reports import report_of
from app.kernel.db import db, transaction
from app.outbox.contacts import contact_of
from app.outbox.envelopes import envelope_sender
from app.outbox.models import Letter, LetterState, Reach
from tests.inbox.conftest import DOMAIN, POST, Case
from tests.inbox.corpus import mail, report

QMAIL = (
    "Hi. This is the qmail-send program at mx.example.\n"
    "I'm afraid I wasn't able to deliver your message to the following addresses.\n"
    "This is a permanent error; I've given up. Sorry it didn't work out.\n\n"
    "<gone@firm.example>:\nSorry, no mailbox here by that name. (#5.1.1)\n\n--- Below this line is a copy\n"
)
QQ = "很抱歉，您的邮件被退回。\n退信原因：收件人邮箱地址不存在，邮件无法送达。"
NETEASE = "您的邮件 A 投递失败。\n550 User not found: gone@163.com"
#: Body, whether it is over, whether nobody is there.
REPORTS = {
    "by the standard": (report(to="x"), True, True),
    "a full mailbox": (report(status="5.2.2", said="552 mailbox full", to="x"), True, False),
    "a delay": (report(action="delayed", status="4.4.1", said="timed out", to="x"), False, False),
    "qmail": (mail(QMAIL, sender="mailer-daemon@mx.example", subject="failure notice"), True, True),
    "QQ": (
        mail(QQ, subject="系统退信"),
        True,
        True,
    ),
    "163": (
        mail(NETEASE, subject="系统退信/Systems bounce"),
        True,
        False,
    ),
    "zh-TW": (mail("無法傳遞您的郵件。收件者信箱已滿。", subject="未傳遞的郵件"), True, False),
    "a Chinese delay": (mail("您的邮件暂时无法投递，系统仍在尝试。", subject="延迟通知"), False, False),
}


@pytest.mark.parametrize(("raw", "final", "of_address"), REPORTS.values(), ids=REPORTS)
def test_a_report_says_whether_it_is_over_and_whether_anybody_is_there(raw, final, of_address):
    found = report_of(read(raw))
    assert (found.final, found.of_address) == (final, of_address)
    assert found.said


@pytest.mark.parametrize("text", ["Thank you.", "您好，我們想了解費用。", "delivered"])
def test_other_mail_is_no_report(text):
    assert report_of(read(mail(text))) is None


@pytest.fixture
def sent(case: Case) -> Letter:
    letter = db.session.scalars(select(Letter).where(Letter.about == f"referral:{case.referral.id}")).one()
    with transaction():
        letter.state = LetterState.SENT
    return letter


def address_of(letter: Letter) -> str:
    return envelope_sender(letter.id, secret=POST.secret, domain=DOMAIN)


def test_a_letter_that_came_back_is_given_up_and_its_address_known(sent, arrive):
    found = arrive(report(to=address_of(sent)), envelope="")

    assert (found.verdict, found.reason, found.letter_id) == (Verdict.BOUNCE, "nobody_there", sent.id)
    assert sent.state is LetterState.FAILED
    assert contact_of(sent.recipient).state is Reach.BOUNCING


def test_a_report_in_chinese_does_the_same(sent, arrive):
    text = "退信原因：收件人邮箱地址不存在，邮件无法送达。"
    assert arrive(mail(text, to=address_of(sent)), envelope="").reason == "nobody_there"
    assert contact_of(sent.recipient).state is Reach.BOUNCING


def test_a_delay_gives_nothing_up(sent, arrive):
    found = arrive(report(action="delayed", status="4.4.1", said="x", to=address_of(sent)), envelope="")

    assert (found.verdict, found.reason) == (Verdict.BOUNCE, "delayed")
    assert sent.state is LetterState.SENT


def test_an_answering_machine_at_the_envelope_address_is_no_failure(sent, arrive):
    found = arrive(mail("I am away.", to=address_of(sent)), envelope="")

    assert found.verdict is Verdict.NOTICE
    assert sent.state is LetterState.SENT


UNSEALED = [lambda a: a.replace("b-", "r-f-"), lambda a: a[:12] + "22" + a[14:], lambda _a: "x@" + DOMAIN]


@pytest.mark.parametrize("change", UNSEALED)
def test_a_report_without_the_seal_gives_nothing_up(sent, arrive, change):
    found = arrive(report(to=change(address_of(sent))), envelope="")

    assert found.verdict in {Verdict.QUARANTINED, Verdict.NOTICE}
    assert sent.state is LetterState.SENT


MACHINES = {
    "away, by the standard": {"more": b"Auto-Submitted: auto-replied\r\n"},
    "automatic": {"more": b"Auto-Submitted: auto-generated\r\n"},
    "a list": {"more": b"List-Id: <news.maker.example>\r\n"},
    "bulk": {"more": b"Precedence: bulk\r\n"},
    "away": {"subject": "Out of Office: Re: An answer"},
    "away zh-TW": {"subject": "自動回覆：您的來信"},
    "away zh-CN": {"subject": "自动回复: 外出"},
    "going in circles": {"more": b"Received: from a\r\n" * 60},
}


@pytest.mark.parametrize("how", MACHINES.values(), ids=MACHINES)
def test_what_a_machine_wrote_is_filed_and_passed_to_nobody(case: Case, arrive, how):
    before = db.session.scalar(select(func.count()).select_from(Letter))
    due = case.referral.due_at
    found = arrive(mail("I am away until Monday.", to=case.of_enquirer, **how))

    assert (found.verdict, found.referral_id) == (Verdict.NOTICE, case.referral.id)
    assert not case.messages
    assert case.referral.due_at == due
    assert db.session.scalar(select(func.count()).select_from(Letter)) == before


def test_a_mail_from_nobody_is_a_machines(case: Case, arrive):
    assert arrive(mail(to=case.of_enquirer), envelope="").verdict is Verdict.NOTICE


def test_a_letter_of_ours_that_comes_home_goes_no_further(case: Case, sent, arrive):
    found = arrive(mail(to=case.of_enquirer, message_id=sent.message_id))

    assert (found.verdict, found.reason) == (Verdict.NOTICE, "loop")
